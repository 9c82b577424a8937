"""Tables of the zone's messages: element → attribute, what it holds, and how its name is known."""

from typing import NamedTuple

HANDBOOK, CLIENT, OURS = "handbook", "public client", "ours"
"""Named by the handbook of the trade; sent by public clients; our own, for what no known element says."""


class Field(NamedTuple):
    """One element of a message."""

    tag: str
    attribute: str
    zh: str
    known: str = CLIENT
    needed: bool = False


LIST_HEAD: tuple[Field, ...] = (
    Field("EtpsInnerInvtNo", "client_number", "企业内部清单编号", needed=True),
    Field("PutrecNo", "book", "备案编号（账册）", needed=True),
    Field("ImpexpMarkcd", "direction", "进出口标记 I/E", needed=True),
    Field("DclPlcCuscd", "office", "主管海关", needed=True),
    Field("BizopEtpsno", "holder", "经营企业编号", needed=True),
    Field("VrfdedModecd", "effect", "核扣方式 D/F/N/NF/E", HANDBOOK),
    Field("DclcusFlag", "customs", "报关标志 1/2", HANDBOOK),
    Field("DclcusTypecd", "customs_type", "报关类型 1/2", HANDBOOK),
    Field("SupvModecd", "supervision_mode", "监管方式"),
    Field("TrspModecd", "transport_mode", "运输方式"),
    Field("StshipTrsarvNatcd", "partner_country", "启运/运抵国（数字）"),
    Field("CorrEntryDclEtpsNo", "corresponding_declarant.customs_code", "对应报关单申报单位编号"),
    Field("CorrEntryDclEtpsSccd", "corresponding_declarant.social_code", "对应报关单申报单位社会信用代码"),
    Field("CorrEntryDclEtpsNm", "corresponding_declarant.name", "对应报关单申报单位名称"),
    Field("RltEntryBizopEtpsno", "related_consignee.customs_code", "关联报关单收发货人编号"),
    Field("RltEntryBizopEtpsSccd", "related_consignee.social_code", "关联报关单收发货人社会信用代码"),
    Field("RltEntryBizopEtpsNm", "related_consignee.name", "关联报关单收发货人名称"),
    Field("RltEntryRcvgdEtpsno", "related_owner.customs_code", "关联报关单消费使用单位编号"),
    Field("RltEntryRvsngdEtpsSccd", "related_owner.social_code", "关联报关单消费使用单位社会信用代码"),
    Field("RltEntryRcvgdEtpsNm", "related_owner.name", "关联报关单消费使用单位名称"),
    Field("RltEntryDclEtpsno", "related_declarant.customs_code", "关联报关单申报单位编号"),
    Field("RltEntryDclEtpsSccd", "related_declarant.social_code", "关联报关单申报单位社会信用代码"),
    Field("RltEntryDclEtpsNm", "related_declarant.name", "关联报关单申报单位名称"),
    Field("RltInvtNo", "related_list", "关联清单编号"),
    Field("RltPutrecNo", "related_book", "关联账册编号"),
    Field("Param1", "line", "流向 first/second/between/within", OURS),
    Field("Param2", "batch", "分送集报 1", OURS),
)
DECLARE_KIND = Field("DclTypecd", "—", "申报类型：空或 1 备案；3 删除清单；2 变更不接收", HANDBOOK)
LIST_NUMBER = Field("BondInvtNo", "number", "清单编号；删除时可用")
REMARK = Field("Rmk", "reason", "备注；删除时为理由")
LIST_LINE: tuple[Field, ...] = (
    Field("GdsSeqno", "line", "商品序号", needed=True),
    Field("PutrecSeqno", "record_line", "备案序号", needed=True),
    Field("EntryGdsSeqno", "declaration_line", "报关单商品序号"),
    Field("Gdecd", "commodity", "商品编码", needed=True),
    Field("GdsNm", "name", "商品名称"),
    Field("DclQty", "quantity", "申报数量", needed=True),
    Field("DclUnitcd", "unit", "申报计量单位", needed=True),
    Field("DclTotalAmt", "total", "申报总价", needed=True),
    Field("DclCurrcd", "currency", "币制（数字）", needed=True),
    Field("Natcd", "origin", "原产国（数字）"),
    Field("DestinationNatcd", "destination", "最终目的国（数字）"),
    Field("GrossWt", "gross_weight", "毛重"),
    Field("NetWt", "net_weight", "净重"),
)
PASS_HEAD: tuple[Field, ...] = (
    Field("EtpsPreentNo", "client_number", "企业内部编号", needed=True),
    Field("MasterCuscd", "office", "主管关区", needed=True),
    Field("IoTypecd", "direction", "进出标志 I/E", needed=True),
    Field("PassportTypecd", "kind", "核放单类型 1 至 6", HANDBOOK, True),
    Field("BindTypecd", "binding", "绑定类型 1 至 3", HANDBOOK),
    Field("AreainEtpsno", "holder", "区内企业编号", needed=True),
    Field("VehicleNo", "vehicle", "车牌号", needed=True),
    Field("VehicleWt", "vehicle_weight", "车自重", needed=True),
    Field("VehicleFrameWt", "frame_weight", "车架重"),
    Field("ContainerNo", "container", "集装箱号"),
    Field("ContainerWt", "container_weight", "集装箱自重"),
    Field("TotalGrossWt", "cargo_weight", "货物总毛重"),
    Field("TotalWt", "total_weight", "总重量（含车辆）", HANDBOOK, True),
)
PASS_LINE: tuple[Field, ...] = (
    Field("RltNo", "document", "关联单证编号；一票时可省", OURS),
    Field("RltGdsSeqno", "line", "关联商品序号", needed=True),
    Field("DclQty", "quantity", "申报数量", needed=True),
    Field("GrossWt", "gross_weight", "毛重"),
)
PASS_DOCUMENT = Field("RtlBillNo", "documents", "关联单证编号（核注清单）", needed=True)
ANSWERS: tuple[Field, ...] = (
    Field("etpsPreentNo", "client_number", "企业内部编号"),
    Field("businessId", "number", "清单或核放单编号"),
    Field("typecd", "—", "1 备案 2 变更 3 删除", HANDBOOK),
    Field("manageResult", "—", "1 通过 3 退单"),
    Field("manageDate", "—", "处理时间"),
    Field("bondInvtNo", "number", "清单编号"),
    Field("invtStucd", "state", "清单状态 0 通过 2 退单 3 删单", HANDBOOK),
    Field("vrfdedMarkcd", "mark", "核扣标记 0 至 3", HANDBOOK),
    Field("entryStucd", "released", "报关单放行 0/1"),
    Field("passportUsedQty", "passed", "已开核放单数量"),
    Field("actlPassQty", "moved", "实际过卡数量"),
    Field("passportNo", "number", "核放单编号"),
    Field("stucd", "state", "核放单状态 1 审批 2 过卡 6 作废", HANDBOOK),
    Field("passCollectWt", "weighed", "过磅重量"),
    Field("passTime", "gated_at", "过卡时间"),
)
NOT_READ = "digital signatures, operators' cards, enterprise names and credit codes of the zone enterprise, specifications, consumption versions"
"""What the messages may carry besides and this program leaves unread."""
