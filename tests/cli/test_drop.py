"""The drop folder as a broker's client uses it: files in, answers and receipts out, each once, whatever is killed."""

import argparse
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from tests import cast
from tests.build import TRADER, Office, declaration, message
from tongguan.adapters import dropbox, package
from tongguan.adapters.dropbox import DropFolder, InUse
from tongguan.adapters.singlewindow import write
from tongguan.cli import drop
from tongguan.facts.actor import Actor
from tongguan.facts.authority import AuthorityGranted
from tongguan.facts.message import Attachment, Message
from tongguan.wiring import desk_of


class Client:
    """A broker's program on the other side of two folders; ``seen`` is all it ever picked up."""

    def __init__(self, home: Path, office: Office | None = None) -> None:
        self.inbox, self.outbox = home / "in", home / "out"
        self.office = office or Office()
        self.seen: list[tuple[str, bytes]] = []

    def puts(self, name: str, body: bytes) -> Path:
        self.inbox.mkdir(exist_ok=True)
        path = self.inbox / name
        path.write_bytes(body)
        return path

    def sends(self, client_number: str, **changes: object) -> Message:
        said = message(declaration(transport_document=f"D-{client_number}", **changes), client_number)
        self.puts(f"I_{client_number}.xml", write(said))
        return said

    def dropped(self, actor: str = "broker") -> int:
        options = argparse.Namespace(once=True, settle=0.0, lang="en", json=False, actor=actor)
        with DropFolder(self.inbox, self.outbox, settle=0.0) as folder:
            return drop._once(self.office.desk, folder, options)

    def picks_up(self) -> dict[str, bytes]:
        """What has its name in the outbox is picked up and removed."""
        found = {path.name: path.read_bytes() for path in sorted(self.outbox.glob("[!.]*"))}
        for name, body in found.items():
            (self.outbox / name).unlink()
            self.seen.append((name, body))
        return found


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path)


def field(body: bytes, tag: str) -> str:
    return etree.fromstring(body).findtext(f".//{{*}}{tag}") or ""


def test_a_declaration_is_answered_with_its_number_and_its_receipts_follow(client: Client) -> None:
    client.sends("A1")
    assert client.dropped() == 0
    found = client.picks_up()
    answer = found.pop("Successed_I_A1.xml")
    number = field(answer, "SeqNo")
    assert (field(answer, "ResponseCode"), field(answer, "ClientSeqNo")) == ("0", "A1")
    assert client.office.desk.show(number) is not None
    assert [field(body, "CHANNEL") for body in found.values()] == ["7", "L", "T"]
    assert all(name.startswith(f"Receipt_{number}_") for name in found)
    assert [path.name for path in (client.inbox / "done").iterdir()] == ["I_A1.xml"]
    client.office.does(number, "arrive", actor=cast.TERMINAL)
    client.office.pays(number)
    client.dropped()
    assert [field(body, "CHANNEL") for body in client.picks_up().values()] == ["P"], "only what is new"
    client.dropped()
    assert client.picks_up() == {}


def test_a_returned_one_fails_with_every_finding_and_may_come_again(client: Client) -> None:
    client.sends("A1", net_weight=None, contract_no="")
    assert client.dropped() == 1
    answer = client.picks_up()["Failed_I_A1.xml"]
    assert field(answer, "ResponseCode") == "1"
    assert "net_weight" in field(answer, "ErrorMessage")
    client.sends("A1")
    assert client.dropped() == 0
    assert "Successed_I_A1-2.xml" in client.picks_up(), "the second file of that name has its own answer"


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("I_B1.xml", b"<DecMessage", "not well-formed"),
        ("I_B1.xml", b"", "empty"),
        ("I_B1.zip", b"PK\x03\x04broken", "zip is broken"),
        ("I_B1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ("I_B1.json", b"{}\n{}\n", "one declaration"),
    ],
)
def test_a_bad_file_is_moved_aside_with_a_clear_answer(
    client: Client, name: str, body: bytes, said: str
) -> None:
    client.puts(name, body)
    client.sends("A1")
    assert client.dropped() == 1
    found = client.picks_up()
    assert said in field(found["Failed_I_B1.xml"], "ErrorMessage")
    assert field(found["Failed_I_B1.xml"], "ClientSeqNo") == "B1"
    assert (client.inbox / "bad" / name).read_bytes() == body
    assert "Successed_I_A1.xml" in found, "the others are not kept waiting"


def test_attachments_come_in_a_zip(client: Client) -> None:
    said = message(declaration(transport_document="D-Z1"), "Z1", attachments=(Attachment("a.pdf", b"%PDF"),))
    client.puts("I_Z1.zip", package.write(said))
    client.dropped()
    number = field(client.picks_up()["Successed_I_Z1.xml"], "SeqNo")
    kept = client.office.desk.journal.secret(number, "attachment:a.pdf", 1)
    assert kept is not None
    assert kept.body == b"%PDF"


