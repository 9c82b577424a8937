"""Refusals of rights: own declarations, and the second pair of eyes."""

from tongguan.process.decide.wording import Wording

RIGHTS: Wording = {
    "own_declaration": (
        "{actor} 与本票当事人（{party}）有利害关系，应当回避。",
        "{actor} is tied to a party of this declaration ({party}) and may not act on it.",
        "请由其他关员办理。", "Let another officer act.",
    ),
    "no_second_needed": (
        "作业“{control}”可由本人办理，无须异地复核。", "Control {control} needs no second officer; do it.", "", "",
    ),
    "second_is_first": (
        "复核人须为另一名关员。", "The second officer must be another person.",
        "请用 --to 另行指定。", "Name another with --to.",
    ),
    "not_asked": (
        "未请 {actor} 复核作业“{control}”。", "{actor} is not asked to look at control {control}.",
        "先由办理人提出（ask-second）。", "Its officer must ask first (ask-second).",
    ),
}  # fmt: skip
