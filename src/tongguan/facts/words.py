"""Words that rules select and process models wait for; ``always`` is required of every declaration."""

ALWAYS = "always"
VISITED = frozenset({"inspect", "destination"})
"""Words whose work is done by an officer at the goods."""

WORDS: dict[str, tuple[str, str]] = {
    ALWAYS: ("一律", "always"),
    "inspection_first": ("先报检后报关", "statutory inspection before declaration (serial process)"),
    "review": ("单证审核", "document review selected"),
    "quarantine": ("涉检", "inspection and quarantine involved"),
    "licence": ("许可证件", "licences quoted or required"),
    "e_ledger": ("电子底账", "export e-ledger quoted"),
    "dutiable": ("应税", "duty or tax due"),
    "late": ("滞报", "declared late"),
    "inspect": ("查验", "inspection at the port selected"),
    "destination": ("目的地检查", "inspection at destination selected"),
    "undisclosed": ("选择结果待告知", "selection decided and not yet made known"),
    "by_gate": ("经卡口提离", "goods leave through a gate"),
    "by_transport": ("随运输工具离境", "goods leave on a means of transport"),
}
