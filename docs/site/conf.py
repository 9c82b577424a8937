"""The site: the README, its Chinese twin and every page of docs, found by the tree (``make docs`` → build/site)."""

from pathlib import Path
from typing import Any

project = "tongguan 通关"
extensions = ["myst_parser"]
include_patterns = ["README*.md", "docs/**.md"]
exclude_patterns = [".*", "build", "bench", "dist", "requirements", "scripts", "src", "static", "tests"]
root_doc = "README"
templates_path = ["."]
html_theme = "furo"
html_title = project
html_additional_pages = {"index": "index.html"}
html_copy_source = html_show_copyright = html_show_sourcelink = False
myst_heading_anchors = 3
_PARTS = {
    "Tutorial": "docs/tutorial", "How to": "docs/how-to", "Reference": "docs/reference",
    "Explanation": "docs/explanation", "Decisions": "docs/decisions",
}  # fmt: skip


def _tree() -> str:
    """Navigation: a caption for each folder, its pages in the order of their names; the Chinese README first."""
    parts = [("中文", "README.zh"), *((caption, f"{folder}/*") for caption, folder in _PARTS.items())]
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:glob:\n:caption: {caption}\n\n{pages}\n```\n"
        for caption, pages in parts
    )


def _with_tree(app: Any, page: str, source: list[str]) -> None:
    if page == root_doc:
        source[0] += _tree()


def setup(app: Any) -> None:
    """The navigation is added to the README as it is read, so that the file itself stays plain."""
    missing = [folder for folder in _PARTS.values() if not Path(app.srcdir, folder).is_dir()]
    assert not missing, missing
    app.connect("source-read", _with_tree)
