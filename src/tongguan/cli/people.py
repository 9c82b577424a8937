"""``people``: officers, gaps, who may be given work, posts, and the plain file. Done by the workbench's own records."""

import argparse
import os
import sys
from pathlib import Path

import msgspec

from tongguan.cli import opening, say
from tongguan.cli.say import Failed
from tongguan.desk.people import manages
from tongguan.facts.actor import Actor

VERBS = ("list", "gaps", "now", "posts", "import")
_HEAD = Actor(id="demo-head", roles=("head",), office="4907")


def people(options: argparse.Namespace) -> int:
    """One verb of people; the office's records are Django's, so this process becomes the workbench's."""
    desk = opening.desk(options)
    at = say.time_of(options.when, "--when") if options.when else desk.clock.now()
    asked = {
        "verb": options.verb,
        "lang": options.lang,
        "json": options.json,
        "at": at,
        "office": options.office,
    }
    if options.verb == "import":
        actor = opening.actor(desk, options.actor, _HEAD)
        if not manages(actor):
            raise Failed(f"people import: {actor.id} is neither head nor administrator", 1)
        asked |= {"by": actor.id, "file": options.file, "text": _text(options.file)}
    desk.journal.close()
    sys.stdout.flush()
    arguments = [options.db, msgspec.json.encode(asked).decode()]
    os.execv(sys.executable, [sys.executable, "-m", "tongguan.web", "people", *arguments])


def _text(file: str) -> str:
    if not file:
        raise Failed("people import: name the file")
    try:
        return Path(file).read_text("utf-8")
    except OSError as error:
        raise Failed(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Failed(f"{file}: this is no UTF-8 text; save it as UTF-8") from None
