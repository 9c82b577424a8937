"""The step book: what each step of an assessment is called in Chinese and English, its law and its rounding."""

import tomllib

import msgspec

from tongguan.facts import toml
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
    laws: dict[str, str]
    """Chinese names of the laws that titles name in English."""
    phrases: dict[str, str]

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
            "law": self.law(title.law, lang),
            "figure": step.figure,
            "rounding": self.phrases.get(title.rounding, title.rounding) if lang == "zh" else title.rounding,
        }

    def law(self, text: str, lang: str) -> str:
        """A law as titles name it, in a language: “Regulation Art. 18, 26” is 进出口关税条例第18、26条."""
        if lang != "zh":
            return text
        return "；".join(self._law_zh(part) for part in text.split("; "))

    def _law_zh(self, part: str) -> str:
        name, found, articles = part.partition(" Art. ")
        if not found:
            return self.phrases.get(part, part)
        return f"{self.laws.get(name, name)}第{articles.replace(', ', '、')}条"


def parse(text: str) -> StepBook:
    """Read the step book (TOML); RuleError when it cannot be used."""
    try:
        return msgspec.convert(toml.loads(text), StepBook)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"steps.toml: {error}") from error
