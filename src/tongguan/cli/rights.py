"""Rights of accounts: tokens of the machine interface, and the second factor."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from tongguan.cli import opening
from tongguan.cli.say import Failed
from tongguan.desk import register
from tongguan.facts.actor import TOKEN_DAYS, TOKEN_MOST_DAYS, TOKEN_SCOPES

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def options(add: Add) -> None:
    """The commands of rights."""
    made = add("token", token, "a token of the machine interface for an actor of the register")
    made.add_argument("actor")
    made.add_argument(
        "--scope", action="append", default=[], choices=TOKEN_SCOPES, help="what it opens; none: all of them"
    )
    made.add_argument(
        "--days",
        type=int,
        default=TOKEN_DAYS,
        metavar="N",
        help=f"days it is valid, at most {TOKEN_MOST_DAYS}",
    )
    made.add_argument("--label", default="", metavar="TEXT", help="what it is for")
    made.add_argument("--list", action="store_true", help="what tokens the actor has")
    made.add_argument("--revoke", action="store_true", help="revoke all the actor has")
    second = add(
        "factor", factor, "whether an account has a second factor; --forget for a telephone that is gone"
    )
    second.add_argument("name", help="of the account")
    second.add_argument(
        "--forget", action="store_true", help="take it away; its owner sets up another at the next sign-in"
    )


def token(options: argparse.Namespace) -> int:
    """A token of the machine interface for an actor of the register; shown once."""
    if register.shipped().find(options.actor) is None:
        known = ", ".join(sorted(register.shipped().actors))
        raise Failed(f"token: the register has no {options.actor}; it has {known}", 1)
    if not 1 <= options.days <= TOKEN_MOST_DAYS:
        raise Failed(f"token: --days must be from 1 to {TOKEN_MOST_DAYS}")
    verb = "revoke" if options.revoke else "list" if options.list else "issue"
    scopes = " ".join(options.scope or TOKEN_SCOPES)
    _becomes(options, "token", options.actor, verb, scopes, str(options.days), options.label)


def factor(options: argparse.Namespace) -> int:
    """Ask about an account's second factor, or forget it."""
    _becomes(options, "factor", options.name, "forget" if options.forget else "show")


def _becomes(options: argparse.Namespace, command: str, *arguments: str) -> NoReturn:
    """Go on as the process that keeps the office's records."""
    opening.desk(options).journal.close()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "tongguan.web", command, options.db, *arguments])
