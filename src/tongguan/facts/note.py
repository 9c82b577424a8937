"""Notes of officers on a declaration 备注: they stay in the office."""

from typing import ClassVar

from tongguan.facts.kinds import Payload


class DeclarationNoted(Payload, frozen=True, omit_defaults=True):
    """An officer wrote something down for the colleagues."""

    KIND: ClassVar[str] = "declaration.noted"
    text: str
