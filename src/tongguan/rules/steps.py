"""The step book: what each step of an assessment is called in Chinese and English, its law and its rounding."""

import tomllib

import msgspec

from tongguan.facts.assessment import Step
from tongguan.rules.errors import RuleError


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of step."""

    zh: str
    en: str
    law: str = ""
    rounding: str = ""

    def name(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class StepBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Titles of steps by name, and of the endings that a name may have."""

    step: dict[str, Title]
    ending: dict[str, Title]

    def title(self, name: str) -> Title:
        """The title of a step; a part of another step has that one's title, law and rounding with its ending."""
        if name in self.step:
            return self.step[name]
        for ending in sorted(self.ending, key=len, reverse=True):
            whole = self.step.get(name.removesuffix(f"_{ending}"))
            if whole is not None:
                part = self.ending[ending]
                return Title(f"{whole.zh}（{part.zh}）", f"{whole.en} ({part.en})", whole.law, whole.rounding)
        raise RuleError(f"steps.toml: there is no step {name}")

    def record(self, step: Step, lang: str) -> dict[str, str]:
        """A step as it is printed: title, formula, result, law, the figure used and how it was rounded."""
        title = self.title(step.name)
        return {
            "id": step.name,
            "name": title.name(lang),
            "formula": step.formula,
            "result": step.result,
            "law": title.law,
            "figure": step.figure,
            "rounding": title.rounding,
        }


def parse(text: str) -> StepBook:
    """Read the step book (TOML); RuleError when it cannot be used."""
    try:
        return msgspec.convert(tomllib.loads(text), StepBook)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"steps.toml: {error}") from error
