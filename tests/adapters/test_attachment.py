"""What a file is, is told by its content, never by its name."""

import pytest

from tongguan.adapters import attachment
from tongguan.facts.unreadable import Unreadable

PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n synthetic IEND\xaeB`\x82"


def test_the_kind_is_that_of_the_content_and_the_name_loses_its_folders() -> None:
    kept = attachment.paper("C:\\papers\\invoice.exe", PDF, 0)
    assert (kept.name, kept.media) == ("invoice.exe", attachment.PDF)
    assert kept.document == f"{kept.digest[:32]}.pdf"
    assert attachment.paper("a.pdf", PNG, 0).media == attachment.PNG


@pytest.mark.parametrize(
    "body", [b"", b"MZ\x90\x00", b"<html>%PDF-1.4 %%EOF", PDF[:-8], PNG[:20], b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_whole_document_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable, match="no whole PDF") as refused:
        attachment.paper("invoice.pdf", body, 0)
    assert "PDF" in refused.value.text("zh")


def test_a_file_too_large_and_one_too_many_are_refused() -> None:
    with pytest.raises(Unreadable, match="larger than 4 MB"):
        attachment.paper("big.pdf", PDF + b" " * attachment.MOST_BYTES, 0)
    with pytest.raises(Unreadable, match="At most 20"):
        attachment.paper("one-more.pdf", PDF, attachment.MOST_FILES)
