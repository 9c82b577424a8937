"""What a file is, is told by its content, never by its name."""

import pytest

from tongguan.adapters import attachment
from tongguan.facts.unreadable import Unreadable

LIMITS = attachment.Limits()
PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n synthetic IEND\xaeB`\x82"


def test_the_kind_is_that_of_the_content_and_the_name_loses_its_folders() -> None:
    kept = attachment.paper("C:\\papers\\invoice.exe", PDF, 0, LIMITS)
    assert (kept.name, kept.media) == ("invoice.exe", attachment.PDF)
    assert kept.document == f"{kept.digest[:32]}.pdf"
    assert attachment.paper("a.pdf", PNG, 0, LIMITS).media == attachment.PNG


@pytest.mark.parametrize(
    "body", [b"", b"MZ\x90\x00", b"<html>%PDF-1.4 %%EOF", PDF[:-8], PNG[:20], b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_whole_document_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable, match="no whole PDF") as refused:
        attachment.paper("invoice.pdf", body, 0, LIMITS)
    assert "PDF" in refused.value.text("zh")


def test_a_file_too_large_and_one_too_many_are_refused() -> None:
    with pytest.raises(Unreadable, match="larger than 4 MB"):
        attachment.paper("big.pdf", PDF + b" " * LIMITS.most_bytes, 0, LIMITS)
    with pytest.raises(Unreadable, match="At most 20"):
        attachment.paper("one-more.pdf", PDF, LIMITS.files, LIMITS)


def test_an_office_takes_less_or_other_kinds_by_its_settings() -> None:
    strict = attachment.Limits(megabytes=1, files=2, kinds=("pdf",))
    assert (strict.named, strict.media) == ("PDF", "application/pdf")
    with pytest.raises(Unreadable, match="no whole PDF"):
        attachment.paper("a.png", PNG, 0, strict)
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        attachment.paper("a.pdf", PDF + b" " * attachment.MEGABYTE, 0, strict)
    with pytest.raises(Unreadable, match="At most 2"):
        attachment.paper("a.pdf", PDF, 2, strict)
