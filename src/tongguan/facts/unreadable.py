"""Input that cannot be read: nothing is stored, and the sender learns the line or field and the remedy."""


class Unreadable(Exception):
    """A message or document that cannot be read (exit code 2; HTTP 400, 413 or 415).

    ``kind`` is not_well_formed, mistyped, too_large or unsupported.
    """

    def __init__(
        self,
        kind: str,
        zh: str,
        en: str,
        *,
        line: int | None = None,
        field: str = "",
        remedy_zh: str = "",
        remedy_en: str = "",
    ) -> None:
        super().__init__(en)
        self.kind = kind
        self.zh = zh
        self.en = en
        self.line = line
        self.field = field
        self.remedy_zh = remedy_zh
        self.remedy_en = remedy_en

    def text(self, lang: str = "en") -> str:
        """One line: where, what, and what would mend it."""
        where = ": ".join(part for part in (f"line {self.line}" if self.line else "", self.field) if part)
        first, second = (self.zh, self.remedy_zh) if lang == "zh" else (self.en, self.remedy_en)
        said = f"{first} {second}".strip()
        return f"{where}: {said}" if where else said
