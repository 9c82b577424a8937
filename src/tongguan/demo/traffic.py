"""Synthetic traffic: varied declarations of an invented zone. Traders, goods and amounts are made up; codes are real."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from tongguan.demo.office import is_workday
from tongguan.facts.clock import OFFICE_ZONE, SECOND, micros
from tongguan.facts.declaration import Declaration, Item
from tongguan.facts.message import Message, Particulars
from tongguan.facts.parts import LicenceDocument, Party

MERGED_FROM = date(2018, 8, 1)
NO_FORM_FROM = date(2018, 6, 1)
OFFICE = "4907"


class Goods(msgspec.Struct, frozen=True):
    commodity: str
    name: str
    unit: str
    price: tuple[str, str]
    quantity: tuple[int, int]
    inspected: bool = False


IMPORTS = (
    Goods("8542399000", "集成电路（示例）", "007", ("0.4", "6"), (2000, 60000)),
    Goods("8708999990", "汽车零件（示例）", "035", ("4", "18"), (300, 9000)),
    Goods("7226920000", "合金钢冷轧板（示例）", "035", ("0.9", "2.2"), (4000, 40000)),
    Goods("8479899990", "自动装配机（示例）", "001", ("9000", "90000"), (1, 4)),
    Goods("3907400000", "聚碳酸酯（示例）", "035", ("2", "4"), (2000, 20000)),
    Goods("2204210000", "葡萄酒（示例）", "035", ("3", "12"), (800, 9000), True),
    Goods("0202300090", "冻去骨牛肉（示例）", "035", ("4", "7"), (5000, 24000), True),
    Goods("4407119010", "松木板材（示例）", "035", ("0.3", "0.8"), (8000, 30000), True),
)
EXPORTS = (
    Goods("8501520000", "三相交流电机（示例）", "001", ("60", "900"), (5, 200)),
    Goods("8504401400", "稳压电源（示例）", "001", ("4", "60"), (50, 3000)),
    Goods("6911101900", "瓷餐具（示例）", "035", ("1.5", "6"), (500, 9000)),
    Goods("7210490000", "镀锌钢板（示例）", "035", ("0.6", "1.1"), (10000, 60000)),
    Goods("9405409000", "LED 灯具（示例）", "001", ("2", "40"), (100, 6000)),
    Goods("0902109000", "绿茶（示例）", "035", ("3", "30"), (200, 4000), True),
)
TRADERS = tuple(
    Party(
        customs_code=f"430396{serial:04}",
        social_code=f"91430300MASYNT{serial:04}",
        name=f"湘潭示例{kind}有限公司",
    )
    for serial, kind in enumerate(
        ("电子", "汽配", "钢材", "装备", "新材料", "酒业", "食品", "木业", "电机", "灯饰", "茶业", "瓷业"), 1
    )
)
BROKER = Party(customs_code="4303980001", social_code="91430300MASYNBRK01", name="湘潭示例报关有限公司")
_COUNTRIES = (
    ("DEU", "304"),
    ("JPN", "116"),
    ("KOR", "133"),
    ("USA", "502"),
    ("AUS", "601"),
    ("VNM", "141"),
    ("FRA", "305"),
)


def book_of(trader: Party) -> str:
    """Account book of a trader of the zone."""
    return f"T4907W{int(trader.customs_code[-4:]):06}"


def record_line(commodity: str) -> str:
    """Line of every account book that holds a commodity."""
    return next(str(place) for place, goods in enumerate(IMPORTS, start=1) if goods.commodity == commodity)


class Planned(msgspec.Struct, frozen=True):
    """One declaration to come: when it is lodged, when its goods arrive, and what will go wrong."""

    at: int
    arrives: int
    message: Message
    returned_first: bool
    story: str = ""
    box: str = ""
    """Container that it comes in, with others or alone."""
    visit: str = ""
    """An officer selects it for inspection when it is lodged, and what will become of the visit."""


def moments(random: Random, first: date, last: date, count: int) -> list[int]:
    """``count`` lodging times between two local dates, mostly in office hours of working days, in order."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    weights = [1.0 if is_workday(day) else 0.06 for day in days]
    found = []
    for day in random.choices(days, weights, k=count):
        hour = min(19.5, max(8.0, random.gauss(12.2, 2.4)))
        seconds = int(hour * 3600) + random.randrange(60)
        midnight = datetime.combine(day, time(0), OFFICE_ZONE)
        found.append(micros(midnight) + seconds * SECOND)
    return sorted(found)


def plan(random: Random, at: int, serial: int, busy: bool = False) -> Planned:
    """One declaration lodged at ``at``; a ``busy`` one brings officers work."""
    day = datetime.fromtimestamp(at / 1e6, OFFICE_ZONE).date()
    importing = random.random() < 0.42
    message = _message(random, day, serial, importing, busy)
    early = random.random() < 0.985
    lead = random.randrange(1800, 40000) if early else -random.randrange(3600, 5 * 3600)
    return Planned(at, at - lead * SECOND, message, random.random() < 0.02)


def _message(random: Random, day: date, serial: int, importing: bool, busy: bool) -> Message:
    declaration = _declaration(random, day, serial, importing, busy)
    return Message(
        declaration=declaration,
        operation="C",
        client_number=f"SYN{day:%y%m%d}{serial:09}",
        particulars=Particulars(operator_name="示例操作员", operator_card="8930000000001"),
    )


