"""Words of refusals about the zone's chain: account books, verification lists, gate passes."""

from tongguan.process.decide.wording import Wording

ZONE: Wording = {
    "bad_book_number": (
        "账册号“{number}”不符：应为 12 位，以 H 或 T 开头。", "{number} is no account book: 12 characters, H or T first.",
        "请核对账册号。", "Check the number.",
    ),
    "line_twice": (
        "“{document}”没有商品项或商品序号重复。", "{document} has no goods line, or a line twice.",
        "请逐项编号。", "Number the lines one by one.",
    ),
    "unknown_book": (
        "没有账册“{book}”。", "There is no account book {book}.", "请核对账册号，或先设立账册。", "Check it, or open the book first.",
    ),
    "bad_field": (
        "{field} 的值“{value}”不符，可用：{known}。", "{field}: {value} does not do; possible: {known}.",
        "请改正后重新申报。", "Mend it and send it again.",
    ),
    "not_numeric": (
        "第 {line} 项 {field}：“{value}”不是清单所用的数字代码。",
        "Line {line}, {field}: {value} is no numeric code of the kind that lists use.",
        "核注清单的国别、币制用三位数字代码：{meant}", "Countries and currencies of a list are three digits: {meant}",
    ),
    "bad_quantity": (
        "第 {line} 项数量“{value}”不符。", "Line {line}: {value} is no quantity.",
        "数量须大于零：{known}（位数，小数）。", "A quantity is more than nothing: {known} (digits, decimals).",
    ),
    "party_missing": (
        "报关类型 {type} 须填写 {field}。", "With customs type {type}, {field} is needed.", "请填写海关编码。", "Give its customs code.",
    ),
    "unknown_book_line": (
        "第 {line} 项：账册 {book} 没有备案序号 {record_line}。", "Line {line}: book {book} has no line {record_line}.",
        "请核对备案序号。", "Check the line of the book.",
    ),
    "book_differs": (
        "第 {line} 项 {field}：清单为 {listed}，账册为 {booked}。",
        "Line {line}, {field}: the list says {listed}, the book {booked}.", "请与账册一致。", "Make it agree with the book.",
    ),
    "stock_exceeded": (
        "账册 {book} 第 {line} 项结存 {free}，不足 {amount}。", "Book {book}, line {line} holds {free}; {amount} do not come out of it.",
        "请核对数量，或待货物入区核扣。", "Check the quantity, or wait until the goods are booked in.",
    ),
    "other_side_unknown": (
        "没有转出方清单“{list}”。", "There is no living list {list} of the sending side.",
        "转出方须先申报清单。", "The sending side files its list first.",
    ),
    "other_side_elsewhere": (
        "转出清单 {list} 的关联账册为 {book}，与本清单不符。", "List {list} names book {book}; the two sides must name each other.",
        "请核对关联账册。", "Check the related book.",
    ),
    "other_side_differs": (
        "与转出清单 {list} 不符：{differences}。", "It differs from list {list}: {differences}.",
        "双方须逐项一致。", "Both sides must agree line by line.",
    ),
    "unknown_list": (
        "没有核注清单“{list}”。", "There is no verification list {list}.", "请核对清单编号。", "Check its number.",
    ),
    "unknown_list_line": (
        "清单 {list} 没有第 {line} 项。", "List {list} has no line {line}.", "请核对商品序号。", "Check the line.",
    ),
    "list_not_alive": (
        "清单 {list} 状态为 {state}。", "List {list} is {state}.", "请申报新的清单。", "File a new list.",
    ),
    "list_exceeded": (
        "清单 {list} 第 {line} 项尚余 {left}，不足 {quantity}。", "List {list}, line {line} has {left} left; {quantity} do not fit.",
        "请核对数量。", "Check the quantity.",
    ),
    "list_differs": (
        "报关单与清单 {list} 不符：{differences}。", "The declaration differs from list {list}: {differences}.",
        "双方须逐项一致。", "Both must agree line by line.",
    ),
    "list_of_others": (
        "清单 {list} 的企业不是该报关单的收发货人、消费使用单位或申报单位。",
        "None of the enterprises of list {list} is trader, owner or agent of the declaration.",
        "请核对清单编号；清单所列企业：{known}", "Check the number of the list; its enterprises: {known}",
    ),
    "list_covers_nothing": (
        "清单 {list} 与报关单没有对应的商品项。", "List {list} covers no goods line of the declaration.",
        "请核对备案序号或报关单商品序号。", "Check the lines of the book, or the declaration lines that the list names.",
    ),
    "not_your_papers": (
        "{actor}（{party}）不是该单证的经营企业或申报单位。", "{actor} ({party}) is neither the enterprise of these papers nor declares for it.",
        "由该企业、其申报单位或关员办理。", "The enterprise, its declarant or an officer must act.",
    ),
    "list_in_use": (
        "清单 {list} 已被使用：{used}。", "List {list} is in use: {used}.", "请先撤销有关单证。", "Cancel those first.",
    ),
    "nothing_left": (
        "清单 {list} 已无可核放的货物。", "Nothing of {list} is left for a pass.", "请核对清单。", "Check the lists.",
    ),
    "document_twice": (
        "核放单重复列出清单 {list}。", "The pass names list {list} twice.", "每份清单只列一次。", "Name each list once.",
    ),
    "pass_line_twice": (
        "核放单重复列出清单 {list} 第 {line} 项。", "The pass names line {line} of list {list} twice.",
        "请合并为一项。", "Make it one line with the whole quantity.",
    ),
    "not_whole": (
        "一票一车须一次核放全部：清单 {list} 第 {line} 项为 {quantity}。",
        "One document, one vehicle: the pass must carry all {quantity} of list {list}, line {line}.",
        "分车运输请用一票多车。", "For several vehicles use binding 3.",
    ),
    "weights_do_not_add": (
        "总重 {total} 不等于车、架、箱、货重量之和 {parts}。", "Total weight {total} is not the sum of vehicle, frame, container and cargo: {parts}.",
        "请核对重量。", "Check the weights.",
    ),
    "cargo_differs": (
        "货物毛重 {cargo} 与清单 {listed} 不符。", "Cargo weighs {cargo} by the pass, {listed} by the list.", "请核对毛重。", "Check the gross weight.",
    ),
    "by_gate_pass": (
        "货物列于核注清单 {list}，须凭核放单过卡。", "The goods are on verification list {list}: they leave on its gate passes.",
        "请申报核放单并凭单过卡（zone gate）。", "Apply for a gate pass and go through the gate with it (zone gate).",
    ),
    "unknown_pass": (
        "没有核放单“{number}”。", "There is no gate pass {number}.", "请核对核放单号。", "Check its number.",
    ),
    "pass_used": (
        "核放单 {number} 已过卡，不得再次使用。", "Gate pass {number} was used already.", "请另行申报核放单。", "Apply for another pass.",
    ),
    "pass_void": (
        "核放单 {number} 已作废。", "Gate pass {number} is void.", "请另行申报核放单。", "Apply for another pass.",
    ),
    "weight_differs": (
        "过磅 {weighed} 千克，核放单总重 {stated} 千克，超过允差 {share}。",
        "The scale says {weighed} kg, the pass {stated} kg: more than {share} apart.",
        "请复磅或开箱核对。", "Weigh again or look at the goods.",
    ),
    "list_not_released": (
        "清单 {list} 第 {line} 项的报关单尚未放行。", "The declaration of list {list}, line {line} is not released.",
        "待放行后过卡。", "Wait for its release.",
    ),
    "not_existing_yet": (
        "{what} 自 {since} 起施行，{on} 尚不适用。", "{what} exists since {since}; not yet on {on}.",
        "请按当日办法办理。", "Proceed as was usual on that day.",
    ),
}  # fmt: skip
