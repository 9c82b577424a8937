"""The report as PDF. It needs Pango and a Chinese typeface of the system, and says so where one is missing."""

import logging
import shutil
import subprocess

from tongguan.adapters.report.html import whole
from tongguan.adapters.report.view import Issue


class CannotPrint(Exception):
    """What the system lacks; the message names it and offers HTML."""


def missing() -> list[str]:
    """Packages that a PDF needs and the system has not, by their Debian names."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return ["libpango-1.0-0", "libpangoft2-1.0-0", *_typeface()]
    return _typeface()


def _typeface() -> list[str]:
    program = shutil.which("fc-list")
    if program is None:
        return ["fontconfig", "fonts-noto-cjk"]
    listed = subprocess.run([program, ":lang=zh", "family"], capture_output=True, timeout=60, check=False)
    return [] if listed.stdout.strip() else ["fonts-noto-cjk"]


def as_pdf(issue: Issue, lang: str) -> bytes:
    """The report printed; CannotPrint where something is missing."""
    lacks = missing()
    if lacks:
        named = " ".join(lacks)
        raise CannotPrint(
            f"生成 PDF 缺少 {named}（Pango 或中文字体）；请安装，或改用 .html"
            if lang == "zh"
            else f"a PDF needs Pango and a Chinese typeface, missing: {named}; install them, or ask for .html instead"
        )
    import weasyprint

    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    made: bytes = weasyprint.HTML(string=whole(issue, lang), url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_: object, **__: object) -> None:
    raise ValueError(f"the report needs nothing from outside: {url}")
