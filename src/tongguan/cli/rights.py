"""Rights of accounts: the second factor."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from tongguan.cli import opening

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def options(add: Add) -> None:
    """The commands of rights."""
    second = add(
        "factor", factor, "whether an account has a second factor; --forget for a telephone that is gone"
    )
    second.add_argument("name", help="of the account")
    second.add_argument(
        "--forget", action="store_true", help="take it away; its owner sets up another at the next sign-in"
    )


def factor(options: argparse.Namespace) -> int:
    """Ask about an account's second factor, or forget it."""
    _becomes(options, "factor", options.name, "forget" if options.forget else "show")


def _becomes(options: argparse.Namespace, *arguments: str) -> NoReturn:
    """Go on as the process that keeps the office's records."""
    opening.desk(options).journal.close()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "tongguan.web", arguments[0], options.db, *arguments[1:]])
