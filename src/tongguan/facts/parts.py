"""Parts of a declaration: parties, charges, licences, containers, documents. The tag in brackets is the message's."""

from decimal import Decimal

import msgspec


class Party(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An enterprise at home: customs code, unified social credit code, inspection code and names."""

    customs_code: str = ""
    social_code: str = ""
    ciq_code: str = ""
    name: str = ""
    name_en: str = ""


class OverseasParty(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """A consignor or consignee abroad; ``code`` is an AEO number of mutual recognition, or NO."""

    code: str = ""
    name: str = ""
    name_en: str = ""
    address: str = ""


class Charge(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Freight, insurance or other charges: mark 1 rate in percent, 2 per unit of weight, 3 sum in ``currency``."""

    mark: str = ""
    amount: Decimal | None = None
    currency: str = ""


class Extra(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An element that the format does not name, kept as it came: where it stood and its text."""

    parent: str
    xml: str


class Vehicle(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A vehicle of a licence line."""

    licence_no: str = ""
    """许可证编号 (LicenceNo)."""
    licence_type: str = ""
    """许可证类别代码 (LicTypeCode)."""
    vin_row: str = ""
    """VIN序号 (VinNo)."""
    transport_document_date: str = ""
    """提/运单日期 (BillLadDate)."""
    warranty: str = ""
    """质量保质期 (QualityQgp)."""
    engine_no: str = ""
    """发动机号或电机号 (MotorNo)."""
    vin: str = ""
    """车辆识别代码（VIN） (VinCode)."""
    chassis_no: str = ""
    """底盘(车架)号 (ChassisNo)."""
    invoice_quantity: Decimal | None = None
    """发票所列数量 (InvoiceNum)."""
    name_zh: str = ""
    """品名（中文名称） (ProdCnnm)."""
    name_en: str = ""
    """品名（英文名称） (ProdEnnm)."""
    model: str = ""
    """型号（英文） (ModelEn)."""
    unit_price: str = ""
    """单价 (PricePerUnit)."""
    invoice_no: str = ""
    """发票号 (InvoiceNo)."""


class ItemLicence(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A product licence or qualification of a goods line 产品资质."""

    line: int | None = None
    """商品序号 (GoodsNo)."""
    licence_type: str = ""
    """许可证类别代码 (LicTypeCode)."""
    licence_no: str = ""
    """许可证编号 (LicenceNo)."""
    write_off_line: str = ""
    """许可证核销明细序号 (LicWrtofDetailNo)."""
    write_off_quantity: str = ""
    """许可证核销数量 (LicWrtofQty)."""
    write_off_unit: str = ""
    """许可证核销数量单位 (LicWrtofQtyUnit)."""
    vehicles: tuple[Vehicle, ...] = ()


class Material(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A bonded material 保税料件 in goods sold out of a zone, for the selective levy of duty. No published tag is known."""

    commodity: str
    origin_country: str
    quantity: Decimal
    unit: str
    total: Decimal
    currency: str


class Container(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A container and the goods lines in it."""

    container: str = ""
    """集装箱号 (ContainerId)."""
    container_type: str = ""
    """集装箱规格 (ContainerMd)."""
    lines: str = ""
    """商品序号 (GoodsNo)."""
    consolidated: str = ""
    """拼箱标识 (LclFlag)."""
    goods_weight: Decimal | None = None
    """箱货重量 (GoodsContaWt)."""
    weight: Decimal | None = None
    """自重 (ContainerWt)."""


class LicenceDocument(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """An accompanying licence document 随附单证, for example B: export e-ledger."""

    code: str = ""
    """单证代码 (DocuCode)."""
    number: str = ""
    """单证编号 (CertCode)."""


class RequestedCertificate(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """A certificate the declarant asks for."""

    code: str = ""
    """申请单证代码 (AppCertCode)."""
    originals: str = ""
    """申请单证正本数 (ApplOri)."""
    copies: str = ""
    """申请单证副本数 (ApplCopyQuan)."""


class OtherPackage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Other packing beside the outer one."""

    quantity: Decimal | None = None
    """包装件数 (PackQty)."""
    package_type: str = ""
    """包装材料种类 (PackType)."""


class EnterpriseQualification(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """A qualification of the enterprise."""

    number: str = ""
    """企业资质编号 (EntQualifNo)."""
    qualification_type: str = ""
    """企业资质类别代码 (EntQualifTypeCode)."""


class Statement(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A statement the enterprise makes."""

    code: str = ""
    """证明/声明材料代码 (DeclaratioMaterialCode)."""


class MarkPicture(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A picture of marks and numbers (base64)."""

    name: str = ""
    """附件名称 (AttachName)."""
    file_type: str = ""
    """附件类型 (AttachType)."""
    content: str = ""
    """附件 (Attachment)."""


class ElectronicDocument(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """An electronic document that comes with the declaration."""

    document: str = ""
    """文件名、随附单据编号（文件名命名规则是：申报口岸+随附单据类别代码+IM+18位流水号+.pdf） (EdocID)."""
    code: str = ""
    """随附单证类别 (EdocCode)."""
    format: str = ""
    """随附单据格式类型 (EdocFomatType)."""
    reason: str = ""
    """操作说明（重传原因） (OpNote)."""
    file_name: str = ""
    """随附单据文件企业名 (EdocCopId)."""
    owner_code: str = ""
    """所属单位海关编号 (EdocOwnerCode)."""
    signing_unit: str = ""
    """签名单位代码 (SignUnit)."""
    signed_at: str = ""
    """签名时间 (SignTime)."""
    owner_name: str = ""
    """所属单位名称 (EdocOwnerName)."""
    size: str = ""
    """随附单据文件大小 (EdocSize)."""
    lines: str = ""
    """商品项号关系 (GNoStr)."""


class OriginLine(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Which line of an origin certificate a goods line uses."""

    certificate_type: str = ""
    """单证代码 (CertType)."""
    line: str = ""
    """报关单商品项号 (DecGNo)."""
    certificate: str = ""
    """单证编号 (EcoCertNo)."""
    certificate_line: str = ""
    """对应随附单证商品项号 (EcoGNo)."""
    extension: str = ""
    """扩展字段 (ExtendFiled)."""


class TaxLine(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """The declarant's own figures of one goods line, in yuan. The published format names no rows: these are ours."""

    line: int | None = None
    """商品序号 (GNo)."""
    value: Decimal | None = None
    """完税价格 (DutyValue)."""
    duty: Decimal | None = None
    """关税 (Duty)."""
    anti_dumping: Decimal | None = None
    """反倾销、反补贴税 (AntiDumping)."""
    consumption_tax: Decimal | None = None
    """消费税 (ConsumptionTax)."""
    vat: Decimal | None = None
    """增值税 (Vat)."""


class TaxReport(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """The declarant's own assessment 报税单, as sent."""

    file_name: str = ""
    """文件名称 (FileName)."""
    seq_no: str = ""
    """数据中心统一编号 (SeqNo)."""
    ie_flag: str = ""
    """进出口标志 (IEFlag)."""
    office: str = ""
    """申报口岸 (DeclPort)."""
    expected_date: str = ""
    """预计申报日期 (DDate)."""
    trader_code: str = ""
    """境内收发货人编号 (TradeCo)."""
    trader_name: str = ""
    """境内收发货人名称 (TradeName)."""
    domestic_ratio: str = ""
    """内销比率 (InRatio)."""
    supervision_mode: str = ""
    """监管方式 (TradeMode)."""
    levy_nature: str = ""
    """征免性质 (CutMode)."""
    transaction_term: str = ""
    """成交方式 (TransMode)."""
    freight_mark: str = ""
    """运费标记 (FeeMark)."""
    freight_currency: str = ""
    """运费币制 (FeeCurr)."""
    freight: str = ""
    """运费／率 (FeeRate)."""
    insurance_mark: str = ""
    """保险费标记 (InsurMark)."""
    insurance_currency: str = ""
    """保险费币制 (InsurCurr)."""
    insurance: str = ""
    """保险费／率 (InsurRate)."""
    other_mark: str = ""
    """杂费标志 (OtherMark)."""
    other_currency: str = ""
    """杂费币制 (OtherCurr)."""
    other: str = ""
    """杂费／率 (OtherRate)."""
    record_no: str = ""
    """备案号 (ManualNo)."""
    trader_social_code: str = ""
    """收发货人统一编码 (TradeCoScc)."""
    gross_weight: str = ""
    """毛重 (GrossWt)."""
    remarks: str = ""
    """备注 (NoteS)."""
    legal_liability: str = ""
    """法律责任 (LegalLiability)."""
    signature: str = ""
    """数字签名信息 (Sign)."""
    message_no: str = ""
    """签名消息号 (MessId)."""
    certificate_no: str = ""
    """签名证书号 (CertSeqNo)."""
    status: str = ""
    """状态 (Status)."""
    lines: tuple[TaxLine, ...] = ()
    """Own figures by goods line (SddTaxList)."""


class TwoStageAccess(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """Two-stage access 两段准入 (messages after 2019)."""

    transfer_request: str = ""
    """转场申请 (TransitionApply)."""
    target_site: str = ""
    """转入场所场地 (TransitionSite)."""
    conditional_pick_up: str = ""
    """附条件提离申请 (ConditionalLiftoffApply)."""
    merged_checks: str = ""
    """口岸与目的地合并检查申请 (PortDestMergeCheckApply)."""
