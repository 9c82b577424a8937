"""Words of refusals about what is due: payment, guarantees, surcharges."""

from tongguan.process.decide.wording import Wording

DUES: Wording = {
    "not_assessed": (
        "税款尚未计核：缺少 {missing}。", "The duty is not assessed yet: {missing} is missing.",
        "待本关补充数据后自动计税。", "It is assessed by itself once the office has the figure.",
    ),
    "more_than_due": (
        "金额 {amount} 元与应缴的 {due} 元不符。", "{amount} CNY is more than the {due} CNY that is due.",
        "请按应缴金额办理。", "Give what is due, or less.",
    ),
    "guarantee_barred": (
        "担保“{guarantee}”不能使用：{why_zh}。", "Guarantee {guarantee} cannot be used: {why_en}.",
        "请缴税，或另选担保。", "Pay, or use another guarantee.",
    ),
    "guarantee_not_frozen": (
        "担保“{guarantee}”未冻结。", "Guarantee {guarantee} is not frozen.", "", "",
    ),
    "still_occupied": (
        "担保“{guarantee}”仍占用 {amount} 元。", "{amount} CNY of guarantee {guarantee} is still occupied.",
        "待全部恢复后退还。", "Give it back when all is restored.",
    ),
    "payment_not_suspended": (
        "付款“{ref}”不在待查账户。", "Payment {ref} is not in suspense.", "", "",
    ),
    "unknown_payment": (
        "没有付款“{ref}”。", "There is no payment {ref}.", "请核对银行流水号。", "Check the bank's reference.",
    ),
    "bad_signature": (
        "付款报文签名不符。", "The signature of the payment message is wrong.",
        "请用登记的密钥签名。", "Sign with the key that the office has.",
    ),
    "unknown_bank": (
        "本关没有银行“{bank}”的密钥。", "The office has no key of a bank {bank}.",
        "请核对银行名称，或先生成密钥（payment key）。", "Check the bank's name, or make its key (payment key).",
    ),
    "unsigned": (
        "正式环境中银行付款须以签名报文确认。", "In a live office only a bank's signed message confirms a payment.",
        "请发送签名的付款报文（payment book），或由税收关员凭国库收据办理。",
        "Send the signed message (payment book), or let a tax officer book a treasury receipt.",
    ),
    "day_signed": (
        "{day} 的对账已签字。", "The reconciliation of {day} is signed already.", "", "",
    ),
    "day_changed": (
        "{day} 的账目在您查看后已有变化。", "The books or the list of {day} changed since they were shown.",
        "请核对下列结果后再签字。", "Look at what is shown now, then sign.",
    ),
    "not_balanced": (
        "对账不平：{differences}。", "The day does not balance: {differences}.",
        "请逐笔查清，或注明理由后签字。", "Clear each difference, or sign with a reason.",
    ),
}  # fmt: skip