def _declaration(random: Random, day: date, serial: int, importing: bool, busy: bool) -> Declaration:
    merged = day >= MERGED_FROM
    trader = random.choice(TRADERS)
    goods = random.sample(IMPORTS if importing else EXPORTS, k=random.choice((1, 1, 1, 2, 2, 3)))
    if busy:
        goods = [random.choice([each for each in (IMPORTS if importing else EXPORTS) if each.inspected])]
    elif not any(each.inspected for each in goods[:1]) or random.random() < 0.7:
        goods = [each for each in goods if not each.inspected] or [goods[0]]
    involved = importing and any(each.inspected for each in goods)
    listed = importing and not involved and random.random() < 0.38
    mode = (
        ("5034" if listed else random.choice(("0110", "0110", "0615")))
        if importing
        else random.choice(("0110", "0615"))
    )
    country, numeric = random.choice(_COUNTRIES)
    abroad, home = (country, "CHN") if merged else (numeric, "142")
    currency = "USD" if merged else "502"
    record = {"5034": book_of(trader), "0615": f"C4907{serial % 10000000:07}"}.get(mode, "")
    items = tuple(
        _item(random, each, line, importing, abroad, home, currency, mode, bool(record), merged)
        for line, each in enumerate(goods, start=1)
    )
    masses = [item.quantity for item in items if item.unit == "035" and item.quantity]
    net = (
        sum(masses, Decimal(0))
        if len(masses) == len(items)
        else sum(masses, Decimal(0)) + Decimal(random.randrange(50, 900))
    )
    return Declaration(
        ie_flag="I" if importing else "E",
        document_type="ML" if listed else "",
        office=OFFICE,
        port=OFFICE,
        transport_document=f"SYN{serial:08}",
        contract_no=f"SYN-{day.year}-{serial:05}",
        levy_nature={"0110": "101", "0615": "503"}.get(mode, ""),
        port_of_call="HKG003" if merged else "110",
        district="" if merged else "43039",
        gross_weight=(net * Decimal("1.04")).quantize(Decimal("0.1")),
        net_weight=net,
        record_no=record,
        remarks="合成数据，仅供演示",
        packages=random.randrange(1, 60),
        partner_country=abroad,
        trading_country=abroad,
        supervision_mode=mode,
        transport_mode=("Y" if mode != "5034" and random.random() < 0.5 else random.choice("34"))
        if importing
        else random.choice(("4", "3", "W")),
        transport_means="示例车次",
        transaction_term="1" if importing else "3",
        package_type="22" if merged else "2",
        declaration_mark="1",
        entry_type="M",
        transit_relation="0",
        price_statements="000" if importing else "999",
        departure_port="HKG003" if merged and importing else "",
        entry_port="430001" if merged else "",
        goods_place="综保区一号仓" if importing else "",
        trader=replace(trader, ciq_code="4300600001") if involved else trader,
        owner=trader,
        agent=replace(BROKER, ciq_code="4300600002") if involved else BROKER,
        entry_unit=Party(customs_code="430300001", name=BROKER.name),
        items=items,
        licence_documents=_documents(random, day, serial, importing, involved, busy),
        **_inspection(involved),
    )


def _inspection(involved: bool) -> dict[str, Any]:
    if not involved:
        return {}
    return {
        "acceptance_authority": "430800",
        "certificate_authority": "430800",
        "port_inspection_authority": "430800",
        "departure_date": "20180101",
        "destination_authority": "430800",
        "marks": "N/M",
    }


def _documents(
    random: Random, day: date, serial: int, importing: bool, involved: bool, busy: bool
) -> tuple[LicenceDocument, ...]:
    if involved and day < NO_FORM_FROM:
        return (LicenceDocument(code="A", number=f"4308{day.year}{serial:07}"),)
    if importing and random.random() < 0.015:
        return (LicenceDocument(code="7", number=f"{day:%y}-AA-{serial:06}"),)
    if not importing and (busy or random.random() < 0.02):
        return (LicenceDocument(code="B", number=f"4308{day.year}{serial:07}0"),)
    return ()


def _item(
    random: Random, goods: Goods, line: int, importing: bool, abroad: str, home: str, currency: str, mode: str,
    recorded: bool, merged: bool,
) -> Item:  # fmt: skip
    low, high = (Decimal(price) for price in goods.price)
    price = (low + (high - low) * Decimal(random.randrange(1000)) / 1000).quantize(Decimal("0.0001"))
    quantity = Decimal(random.randrange(*goods.quantity))
    return Item(
        line=line,
        commodity=goods.commodity,
        name=goods.name,
        specification="示例|示例",
        quantity=quantity,
        unit=goods.unit,
        first_quantity=quantity,
        first_unit=goods.unit,
        price=price,
        total=(price * quantity).quantize(Decimal("0.01")),
        currency=currency,
        origin_country=abroad if importing else home,
        destination_country=home if importing else abroad,
        duty_mode="1" if mode == "0110" else "3",
        record_line="" if not recorded else record_line(goods.commodity) if mode == "5034" else str(line),
        district="43039" if merged else "",
        ciq_code="999" if importing and goods.inspected else "",
        destination_code="430300" if importing and goods.inspected else "",
        ciq_use="99" if importing and goods.inspected else "",
        goods_attributes="19" if importing and goods.inspected else "",
    )
