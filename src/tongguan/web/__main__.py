"""``python -m tongguan.web``: what ``tongguan serve``, ``token``, ``account``, ``factor``, ``people``, a drawing of officers
and a part of ``restore`` become, and the OpenAPI document."""

import sys
from tempfile import TemporaryDirectory

from tongguan.web.serve import bring_up, prepare, serve


def token(url: str, *asked: str) -> int:
    """Make, list or revoke tokens of an actor."""
    prepare(url)
    from tongguan.web.accounts import commands

    return commands.token(*asked)


def openapi() -> None:
    """Print the OpenAPI document; no database is needed."""
    with TemporaryDirectory() as folder:
        prepare(f"sqlite:///{folder}/empty.db")
        from tongguan.web.api.answers import encode
        from tongguan.web.api.calls import CALLS
        from tongguan.web.api.openapi import document

        print(encode(document(CALLS)).decode())


def people(url: str, asked: str) -> int:
    """Print what the office keeps about its people, or read a file into it."""
    prepare(url)
    from tongguan.web.people import commands

    return commands.run(asked)


def staff(url: str) -> None:
    """Print the office's people as JSON: what commands that draw an officer read."""
    prepare(url)
    from tongguan.web.api.answers import encode
    from tongguan.web.people import records

    print(encode(records.staff()).decode())


def account(url: str, name: str) -> int:
    """Make an account or give it a new password, which is read from standard input and must keep the rules."""
    prepare(url)
    from tongguan.web.accounts import commands

    return commands.set_password(name, sys.stdin.readline().rstrip("\r\n"))


def factor(url: str, name: str, verb: str) -> int:
    """Say whether an account has a second factor, or forget it."""
    prepare(url)
    from tongguan.web.accounts import commands

    return commands.second_factor(name, verb)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "token":
        sys.exit(token(*arguments))
    elif command == "openapi":
        openapi()
    elif command == "account":
        sys.exit(account(*arguments))
    elif command == "factor":
        sys.exit(factor(*arguments))
    elif command == "people":
        sys.exit(people(*arguments))
    elif command == "staff":
        staff(*arguments)
    elif command == "migrate":
        bring_up(*arguments)
    else:
        serve(arguments[0], int(arguments[2]), arguments[1])
