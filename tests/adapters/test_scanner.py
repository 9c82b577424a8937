"""The office's virus scanner, played by small scripts: what is not found clean is not taken, and the file is named."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.build import message
from tongguan.adapters import attachment, package, scanner
from tongguan.adapters.singlewindow import write
from tongguan.facts.unreadable import Unreadable

PDF = b"%PDF-1.4 an invoice (synthetic)\n%%EOF"
BAD = b"%PDF-1.4 SYNTHETIC-WORM\n%%EOF"
LIMITS = attachment.Limits()


def sets(monkeypatch: pytest.MonkeyPatch, command: str, seconds: str = "20") -> None:
    monkeypatch.setenv("TONGGUAN_SCANNER", command)
    monkeypatch.setenv("TONGGUAN_SCANNER_SECONDS", seconds)
    scanner._set.cache_clear()
    monkeypatch.setattr(scanner, "_set", scanner._set.__wrapped__)


@pytest.fixture
def worms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "scan"
    script.write_text('#!/bin/sh\nif grep -q SYNTHETIC-WORM "$1"; then exit 1; fi\n')
    script.chmod(0o700)
    sets(monkeypatch, str(script))


def zipped(body: bytes) -> bytes:
    box = BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("I_A1.xml", write(message()))
        archive.writestr("folder/invoice.pdf", body)
    return box.getvalue()


def test_a_clean_file_is_taken_by_form_and_in_a_zip(worms: None) -> None:
    assert attachment.paper("invoice.pdf", PDF, 0, LIMITS).body == PDF
    assert package.read(zipped(PDF)).attachments[0].body == PDF


def test_an_infected_file_is_refused_by_name_in_both_languages(worms: None) -> None:
    for take in (lambda: attachment.paper("invoice.pdf", BAD, 0, LIMITS), lambda: package.read(zipped(BAD))):
        with pytest.raises(Unreadable) as refused:
            take()
        assert refused.value.kind == "infected"
        assert "invoice.pdf" in refused.value.text("en")
        assert "invoice.pdf" in refused.value.text("zh")


@pytest.mark.parametrize("command", ["slow", "no-such-scanner-anywhere"])
def test_what_cannot_be_scanned_in_time_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    script = tmp_path / "slow"
    script.write_text("#!/bin/sh\nexec sleep 30\n")
    script.chmod(0o700)
    sets(monkeypatch, str(script) if command == "slow" else command, "1")
    with pytest.raises(Unreadable, match="could not be scanned") as refused:
        attachment.paper("invoice.pdf", PDF, 0, LIMITS)
    assert refused.value.kind == "not_scanned"


def test_without_a_scanner_nothing_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    sets(monkeypatch, "")
    assert attachment.paper("invoice.pdf", BAD, 0, LIMITS).body == BAD
