"""Attachments 随附单据 of a declaration: what a file is, told by its content, and what is too large or too many."""

from hashlib import sha256

import msgspec

from tongguan.adapters import scanner
from tongguan.facts.unreadable import Unreadable

MEGABYTE = 1024 * 1024
MOST_OF_PICTURE = MEGABYTE
"""Bytes of a picture of marks, by the message format."""
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
"""Media types that are taken, and how their files are called."""
KINDS = {"pdf": PDF, "jpeg": JPEG, "png": PNG}
"""How settings call the media types."""
_TAIL = 2048


class Limits(msgspec.Struct, frozen=True):
    """What an office takes."""

    megabytes: int = 4
    """Of one file; the format asks for pages of 200 KB or less."""
    files: int = 20
    """Of one declaration."""
    kinds: tuple[str, ...] = tuple(KINDS)

    @property
    def most_bytes(self) -> int:
        return self.megabytes * MEGABYTE

    @property
    def media(self) -> str:
        """Media types that a browser offers, with commas between."""
        return ",".join(KINDS[kind] for kind in self.kinds)

    @property
    def named(self) -> str:
        """The kinds as people read them."""
        return ", ".join(kind.upper() for kind in self.kinds)


class Paper(msgspec.Struct, frozen=True):
    """A file that may be attached."""

    name: str
    """As the enterprise calls it, without folders."""
    media: str
    digest: str
    """SHA-256 (hex) of the content."""
    body: bytes

    @property
    def document(self) -> str:
        """Its name in the message 随附单据编号: of its content, so that no two differ under one name."""
        return f"{self.digest[:32]}.{ENDINGS[self.media]}"


def media_of(body: bytes) -> str:
    """Media type by content; empty when it is none that is taken."""
    if body.startswith(b"%PDF-") and b"%%EOF" in body[-_TAIL:]:
        return PDF
    if body.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in body[-_TAIL:]:
        return JPEG
    return PNG if body.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in body[-_TAIL:] else ""


def paper(name: str, body: bytes, others: int, limits: Limits) -> Paper:
    """The file as a paper beside ``others``; Unreadable when it is too large, one too many, of no kind that is taken, or refused by the scanner."""
    if others >= limits.files:
        raise Unreadable(
            "too_large", f"随附单据至多 {limits.files} 份。", f"At most {limits.files} files are attached.",
            remedy_zh="请合并或删除。", remedy_en="Join some, or remove one.",
        )  # fmt: skip
    if len(body) > limits.most_bytes:
        raise Unreadable(
            "too_large", f"文件超过 {limits.megabytes} MB。", f"The file is larger than {limits.megabytes} MB.",
            remedy_zh="请降低扫描精度或分开上传。", remedy_en="Scan it more coarsely, or send it in parts.",
        )  # fmt: skip
    media = media_of(body)
    if media not in {KINDS[kind] for kind in limits.kinds}:
        raise Unreadable(
            "unsupported", f"文件内容不是本关接受的完整文件（{limits.named}）。", f"By its content the file is no whole {limits.named}.",
            remedy_zh="请重新扫描或另存为上述格式。", remedy_en="Scan it again, or save it as one of these.",
        )  # fmt: skip
    scanner.examine(name, body)
    plain = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())
    return Paper(plain[-120:] or f"file.{ENDINGS[media]}", media, sha256(body).hexdigest(), body)


def picture(paper: Paper) -> Paper:
    """The paper, if it may go into a declaration as a picture of marks and numbers 标记唛码; Unreadable otherwise."""
    if paper.media == PDF or len(paper.body) > MOST_OF_PICTURE:
        raise Unreadable(
            "unsupported", "标记唛码图片须为不超过 1 MB 的 JPEG 或 PNG。", "A picture of marks is a JPEG or PNG of at most 1 MB.",
            remedy_zh="请缩小图片或改为随附单据。", remedy_en="Make it smaller, or attach it as a document.",
        )  # fmt: skip
    return paper
