"""The site of the documents: every page is in it, a broken link stops it, and reading it asks no other host."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADS = re.compile(r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//|<link[^>]+href=\"(?:https?:)?//", re.I)
STYLE_LOADS = re.compile(r"(?:@import|url\()\s*['\"]?(?:https?:)?//")


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """As ``make docs`` builds it: every warning is an error."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        site.with_name("trees"),
        "-c",
        ROOT / "docs/site",
    ]
    return subprocess.run([*command, source, site], capture_output=True, text=True)  # fmt: skip


def test_the_site_has_every_page_and_loads_nothing_from_another_host(tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = build(ROOT, site)
    assert done.returncode == 0, done.stderr
    front = (site / "README.html").read_text("utf-8")
    for page in (*ROOT.glob("README.zh.md"), *ROOT.glob("docs/**/*.md")):
        html = page.relative_to(ROOT).with_suffix(".html")
        assert (site / html).exists()
        assert f'href="{html.as_posix()}"' in front, f"{page.name} is not in the navigation"
    for path in site.rglob("*.html"):
        assert not LOADS.search(path.read_text("utf-8")), path.name
    for path in site.rglob("*.css"):
        assert not STYLE_LOADS.search(path.read_text("utf-8")), path.name


def test_a_broken_link_stops_the_site(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for folder in ("tutorial", "how-to", "reference", "explanation", "decisions"):
        (source / "docs" / folder).mkdir(parents=True)
        (source / "docs" / folder / "page.md").write_text("# Page\n")
    (source / "README.zh.md").write_text("# 通关\n", "utf-8")
    (source / "README.md").write_text("# Office\n\n[a page](docs/tutorial/page.md)\n")
    assert build(source, tmp_path / "sound").returncode == 0
    (source / "README.md").write_text("# Office\n\n[a page](docs/tutorial/nothing.md)\n")
    broken = build(source, tmp_path / "broken")
    assert broken.returncode == 1
    assert "nothing.md" in broken.stderr
