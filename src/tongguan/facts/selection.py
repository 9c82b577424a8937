"""Events of selection 布控: days of the draw, enterprises' credit, instructions of the centres."""

from typing import ClassVar

from tongguan.facts.kinds import Payload

CREDITS: dict[str, tuple[str, str]] = {
    "aeo": ("高级认证企业", "AEO, advanced certified"),
    "general_certified": ("一般认证企业", "general certified"),
    "general": ("一般信用企业", "general credit"),
    "discredited": ("失信企业", "discredited"),
}
"""Credit of an enterprise 企业信用等级 in Chinese and English (GAC Decree 237, 2018)."""


class DrawSealed(Payload, frozen=True, omit_defaults=True):
    """The secret of a day's draws is fixed before the day: its salted digest; the vault holds the secret."""

    KIND: ClassVar[str] = "draw.sealed"
    day: str
    """Local date of the office."""
    digest: str


class DrawPublished(Payload, frozen=True, omit_defaults=True):
    """The day is over: its secret and salt (hex), so that everybody can recompute every draw of it."""

    KIND: ClassVar[str] = "draw.published"
    secret: str
    salt: str


class EnterpriseRated(Payload, frozen=True, omit_defaults=True):
    """An enterprise has a credit from a local date on, with the document that says so."""

    KIND: ClassVar[str] = "enterprise.rated"
    credit: str
    valid_from: str
    ref: str
    name: str = ""
    social_code: str = ""
    """Its unified social credit code 统一社会信用代码, as the register has it; empty: the register does not say."""


class InstructionReceived(Payload, frozen=True, omit_defaults=True):
    """A centre instructs the office to do a piece of work on one declaration 布控指令."""

    KIND: ClassVar[str] = "instruction.received"
    centre: str
    number: str
    """Unified number of the declaration."""
    word: str
    """The word that its controls wait for: inspect, review, destination or quarantine."""
    reason: str


class InstructionCarriedOut(Payload, frozen=True, omit_defaults=True):
    """The instructed control is done."""

    KIND: ClassVar[str] = "instruction.carried_out"
    control: str
    outcome: str


class InstructionLapsed(Payload, frozen=True, omit_defaults=True):
    """The system tells the centre that nothing is left to carry out: the declaration ended first."""

    KIND: ClassVar[str] = "instruction.lapsed"
    ending: str
    """How it ended: cancelled, seized, goods_returned and so on."""


class InstructionWithdrawn(Payload, frozen=True, omit_defaults=True):
    """The centre takes its instruction back before it was carried out."""

    KIND: ClassVar[str] = "instruction.withdrawn"
    reason: str
    """Stays in the office."""


class InstructionAnswered(Payload, frozen=True, omit_defaults=True):
    """The office answers the centre; the instruction stands all the same."""

    KIND: ClassVar[str] = "instruction.answered"
    text: str


class SelectionInstructed(Payload, frozen=True, omit_defaults=True):
    """A declaration is selected because a centre instructs it; no amendment takes that away."""

    KIND: ClassVar[str] = "selection.instructed"
    instruction: str
    words: tuple[str, ...] = ()
    silent_words: tuple[str, ...] = ()
    """Words that are served only when the goods arrive."""


class SelectionWithdrawn(Payload, frozen=True, omit_defaults=True):
    """On a declaration's stream: a centre has withdrawn its instruction."""

    KIND: ClassVar[str] = "selection.withdrawn"
    instruction: str
    words: tuple[str, ...] = ()
    """Words that nothing else asks for and whose work has not begun: it is required no more."""
