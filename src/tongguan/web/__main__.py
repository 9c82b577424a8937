"""``python -m tongguan.web``: what ``tongguan serve`` and ``tongguan token`` become, and the OpenAPI document."""

import sys
from tempfile import TemporaryDirectory

from tongguan.web.serve import prepare, serve


def token(url: str, actor: str, verb: str) -> None:
    """Print a new token of an actor, or revoke all it has."""
    prepare(url)
    from tongguan.web.api import access

    print(access.issue(actor) if verb == "issue" else access.revoke(actor))


def openapi() -> None:
    """Print the OpenAPI document; no database is needed."""
    with TemporaryDirectory() as folder:
        prepare(f"sqlite:///{folder}/empty.db")
        from tongguan.web.api.answers import encode
        from tongguan.web.api.calls import CALLS
        from tongguan.web.api.openapi import document

        print(encode(document(CALLS)).decode())


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "token":
        token(*arguments)
    elif command == "openapi":
        openapi()
    else:
        serve(arguments[0], int(arguments[2]), arguments[1])
