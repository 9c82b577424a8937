"""Words of refusals about inspection orders."""

from tongguan.process.decide.wording import Wording

INSPECTION: Wording = {
    "by_order": (
        "作业“{control}”由查验指令 {order} 办理。", "Inspection order {order} does control {control}.",
        "请在该指令中办理。", "Act on that order.",
    ),
    "needs_order": (
        "“{control}”须经查验指令办理。", "Control {control} is a visit: it begins on an inspection order.",
        "请先下达指令（查验页面，或 tongguan inspection order），再由派定的关员开始。",
        "Order the visit first (page Inspection, or tongguan inspection order); the officer who is drawn begins it.",
    ),
    "visit_begun": (
        "同一箱货已由查验指令 {order}（{officer}）查验中。", "Order {order} ({officer}) is at these goods already.",
        "请由其关员扩大查验（widen），或待其结束。", "Its officer widens it (widen), or wait until it is over.",
    ),
    "unknown_order": (
        "没有查验指令“{order}”。", "There is no inspection order {order}.", "请核对指令编号。", "Check its number.",
    ),
    "nothing_to_inspect": (
        "“{unit}”没有待查验的报关单。", "No declaration of {unit} waits for an inspection.",
        "需要时先由关员追加查验（add）。", "An officer may add an inspection first (add).",
    ),
    "several_offices": (
        "所列报关单由不同关负责查验：{offices}。", "Different offices inspect these declarations: {offices}.",
        "请分别下达指令。", "Order them apart.",
    ),
    "order_state": (
        "查验指令 {order} 当前为“{state}”，不能办理此操作。", "Inspection order {order} is {state}; this cannot be done now.",
        "", "",
    ),
    "not_your_order": (
        "查验指令 {order} 由 {officer} 承办。", "Inspection order {order} is {officer}'s.",
        "先派员（assign）或交接（hand-over）。", "Assign or hand it over first.",
    ),
    "drawn_already": (
        "查验指令 {order} 已随机派定 {officer}。", "{officer} was drawn for inspection order {order}.",
        "撤出指令将重新派员，须由关长或协调员办理并说明理由。",
        "To drop it is to draw anew: the head or a coordinator does it, with the reason.",
    ),
    "own_draw": (
        "派定的关员不得撤销对自己的派员（指令 {order}）。", "Who was drawn does not undo the draw (order {order}).",
        "请报关长或协调员。", "Ask the head or a coordinator.",
    ),
    "unknown_visit_act": (
        "没有查验操作“{verb}”。", "There is no act {verb} on an inspection order.", "可用：{known}", "Acts: {known}",
    ),
    "unknown_slot": (
        "场地“{site}”没有该查验时段。", "Site {site} has no visit beginning at that time.",
        "可预约：{known}", "Times: {known}",
    ),
    "slot_full": (
        "该查验时段已约满。", "That time is fully booked.", "请另选时段。", "Choose another time.",
    ),
    "slot_past": (
        "该查验时段已过。", "That time is past.", "请另选时段。", "Choose another time.",
    ),
    "slot_ahead": (
        "预约时段尚未开始。", "The booked time has not come yet.", "请待时段开始后登记。", "Wait until it has begun.",
    ),
    "nobody_qualified": (
        "当班关员中无人具备所需资质：{services}。", "Nobody on duty is qualified for: {services}.",
        "请安排有资质的关员当班。", "Put somebody qualified on duty.",
    ),
    "cannot_be_sent": (
        "{officer} 不具备本次查验所需资质或不当班。", "{officer} is not qualified for this visit or not on duty.",
        "可移交：{known}", "It can be handed over to: {known}",
    ),
    "not_qualified_for": (
        "“{zh}”须由具备资质者办理：{subjects_zh}。", "{en} is for an officer qualified in: {subjects_en}.",
        "请交由具备资质者办理；已开始的请移交（hand-over）：{known}",
        "Leave it to somebody who is; what was begun is handed over (hand-over): {known}",
    ),
    "seal_or_unit": (
        "暂停查验须登记封志号。", "A visit to an opened unit pauses under a seal.",
        "请填写封志号（--seal）。", "Give the seal's number (--seal).",
    ),
    "unknown_item": (
        "检查清单没有“{item}”。", "The checklist has no item {item}.", "可用：{known}", "Items: {known}",
    ),
    "bad_word": (
        "{field} 不能是“{value}”。", "{field} cannot be {value}.", "可用：{known}", "Known: {known}",
    ),
    "not_on_order": (
        "报关单 {number} 不在本指令内，或已有结论。", "Declaration {number} is not open on this order.",
        "待结论：{known}", "Open: {known}",
    ),
    "checklist_open": (
        "检查清单尚有未填项目：{items}。", "The checklist is not complete: {items}.",
        "请填写后作结论。", "Fill it in, then conclude.",
    ),
    "sample_open": (
        "样品 {sample} 尚无结果。", "Sample {sample} has no result yet.",
        "可作附条件放行（condition），或待结果。", "Release with condition, or wait for the result.",
    ),
    "sample_failed": (
        "样品 {sample} 检测不合格。", "Sample {sample} failed.",
        "请作不合格结论并注明处置。", "Refuse, and say what follows.",
    ),
    "measure_missing": (
        "不合格结论须注明处置方式。", "A refusal says what follows.", "可用：{known}", "Measures: {known}",
    ),
    "not_parted": (
        "货物不可分割，所有报关单须一并作结论。", "These goods cannot be parted: conclude for all declarations at once.",
        "尚待结论：{known}", "Open: {known}",
    ),
    "photo_size": (
        "照片为 {size} 字节，须在 1 至 {most} 字节之间。", "The picture has {size} bytes; 1 to {most} are allowed.",
        "请缩小后重传。", "Make it smaller and send it again.",
    ),
    "photo_kind": (
        "照片须为 JPEG、PNG 或 WebP。", "A picture is JPEG, PNG or WebP.", "请转换后重传。", "Convert it and send it again.",
    ),
    "unknown_sample": (
        "没有样品“{sample}”。", "There is no sample {sample}.", "请核对样品编号。", "Check its number.",
    ),
    "other_laboratory": (
        "样品 {sample} 未送 {actor} 检测。", "Sample {sample} was not sent to {actor}.", "", "",
    ),
    "result_again": (
        "样品 {sample} 已有不同的检测结果（{ref}）。", "Sample {sample} has another result ({ref}).",
        "请核对报告编号。", "Check the report's number.",
    ),
    "unknown_follow_up": (
        "没有待办的后续处置 {place}。", "There is no open follow-up {place}.", "待办：{known}", "Open: {known}",
    ),
    "other_under_key": (
        "此提交标记已用于其他内容。", "That key was used for something else.", "请重新提交。", "Send it with a new key.",
    ),
}  # fmt: skip
