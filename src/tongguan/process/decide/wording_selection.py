"""Words of refusals about selection: draws, enterprises, instructions."""

from tongguan.process.decide.wording import Wording

SELECTION: Wording = {
    "draw_sealed": (
        "{day} 的抽取密钥已封存。", "The secret of {day} is sealed already.", "每日只封存一次。", "A day is sealed once.",
    ),
    "draw_over": (
        "{day} 已经过去，不能再封存。", "{day} is over; nothing can be sealed for it.", "请封存明日的密钥。", "Seal tomorrow's.",
    ),
    "draw_not_over": (
        "{day} 尚未结束，密钥不得公布。", "{day} is not over; its secret stays secret.", "请于次日公布。", "Publish it the day after.",
    ),
    "draw_published": (
        "{day} 的抽取密钥已公布。", "The secret of {day} is published already.", "无需再次公布。", "Nothing is left to do.",
    ),
    "draw_unknown": (
        "{day} 没有封存的抽取密钥，或保险库中已无此密钥。", "No secret is sealed for {day}, or the vault has it no more.",
        "请核对日期。", "Check the date.",
    ),
    "unknown_credit": (
        "没有信用等级“{credit}”。", "There is no credit {credit}.", "可用：{known}", "Use one of {known}.",
    ),
    "unknown_word": (
        "指令要求“{word}”，本关没有这样的作业。", "The instruction asks for {word}, which is no work of this office.",
        "可用：{known}", "Use one of {known}.",
    ),
    "unknown_instruction": (
        "没有指令“{instruction}”。", "There is no instruction {instruction}.", "请核对指令编号。", "Check its number.",
    ),
    "instruction_differs": (
        "指令“{instruction}”已收到，内容不同。", "Instruction {instruction} is here already with other content.",
        "指令不能更改，请另发一份。", "An instruction is never changed; send another.",
    ),
    "instruction_open": (
        "中心指令“{instruction}”尚未执行，不能撤单或退运。",
        "Instruction {instruction} of a centre is not carried out: no cancellation, no return of the goods.",
        "先执行，或请中心撤回指令；不得告知申报人。",
        "Carry it out, or ask the centre to withdraw it; do not tell the declarant.",
    ),
    "instruction_over": (
        "指令“{instruction}”已了结，无可撤回。", "Of instruction {instruction} nothing is left to withdraw.", "", "",
    ),
    "instruction_late": (
        "“{control}”之前的放行环节已经通过。", "The release point that {control} stands before is passed.",
        "请中心另作指示。", "The centre must say what is to be done instead.",
    ),
}  # fmt: skip
