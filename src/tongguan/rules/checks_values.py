"""Rules about weights, packages, charges, prices and quantities: V01 to V06, V23, V24, V26."""

from collections.abc import Iterable
from decimal import Decimal

from tongguan.facts.declaration import EXPORT, Declaration, Item
from tongguan.facts.parts import Charge
from tongguan.rules.ground import Ground, Hit, hit

RATE, UNIT, TOTAL = "1", "2", "3"
"""Marks of charges: per cent, per unit of weight, sum."""
MOST_DIGITS = {RATE: 2, UNIT: 10, TOTAL: 12}
"""Most digits before the point, by mark."""


def weights(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V01: net weight is not above gross weight; below one kilogram one is declared."""
    if d.gross_weight is None or d.net_weight is None:
        return
    if d.net_weight > d.gross_weight:
        yield hit("V01", "net_weight", net=d.net_weight, gross=d.gross_weight)
    for path, weight in (("gross_weight", d.gross_weight), ("net_weight", d.net_weight)):
        if weight < 1:
            yield hit("V01B", path, weight=weight)


def packages(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V02: bulk and unpacked goods count as one package; never none."""
    if d.packages is None:
        return
    one = d.package_type in ground.settings.one_package
    if d.packages < 1 or (one and d.packages != 1):
        yield hit("V02", "packages", packages=d.packages)


def masses(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V03: where every unit is a mass the lines add up to the net weight, else they stay below it."""
    if d.net_weight is None or not d.items:
        return
    total, every = Decimal(0), True
    for item in d.items:
        pairs = (
            (item.unit, item.quantity),
            (item.first_unit, item.first_quantity),
            (item.second_unit, item.second_quantity),
        )
        given = [(ground.kilograms.get(unit), quantity) for unit, quantity in pairs if unit]
        every = every and all(factor is not None for factor, _ in given)
        total += next((q * factor for factor, q in given if factor is not None and q is not None), Decimal(0))
    if total > d.net_weight or (every and total != d.net_weight):
        yield hit("V03", "net_weight", total=total.normalize().__format__("f"), net=d.net_weight)


def terms(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V04: which charges go with which transaction term."""
    wanted = ground.settings.terms.get(d.direction, {}).get(d.transaction_term)
    if wanted is None:
        return
    for asked, path, charge in zip(wanted, ("freight", "insurance"), (d.freight, d.insurance), strict=True):
        given = charge.amount is not None
        if asked == "required" and not given:
            yield ground.about("V04", f"{path}.amount", term=d.transaction_term)
        elif asked == "forbidden" and given and charge.amount:
            yield ground.about("V04B", f"{path}.amount", term=d.transaction_term)


def charges(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V05, V06: a rate is a percentage without currency, a sum has one; only freight may be per unit."""
    for path, charge in (
        ("freight", d.freight),
        ("insurance", d.insurance),
        ("other_charges", d.other_charges),
    ):
        if charge.amount is None:
            if charge.mark or charge.currency:
                yield ground.about("V05B", f"{path}.amount")
        elif _misfits(path, charge, charge.amount):
            yield ground.about("V05", f"{path}.amount", amount=charge.amount, mark=charge.mark or "—")
    if d.insurance.mark == RATE and d.insurance.amount not in (None, ground.settings.insurance_rate):
        yield hit("V06", "insurance.amount", amount=d.insurance.amount)


def _misfits(path: str, charge: Charge, amount: Decimal) -> bool:
    if charge.mark not in MOST_DIGITS or (charge.mark == UNIT and path != "freight"):
        return True
    if amount < 0 and path != "other_charges":
        return True
    if charge.mark == RATE:
        within = Decimal("0.0001") <= abs(amount) <= 99
        return not within or bool(charge.currency) or _decimals(amount) > 4
    too_long = abs(amount) >= Decimal(10) ** MOST_DIGITS[charge.mark]
    return too_long or not charge.currency or _decimals(amount) > 4


def _decimals(amount: Decimal) -> int:
    return max(0, -int(amount.normalize().as_tuple().exponent))


def price(_: Declaration, item: Item, place: int, ground: Ground) -> Iterable[Hit]:
    """V23: quantity × price is the line total, within what rounding of both explains."""
    settings, where, line = ground.settings, f"items[{place}].", item.line or place
    for path, amount in (
        ("quantity", item.quantity),
        ("first_quantity", item.first_quantity),
        ("total", item.total),
    ):
        if amount is not None and amount <= 0:
            yield hit("V23B", where + path, line, value=amount)
    if item.quantity is None or item.price is None or item.total is None or item.total <= 0:
        return
    product = item.quantity * item.price
    missed = abs(product - item.total)
    if missed <= (item.quantity * settings.price_step + settings.total_step) / 2:
        return
    code = "V23" if missed > item.total * settings.price_share else "V23C"
    yield hit(code, where + "total", line, total=item.total, product=product.normalize().__format__("f"))


def quantities(_: Declaration, item: Item, place: int, __: Ground) -> Iterable[Hit]:
    """V24: a second quantity has its unit; where units are the same the quantities are."""
    line = item.line or place
    if (item.second_quantity is not None) != bool(item.second_unit):
        yield hit("V24", f"items[{place}].second_quantity", line)
    for unit, quantity in ((item.first_unit, item.first_quantity), (item.second_unit, item.second_quantity)):
        if not unit or unit != item.unit or quantity is None or item.quantity is None:
            continue
        if quantity != item.quantity:
            yield hit("V24B", f"items[{place}].quantity", line, a=item.quantity, b=quantity)


def statements(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V26: without a special relationship it has no influence on the price; exports leave it open."""
    if d.price_statements[:1] == "0" and d.price_statements[1:2] == "1":
        yield hit("V26", "price_statements", value=d.price_statements)
    if d.direction == EXPORT and d.price_statements.strip("9 "):
        yield hit("V26B", "price_statements", value=d.price_statements)
