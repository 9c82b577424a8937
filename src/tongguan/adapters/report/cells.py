"""Tables, names and marks of the report in HTML. Whatever people wrote is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from tongguan.adapters.report import view
from tongguan.facts.clock import moment


def code(name: str) -> str:
    """An id as it is."""
    return f"<code>{escape(name)}</code>"


def definition(name: str, lang: str) -> str:
    """A definition by the short of its words, with its id."""
    return f"{escape(view.short(name, lang))} {code(name)}"


def clock(at: int | None) -> str:
    """A moment by the office's clock; a dash for none."""
    return "—" if at is None else moment(at).strftime("%Y-%m-%d %H:%M")


def bold(text: str) -> str:
    """A cell that sums up."""
    return f"<b>{text}</b>"


def line(text: str) -> str:
    """A cell that is not broken into lines."""
    return f"<span class='line'>{text}</span>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> str:
    """A table whose first ``texts`` columns are text and whose others are numbers."""
    kind = ["" if place < texts else " class='num'" for place in range(len(heads))]
    top = "".join(f"<th scope='col'{how}>{head}</th>" for head, how in zip(heads, kind, strict=True))
    lines = "".join(
        "<tr>" + "".join(f"<td{how}>{cell}</td>" for cell, how in zip(row, kind, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"


class Notes:
    """What stands below a table, each sentence once, with its number beside the cells that it is about."""

    def __init__(self) -> None:
        self._said: dict[str, int] = {}

    def mark(self, text: str) -> str:
        """The mark of a sentence; empty for none."""
        if not text:
            return ""
        return f"<sup>{self._said.setdefault(text, len(self._said) + 1)}</sup>"

    def below(self) -> str:
        """All of them in order."""
        return "".join(
            f"<p class='note'><sup>{place}</sup> {escape(text)}</p>" for text, place in self._said.items()
        )
