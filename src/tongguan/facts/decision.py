"""What a control concluded, and what the engine says when a command is refused."""

import msgspec

ACCEPT = "accept"
REFUSE = "refuse"


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """The conclusion 处理结论 of a control: accepted or refused, with reason and reference."""

    outcome: str = ACCEPT
    reason: str = ""
    ref: str = ""


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """A command that the process does not allow now: nothing was written."""

    code: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""

    def text(self, lang: str = "en") -> str:
        """The sentence and its remedy in one language (``zh`` or ``en``)."""
        first, second = (self.zh, self.remedy_zh) if lang == "zh" else (self.en, self.remedy_en)
        return f"{first} {second}".strip()
