"""Words of refusals about goods: manifest, arrival, yard, gate."""

from tongguan.process.decide.wording import Wording

GOODS: Wording = {
    "unit_twice": (
        "舱单中“{unit}”重复。", "The manifest names unit {unit} twice.", "请合并为一行。", "Make it one line.",
    ),
    "manifest_below_count": (
        "“{unit}”已点收 {counted} 件，舱单改为 {packages} 件不符。",
        "{counted} packages of {unit} are counted in; the manifest says {packages}.",
        "请核对件数。", "Check the number of packages.",
    ),
    "manifest_again": (
        "提运单“{document}”的舱单已按此内容传输。", "This manifest of {document} is on record already.", "", "",
    ),
    "leg_not_departed": (
        "转关运抵前须先有启运记录。", "A transit leg arrives after it departed.", "请先登记转关启运。", "Report its departure first.",
    ),
    "unknown_movement": (
        "没有货物动态“{milestone}”。", "There is no movement {milestone}.", "可用：{known}", "Movements: {known}",
    ),
    "tally_is_closed": (
        "提运单“{document}”理货已结束。", "The tally of {document} is closed.",
        "确有后到货物的，请另传舱单。", "File a manifest of its own for goods that come later.",
    ),
    "unit_not_listed": (
        "舱单未列“{unit}”。", "The manifest does not list unit {unit}.", "舱单所列：{known}", "It lists: {known}",
    ),
    "unknown_unit": (
        "没有“{unit}”的到货记录。", "Nothing is known of {unit}.", "请核对提运单号、箱号。", "Check the document and the unit.",
    ),
    "not_here": (
        "“{unit}”不在监管场所。", "{unit} is not at the supervised place.", "请先登记运抵。", "Report its arrival first.",
    ),
    "more_out_than_in": (
        "“{unit}”累计出区 {out} 件，超过运抵 {counted} 件。", "{out} packages of {unit} would be out; {counted} came in.",
        "请核对件数。", "Check the number of packages.",
    ),
    "place_missing": (
        "须注明场所。", "A place is needed.", "请用 --place 填写。", "Give it with --place.",
    ),
    "opening_reason_missing": (
        "开箱须注明理由。", "Opening a container needs a reason.", "请用 --ref 填写（报文 ref）。", "Give it with --ref (ref in a message).",
    ),
    "seal_missing": (
        "须注明封志号。", "The number of the seal is needed.", "请用 --seal 填写（报文 seal）。", "Give it with --seal (seal in a message).",
    ),
    "not_declared": (
        "“{unit}”内有货物尚未申报（提运单 {document}）。", "{unit} carries goods of {document} that nobody has declared.",
        "待申报并放行。", "They must be declared and released.",
    ),
    "held_at_gate": (
        "“{unit}”尚有未放行的货物（{count} 票）。", "{unit} carries goods of {count} declaration(s) not released.",
        "待全部放行，或拆箱后分别提离。", "All must be released, or the goods parted.",
    ),
    "second_missing": (
        "应急单补录须两人办理。", "Entering from paper takes two persons.", "请用 --second 写明另一名关员。", "Name the other officer with --second.",
    ),
    "outage_backwards": (
        "结束时间须晚于开始时间。", "The end must lie after the beginning.", "请核对时间。", "Check the times.",
    ),
    "outage_over": (
        "故障“{outage}”已结束。", "Outage {outage} is over already.", "", "",
    ),
    "unknown_outage": (
        "没有故障“{outage}”。", "There is no outage {outage}.", "请核对编号。", "Check its number.",
    ),
    "no_outage": (
        "该时间本关没有已登记的系统故障，不能凭应急单补录。",
        "No outage was declared for this office at that time; nothing can be entered from paper.",
        "请先登记故障区间，或核对时间。", "Declare the outage first, or check the time.",
    ),
}  # fmt: skip
