"""Refusals of the officers' day: questions and their answers, notes, acts on what has changed."""

from tongguan.process.decide.wording import Wording

QUESTIONS: Wording = {
    "question_missing": (
        "询问内容为空。", "The question has no words.",
        "请选用模板或填写询问内容。", "Choose a template or write the question.",
    ),
    "unknown_template": (
        "没有询问模板“{template}”。", "There is no template {template} of a question.",
        "可用：{known}", "Templates: {known}",
    ),
    "unknown_line": (
        "报关单没有第 {line} 项商品。", "The declaration has no goods line {line}.",
        "商品项号为 1 至 {last}。", "Its lines are 1 to {last}.",
    ),
    "bad_lines": (
        "“{text}”不是商品项号。", "{text} names no goods lines.",
        "请填写如 1,3 的项号，留空表示整票。", "Write them as 1,3, or leave it empty for the declaration whole.",
    ),
    "bad_limit": (
        "“{text}”不是答复时限。", "{text} is no time limit.",
        "请填写 1 至 {most} 的整小时数。", "Give whole hours from 1 to {most}.",
    ),
    "limit_past": (
        "答复时限不晚于当前时间。", "The time limit is not later than now.",
        "请给申报人留出时间。", "Give the declarant some time.",
    ),
    "answer_missing": (
        "答复为空。", "The answer is empty.",
        "请填写答复内容，或注明单证。", "Write the answer, or quote a document.",
    ),
    "paper_unfinished": (
        "第 {line} 行单证须同时填写类别和编号。", "Document {line} needs both its type and its number.",
        "请补全或删除该行。", "Complete it, or remove it.",
    ),
    "note_missing": (
        "备注为空。", "The note is empty.", "请填写备注内容。", "Write it first.",
    ),
    "changed_since": (
        "您查看后该票已有变化（{events}），请核对后再办理。",
        "It has changed since you looked ({events}).",
        "页面已更新。", "Look again, then act.",
    ),
    "question_over": (
        "该询问已答复或已撤回。", "This question is answered or withdrawn.", "", "",
    ),
}  # fmt: skip
