"""Whatever bytes come in: a message, or one clear word about what cannot be read; never anything else."""

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import declaration, message
from tongguan.adapters import document, package
from tongguan.adapters.dropbox import DropFolder
from tongguan.adapters.intake import read_stream
from tongguan.adapters.singlewindow import write
from tongguan.facts.message import Message

GOOD = {
    "xml": write(message(declaration(), "FUZZ")),
    "json": document.write(message(declaration(), "FUZZ")),
    "zip": package.write(message(declaration(), "FUZZ")),
}
few = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good message with some of its bytes changed, cut out, doubled or put elsewhere."""
    body = bytearray(draw(st.sampled_from(sorted(GOOD.values()))))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        body[start:end] = draw(
            st.binary(max_size=8) | st.sampled_from([b"\0", b"\xff\xfe", b"&#0;", b"]]>", b"9" * 400, b"1e999", b'"', b"\n{", b"[" * 2000])
        )  # fmt: skip
    return bytes(body)


def told(body: bytes) -> None:
    """Every message that is read can be written again; every refusal says its word in both languages."""
    for read in read_stream(BytesIO(body), "fuzz"):
        if isinstance(read.message, Message):
            document.read(document.write(read.message))
        else:
            assert read.message.text("en")
            assert read.message.text("zh")


@few
@given(st.binary(max_size=200) | damaged())
def test_any_bytes_are_read_or_told(body: bytes) -> None:
    told(body)


@few
@given(st.lists(damaged() | st.just(GOOD["json"]), min_size=1, max_size=4))
def test_any_lines_are_answered_line_by_line(lines: list[bytes]) -> None:
    body = b"\n".join(line.replace(b"\n", b" ") for line in lines)
    answered = list(document.read_lines(BytesIO(body)))
    assert len(answered) == sum(bool(line.strip()) for line in body.split(b"\n"))
    assert [place for place, _ in answered] == sorted(place for place, _ in answered)


@few
@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.binary(max_size=60) | damaged()), max_size=4))
def test_any_zip_is_read_or_told(files: list[tuple[str, bytes]]) -> None:
    box = BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, body) in enumerate(files):
            archive.writestr(f"{place}{name}.xml" if place == 0 else f"{place}{name}", body)
    told(box.getvalue())


@few
@given(
    st.lists(
        st.text(
            st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=120
        ).filter(lambda name: name not in (".", "..") and len(name.encode()) < 256),
        max_size=4,
        unique=True,
    )
)
def test_files_of_any_name_are_answered_once_each(names: list[str]) -> None:
    with TemporaryDirectory() as home:
        inbox, outbox = Path(home, "in"), Path(home, "out")
        with DropFolder(inbox, outbox, settle=0) as folder:
            for name in names:
                (inbox / name).write_bytes(b"<a/>")
            before = {path.name for path in inbox.iterdir() if path.is_file()}
            folder.take()
            taken = folder.taken()
            for file in taken:
                folder.answer(file, b"<answer/>", good=True)
            left = {path.name for path in inbox.iterdir() if path.is_file()}
            answers = [path for path in outbox.iterdir() if not path.name.startswith(".")]
        assert len(answers) == len(taken) == len(before - left)
