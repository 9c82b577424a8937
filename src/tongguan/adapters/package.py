"""The zip of a message and its attachments, with limits on everything a zip can hide."""

import io
import zipfile

import msgspec

from tongguan.adapters import scanner
from tongguan.adapters.singlewindow import reader, writer
from tongguan.adapters.zips import BROKEN
from tongguan.facts.message import Attachment, Message
from tongguan.facts.unreadable import Unreadable

MAX_FILES = 60
MAX_TOTAL = 100 * 1024 * 1024
MAX_RATIO = 200


def read(data: bytes) -> Message:
    """The one XML message of a zip with its other files as attachments, each looked at by the office's scanner."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN:
        raise Unreadable("not_well_formed", "压缩包损坏。", "The zip is broken.", remedy_zh="请重新打包。",
                         remedy_en="Pack it again.") from None  # fmt: skip
    with archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        _within_limits(files)
        xml = [info for info in files if info.filename.lower().endswith(".xml")]
        if len(xml) != 1:
            raise Unreadable(
                "unsupported", f"压缩包须含且仅含一个 XML 报文，现有 {len(xml)} 个。",
                f"The zip must hold exactly one XML message; it has {len(xml)}.",
            )  # fmt: skip
        try:
            message = reader.read(archive.read(xml[0]))
            others = tuple(
                Attachment(_plain(info.filename), archive.read(info)) for info in files if info is not xml[0]
            )
        except BROKEN as error:
            raise Unreadable(
                "not_well_formed", f"压缩包无法解开：{error}", f"The zip cannot be opened: {error}."
            ) from None
    for each in others:
        scanner.examine(each.name, each.body)
    return msgspec.structs.replace(message, attachments=others)


def _within_limits(files: list[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in files)
    packed = sum(info.compress_size for info in files) or 1
    if len(files) > MAX_FILES or total > MAX_TOTAL or total / packed > MAX_RATIO:
        raise Unreadable(
            "too_large", f"压缩包超过限制（{MAX_FILES} 个文件、{MAX_TOTAL} 字节、{MAX_RATIO} 倍）。",
            f"The zip is above the limits ({MAX_FILES} files, {MAX_TOTAL} bytes, {MAX_RATIO} times).",
        )  # fmt: skip


def _plain(name: str) -> str:
    """A file's name without folders, and without signs that no message can hold."""
    return "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())


def write(message: Message) -> bytes:
    """A zip of the Single Window message and its attachments."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        name = f"{message.declaration.ie_flag or 'X'}_{message.client_number or 'declaration'}.xml"
        archive.writestr(_plain(name), writer.write(message))
        for attachment in message.attachments:
            archive.writestr(_plain(attachment.name), attachment.body)
    return box.getvalue()