def test_nothing_is_read_half_written(tmp_path: Path) -> None:
    now = [0.0]
    inbox = tmp_path / "in"
    with DropFolder(inbox, tmp_path / "out", settle=2.0, clock=lambda: now[0]) as folder:
        (inbox / "I_1.xml").write_bytes(b"<a")
        for name in (".I_2.xml", "I_3.xml.part", "I_4.tmp", "~I_5.xml"):
            (inbox / name).write_bytes(b"<a/>")
        (inbox / "link.xml").symlink_to("/etc/hostname")
        assert folder.take() == 1
        now[0] = 1.9
        assert (folder.take(), folder.taken()) == (1, [])
        (inbox / "I_1.xml").write_bytes(b"<a/>")
        now[0] = 3.0
        assert (folder.take(), folder.taken()) == (1, []), "it grew: its time begins again"
        (inbox / "I_3.xml.part").rename(inbox / "I_3.xml")
        now[0] = 5.0
        assert folder.take() == 1
        assert [path.name for path in folder.taken()] == ["I_1.xml"]
        now[0] = 7.0
        folder.take()
        assert [path.name for path in folder.taken()] == ["I_1.xml", "I_3.xml"]


def test_a_folder_is_held_by_one_program(tmp_path: Path) -> None:
    with DropFolder(tmp_path / "in", tmp_path / "out"), pytest.raises(InUse, match="end it first"):
        DropFolder(tmp_path / "in", tmp_path / "out").__enter__()


def test_a_broker_cannot_lodge_for_another_unit(client: Client) -> None:
    client.sends("A1")
    assert client.dropped(actor="trader") == 1
    (answer,) = client.picks_up().values()
    assert "neither the enterprise" in field(answer, "ErrorMessage")
    assert field(answer, "SeqNo") == ""


class Killed(BaseException):
    """The end of a process in the middle of a step."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", range(1, 12))
def test_killed_at_any_step_every_file_and_receipt_is_answered_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, step: int, when: str
) -> None:
    client.sends("A1")
    client.puts("I_B1.xml", b"<DecMessage")
    monkeypatch.setattr(dropbox.os, "replace", _killing(step, when))
    try:
        client.dropped()
    except Killed:
        pass
    else:
        assert step > 10, "there are so many steps"
    monkeypatch.undo()
    client.picks_up()
    client.dropped()
    client.picks_up()
    names = [name for name, _ in client.seen]
    assert len(names) == len(set(names)) == 5, "one success, one failure, three receipts"
    assert [name for name in names if not name.startswith("Receipt_")] in (
        ["Failed_I_B1.xml", "Successed_I_A1.xml"], ["Successed_I_A1.xml", "Failed_I_B1.xml"],
    )  # fmt: skip
    assert all(etree.fromstring(body) is not None for _, body in client.seen), "each is whole"
    assert len(list(client.office.desk.work())) == 1, "lodged once"


def _killing(step: int, when: str) -> Callable[[Path, Path], None]:
    done, real = [0], os.replace

    def replace(old: Path, new: Path) -> None:
        done[0] += 1
        if done[0] == step and when == "before":
            raise Killed
        real(old, new)
        if done[0] == step:
            raise Killed

    return replace


def test_a_zip_that_hides_too_much_is_moved_aside(client: Client) -> None:
    box = BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("I_1.xml", b"\0" * 30_000_000)
    client.puts("I_BOMB.zip", box.getvalue())
    assert client.dropped() == 1
    assert "above the limits" in field(client.picks_up()["Failed_I_BOMB.xml"], "ErrorMessage")


def test_after_a_kill_the_next_run_answers_what_is_left_and_nothing_twice(tmp_path: Path) -> None:
    client = Client(tmp_path)
    names = [f"K{serial:02}" for serial in range(24)]
    for name in names:
        client.sends(name)
    command = [
        Path(sys.executable).parent / "tongguan", "drop", "--in", client.inbox, "--out", client.outbox,
        "--db", f"sqlite:///{tmp_path}/drop.db", "--settle", "0", "--at", "2018-08-20T10:00:00+08:00",
    ]  # fmt: skip
    writing = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert writing.stdout is not None
    writing.stdout.readline()
    os.kill(writing.pid, signal.SIGKILL)
    writing.communicate()
    client.picks_up()
    done = subprocess.run([*command, "--once"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    client.picks_up()
    said = [name for name, _ in client.seen]
    assert sorted(name for name in said if not name.startswith("Receipt_")) == [
        f"Successed_I_{name}.xml" for name in names
    ]
    receipts = [name for name in said if name.startswith("Receipt_")]
    stored = desk_of(f"sqlite:///{tmp_path}/drop.db").receipts(declarant=cast.BROKER.party)
    assert len(receipts) == len(set(receipts)) == len(stored) >= 3 * len(names)


def test_a_broker_whose_authority_ended_gets_a_clear_no_and_no_new_receipts(client: Client) -> None:
    client.sends("A1")
    client.dropped()
    client.picks_up()
    number = client.office.desk.locate(f"{cast.BROKER.party}|A1")
    owner = Actor(id="client", kind="declarant", roles=("declarant",), party=TRADER.customs_code)
    held = client.office.desk.authorities
    held.grant(AuthorityGranted(owner.party, cast.BROKER.party, "2018-08-20"), owner)
    held.end(owner.party, cast.BROKER.party, "we declare ourselves", owner)
    client.office.does(number, "arrive", actor=cast.TERMINAL)
    client.office.pays(number)
    client.sends("A2")
    assert client.dropped() == 1
    found = client.picks_up()
    assert [*found] == ["Failed_I_A2.xml"], "an answer to what was sent, and no receipt of the client's"
    assert owner.party in field(found["Failed_I_A2.xml"], "ErrorMessage")
    assert "AgentCode" in field(found["Failed_I_A2.xml"], "ErrorMessage")
