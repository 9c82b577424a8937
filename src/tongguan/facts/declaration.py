"""The merged declaration 关检融合统一申报 whole: header, goods lines and everything that comes with it.

Codes are kept as they were sent (numeric or alphabetic); amounts are exact; a tag in brackets is the message's.
Source: GAC announcements 2018 No. 60 and 61.
"""

from decimal import Decimal

import msgspec

from tongguan.facts.parts import (
    Charge,
    Container,
    ElectronicDocument,
    EnterpriseQualification,
    Extra,
    ItemLicence,
    LicenceDocument,
    MarkPicture,
    Material,
    OriginLine,
    OtherPackage,
    OverseasParty,
    Party,
    RequestedCertificate,
    Statement,
    TaxReport,
    TwoStageAccess,
)

IMPORT, EXPORT = "import", "export"
_DIRECTION = {"I": IMPORT, "E": EXPORT}
DECLARATION, FILING_LIST = "declaration", "filing_list"


class Item(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """One goods line 商品项. On export the real message swaps origin and destination; here both mean what they say."""

    line: int | None = None
    """商品序号 (GNo)."""
    commodity: str = ""
    """商品编号 (CodeTS)."""
    ciq_code: str = ""
    """监管类别名称 (CiqCode)."""
    name: str = ""
    """商品名称 (GName)."""
    specification: str = ""
    """商品规格、型号 (GModel)."""
    name_en: str = ""
    """商品英文名称 (DeclGoodsEname)."""
    quantity: Decimal | None = None
    """成交数量 (GQty)."""
    unit: str = ""
    """成交计量单位 (GUnit)."""
    first_quantity: Decimal | None = None
    """第一法定数量 (FirstQty)."""
    first_unit: str = ""
    """第一计量单位（法定单位） (FirstUnit)."""
    second_quantity: Decimal | None = None
    """第二法定数量 (SecondQty)."""
    second_unit: str = ""
    """第二计量单位 (SecondUnit)."""
    price: Decimal | None = None
    """申报单价 (DeclPrice)."""
    total: Decimal | None = None
    """申报总价 (DeclTotal)."""
    currency: str = ""
    """成交币制 (TradeCurr)."""
    origin_country: str = ""
    """原产国 (OriginCountry)."""
    destination_country: str = ""
    """最终目的国（地区） (DestinationCountry)."""
    origin_region: str = ""
    """原产地区代码 (OrigPlaceCode)."""
    district: str = ""
    """境内目的地/境内货源地 (DistrictCode)."""
    destination_code: str = ""
    """目的地代码 (DestCode)."""
    duty_mode: str = ""
    """征免方式 (DutyMode)."""
    class_mark: str = ""
    """归类标志 (ClassMark)."""
    record_line: str = ""
    """备案序号 (ContrItem)."""
    unit_factor: Decimal | None = None
    """申报计量单位与法定单位比例因子 (Factor)."""
    customs_use: str = ""
    """用途/生产厂家 (UseTo)."""
    processing_fee: Decimal | None = None
    """工缴费 (WorkUsd)."""
    goods_no: str = ""
    """货号 (ExgNo)."""
    consumption_version: str = ""
    """版本号 (ExgVersion)."""
    ciq_use: str = ""
    """用途代码 (Purpose)."""
    goods_attributes: str = ""
    """货物属性代码 (GoodsAttr)."""
    ciq_name: str = ""
    """检验检疫名称 (CiqName)."""
    expiry: str = ""
    """产品有效期 (ProdValidDt)."""
    shelf_life: str = ""
    """产品保质期 (ProdQgp)."""
    ingredients: str = ""
    """成份/原料/组份 (Stuff)."""
    overseas_manufacturer: str = ""
    """境外生产企业名称 (EngManEntCnm)."""
    ciq_specification: str = ""
    """检验检疫货物规格 (GoodsSpec)."""
    ciq_model: str = ""
    """货物型号 (GoodsModel)."""
    brand: str = ""
    """货物品牌 (GoodsBrand)."""
    production_dates: str = ""
    """生产日期 (ProduceDate)."""
    batch_numbers: str = ""
    """生产批号 (ProdBatchNo)."""
    producer_registration: str = ""
    """生产单位注册号 (MnufctrRegNo)."""
    producer_name: str = ""
    """生产单位名称 (MnufctrRegName)."""
    not_dangerous: str = ""
    """非危险化学品 (NoDangFlag)."""
    un_number: str = ""
    """UN编码 (Uncode)."""
    dangerous_name: str = ""
    """危险货物名称 (DangName)."""
    packing_class: str = ""
    """危包类别 (DangPackType)."""
    packing_specification: str = ""
    """危包规格 (DangPackSpec)."""
    agreement_origin: str = ""
    """优惠贸易协定项下原产地 (RcepOrigPlaceCode)."""
    control_code: str = ""
    """禁限管制识别码 (ControlExplainCode)."""
    licences: tuple[ItemLicence, ...] = ()
    materials: tuple[Material, ...] = ()
    """Bonded materials, where the duty is asked for by them 选择性征收关税."""


class Declaration(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """One declaration, or filing list 备案清单 of a special zone."""

    seq_no: str = ""
    """数据中心统一编号 (SeqNo)."""
    ie_flag: str = ""
    """进出口标志 (IEFlag)."""
    document_type: str = ""
    """单据类型 (Type)."""
    approval_no: str = ""
    """批准文号 (ApprNo)."""
    transport_document: str = ""
    """提单号 (BillNo)."""
    contract_no: str = ""
    """合同号 (ContrNo)."""
    office: str = ""
    """主管海关（申报地海关） (CustomMaster)."""
    levy_nature: str = ""
    """征免性质 (CutMode)."""
    port_of_call: str = ""
    """经停港/指运港 (DistinatePort)."""
    district: str = ""
    """境内目的地/境内货源地 (DistrictCode)."""
    gross_weight: Decimal | None = None
    """毛重 (GrossWet)."""
    crossing_date: str = ""
    """进出口日期 (IEDate)."""
    port: str = ""
    """进出境关别 (IEPort)."""
    domestic_ratio: str = ""
    """内销比率 (InRatio)."""
    licence_no: str = ""
    """许可证编号 (LicenseNo)."""
    record_no: str = ""
    """备案号 (ManualNo)."""
    net_weight: Decimal | None = None
    """净重 (NetWt)."""
    remarks: str = ""
    """备注 (NoteS)."""
    packages: int | None = None
    """件数 (PackNo)."""
    pay_way: str = ""
    payment_mark: str = ""
    partner_country: str = ""
    """启运国/运抵国 (TradeCountry)."""
    supervision_mode: str = ""
    """监管方式 (TradeMode)."""
    transport_mode: str = ""
    """运输方式代码 (TrafMode)."""
    transport_means: str = ""
    """运输工具代码及名称 (TrafName)."""
    transaction_term: str = ""
    """成交方式 (TransMode)."""
    package_type: str = ""
    """包装种类 (WrapType)."""
    entry_id: str = ""
    """海关编号 (EntryId)."""
    pre_entry_id: str = ""
    """预录入编号 (PreEntryId)."""
    declaration_mark: str = ""
    """报关标志 (EdiId)."""
    risk: str = ""
    """风险评估参数 (Risk)."""
    entry_type: str = ""
    """报关单类型 (EntryType)."""
    print_date: str = ""
    """打印日期 (PDate)."""
    declarant_id: str = ""
    """申报人标识 (PartenerID)."""
    related_document: str = ""
    """关联单据号 (TgdNo)."""
    data_source: str = ""
    """扩展字段 (DataSource)."""
    transit_relation: str = ""
    """报关/转关关系标志 (DeclTrnRel)."""
    guarantee_release: str = ""
    """担保验放标志 (ChkSurety)."""
    filing_list_kind: str = ""
    """备案清单类型 (BillType)."""
    price_statements: str = ""
    """价格说明 (PromiseItmes)."""
    trading_country: str = ""
    """贸易国别 (TradeAreaCode)."""
    inspection_diversion: str = ""
    """查验分流 (CheckFlow)."""
    tax_administration_mark: str = ""
    """税收征管标记 (TaxAaminMark)."""
    marks: str = ""
    """标记唛码 (MarkNo)."""
    departure_port: str = ""
    """启运港代码 (DespPortCode)."""
    entry_port: str = ""
    """入境口岸代码 (EntyPortCode)."""
    goods_place: str = ""
    """存放地点 (GoodsPlace)."""
    delivery_order: str = ""
    """B/L号 (BLNo)."""
    port_inspection_authority: str = ""
    """口岸检验检疫机关 (InspOrgCode)."""
    special_marks: str = ""
    """特种业务标识 (SpecDeclFlag)."""
    destination_authority: str = ""
    """目的地海关 (PurpOrgCode)."""
    departure_date: str = ""
    """启运日期 (DespDate)."""
    unloaded_date: str = ""
    """卸毕日期 (CmplDschrgDt)."""
    correlation_reason: str = ""
    """关联理由 (CorrelationReasonFlag)."""
    certificate_authority: str = ""
    """领证机关 (VsaOrgCode)."""
    original_container: str = ""
    """原集装箱标识 (OrigBoxFlag)."""
    no_other_package: str = ""
    """无其他包装 (NoOtherPack)."""
    acceptance_authority: str = ""
    """检验检疫受理机关 (OrgCode)."""
    correlation_no: str = ""
    """关联号码 (CorrelationNo)."""
    edi_remark_2: str = ""
    """EDI申报备注2 (EdiRemark2)."""
    edi_remark: str = ""
    """EDI申报备注 (EdiRemark)."""
    business_items: str = ""

    trader: Party = Party()
    """Domestic consignee or consignor 境内收发货人."""
    owner: Party = Party()
    """Consumer or user unit (import), producer or seller (export) 消费使用/生产销售单位."""
    agent: Party = Party()
    """Declaring unit 申报单位."""
    entry_unit: Party = Party()
    """Unit that typed the data 录入单位."""
    overseas_consignor: OverseasParty = OverseasParty()
    overseas_consignee: OverseasParty = OverseasParty()
    freight: Charge = Charge()
    insurance: Charge = Charge()
    other_charges: Charge = Charge()
    related_declaration: str = ""
    """关联报关单号 (RelId)."""
    related_record: str = ""
    """关联备案号 (RelManNo)."""
    supervised_place: str = ""
    """监管仓号 (BonNo)."""
    voyage: str = ""
    """航次号 (VoyNo)."""
    yard: str = ""
    """货场代码 (CusFie)."""
    items: tuple[Item, ...] = ()
    containers: tuple[Container, ...] = ()
    licence_documents: tuple[LicenceDocument, ...] = ()
    requested_certificates: tuple[RequestedCertificate, ...] = ()
    other_packages: tuple[OtherPackage, ...] = ()
    qualifications: tuple[EnterpriseQualification, ...] = ()
    statements: tuple[Statement, ...] = ()
    mark_pictures: tuple[MarkPicture, ...] = ()
    documents: tuple[ElectronicDocument, ...] = ()
    origin_lines: tuple[OriginLine, ...] = ()
    tax_report: TaxReport | None = None
    two_stage_access: TwoStageAccess | None = None
    guarantee_no: str = ""
    """担保备案编号 (GuaranteeNo): the guarantee that is to secure the duty; no published tag is known."""
    list_no: str = ""
    """对应清单统一编号 (BillSeqNo)."""
    format_version: str = ""
    """Version attribute of the message; empty when it had none."""
    extra: tuple[Extra, ...] = ()

    @property
    def direction(self) -> str:
        """import, export, or empty when the flag is neither I nor E."""
        return _DIRECTION.get(self.ie_flag, "")

    @property
    def kind(self) -> str:
        """A filing list of a special zone is known by its type (ML, LY) or by the client's relation 2."""
        listed = self.document_type[:2] in ("ML", "LY") or self.transit_relation == "2"
        return FILING_LIST if listed else DECLARATION

    @property
    def destination_office(self) -> str:
        """The destination's customs office; inspection organisations of 2018 (6 digits) name none."""
        return self.destination_authority if len(self.destination_authority) == 4 else ""
