"""The zone's chain 综保区单证链: account book 账册 → verification list 核注清单 → declaration → gate pass 核放单.

Countries and currencies in lists are numeric while declarations use letters. Weights are kilograms. Element names of
the messages are known from public clients, not from a published standard (docs/reference/zone-messages).
"""

from decimal import Decimal

import msgspec

from tongguan.facts.declaration import Declaration, Item

IN, OUT = "I", "E"
FIRST, SECOND, BETWEEN, WITHIN = "first", "second", "between", "within"
"""First line 一线 (abroad), second line 二线 (inland), between zones 区间, within the zone 区内."""
LINES = (FIRST, SECOND, BETWEEN, WITHIN)
ADDS, TAKES, NONE, CHECKS, WAREHOUSE = "D", "F", "N", "NF", "E"
"""Effect on the book 核扣方式: adds 正扣, takes 反扣, none 不扣, only checked 不扣但检查余量, warehouse deduction 保税仓扣减."""
EFFECTS = (ADDS, TAKES, NONE, CHECKS, WAREHOUSE)


class BookItem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an account book; its stock is a shared stream of its own."""

    record_line: str
    """备案序号: number of the line in the book."""
    commodity: str
    name: str
    unit: str
    opening: Decimal = Decimal(0)
    """Stock when the book was opened, in ``unit``."""


class AccountBook(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An account book 账册 of a zone enterprise: H processing, T logistics."""

    number: str
    """12 characters, beginning with H or T."""
    holder: str
    """Customs code of the enterprise 经营企业."""
    name: str
    office: str
    items: tuple[BookItem, ...]


class ListLine(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """One goods line of a verification list."""

    line: int
    """商品序号 (gdsSeqno), from 1."""
    record_line: str
    """备案序号 (putrecSeqno): the line of the book."""
    commodity: str
    name: str = ""
    quantity: Decimal
    """申报数量 (dclQty)."""
    unit: str
    total: Decimal
    """申报总价 (dclTotalAmt)."""
    currency: str
    """Numeric currency code (dclCurrcd)."""
    origin: str = ""
    """Numeric country code (natcd)."""
    destination: str = ""
    """Numeric country code (destinationNatcd)."""
    gross_weight: Decimal | None = None
    net_weight: Decimal | None = None
    declaration_line: int | None = None
    """报关单商品序号 (entryGdsSeqno); None: the line's own number."""


class RelatedParty(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An enterprise of the related declaration."""

    customs_code: str = ""
    social_code: str = ""
    name: str = ""


class VerificationList(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """A verification list 保税核注清单."""

    client_number: str
    """企业内部编号 (etpsInnerInvtNo): by which a repeat is known."""
    book: str
    direction: str
    """I into the book, E out of it (impexpMarkcd)."""
    line: str
    """first, second, between or within."""
    office: str
    holder: str
    """Customs code of the enterprise of the book (bizopEtpsno)."""
    effect: str
    """核扣方式 (vrfdedModecd)."""
    customs: str = "1"
    """报关标志 (dclcusFlag): 1 with a declaration, 2 without."""
    customs_type: str = ""
    """报关类型 (dclcusTypecd): 1 related (another party declares), 2 corresponding (the same party)."""
    supervision_mode: str = ""
    transport_mode: str = ""
    partner_country: str = ""
    """Numeric (stshipTrsarvNatcd)."""
    corresponding_declarant: RelatedParty = RelatedParty()
    """对应报关单申报单位; needed for type 2."""
    related_consignee: RelatedParty = RelatedParty()
    """关联报关单境内收发货人; with the next two needed for type 1."""
    related_owner: RelatedParty = RelatedParty()
    related_declarant: RelatedParty = RelatedParty()
    related_list: str = ""
    """关联清单编号 (rltInvtNo): the other side's list of a movement between books."""
    related_book: str = ""
    batch: bool = False
    """分送集报: the goods are delivered in batches and declared centrally later."""
    lines: tuple[ListLine, ...] = ()

    @property
    def own_parties(self) -> tuple[str, ...]:
        """Customs codes of the enterprise of the book and of those who declare for it."""
        declarants = (self.corresponding_declarant, self.related_declarant)
        return (self.holder, *(each.customs_code for each in declarants if each.customs_code))

    @property
    def quoted_by(self) -> tuple[str, ...]:
        """Customs codes of the enterprises one of which is a party of each declaration that quotes the list."""
        own = (self.holder, self.related_consignee.customs_code, self.related_owner.customs_code)
        return tuple(code for code in dict.fromkeys(own) if code)


class ListDeletion(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The enterprise's message that deletes 删除 a verification list it filed before."""

    holder: str
    client_number: str
    number: str = ""
    """Number of the list; empty: the one with the client number."""
    reason: str = ""


class PassLine(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Goods on a gate pass."""

    document: str
    """Number of the verification list."""
    line: int
    """Its line (rltGdsSeqno)."""
    quantity: Decimal
    gross_weight: Decimal | None = None


class GatePass(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A gate pass 核放单: one vehicle, once through the gate."""

    client_number: str
    """企业内部编号 (etpsPreentNo)."""
    office: str
    direction: str
    """I into the zone, E out of it (ioTypecd)."""
    kind: str
    """核放单类型: 1 enter first declare later, 2 first line, 3 second line, 4 non-declared, 5 gate-registered, 6 empty vehicle."""
    binding: str = ""
    """绑定类型: 1 one vehicle many documents, 2 one and one, 3 one document many vehicles; empty for kinds 5 and 6."""
    holder: str
    """Customs code of the zone enterprise (areainEtpsno)."""
    vehicle: str
    vehicle_weight: Decimal
    frame_weight: Decimal = Decimal(0)
    container: str = ""
    container_weight: Decimal = Decimal(0)
    cargo_weight: Decimal = Decimal(0)
    """货物总毛重 (totalGrossWt)."""
    total_weight: Decimal
    """总重量，含车辆自重 (totalWt)."""
    documents: tuple[str, ...] = ()
    """Verification lists it carries goods of."""
    lines: tuple[PassLine, ...] = ()


def covered(declaration: Declaration, lines: tuple[ListLine, ...]) -> dict[str, Item]:
    """Line of a list → the goods line of the declaration that covers it: as the list says, by record number, by line."""
    by_line = {item.line or place: item for place, item in enumerate(declaration.items, start=1)}
    by_record = {item.record_line: item for item in declaration.items if item.record_line}
    found = {}
    for line in lines:
        item = by_line.get(line.declaration_line) if line.declaration_line else None
        item = item or by_record.get(line.record_line)
        if item is None and not by_record and not line.declaration_line:
            item = by_line.get(line.line)
        if item is not None:
            found[str(line.line)] = item
    return found
