"""Assessment 税款计核: duty, anti-dumping, consumption tax and VAT of a declaration, every figure with its steps.

Pure: the same declaration, figures and date give the same assessment. Sources: Import and Export Duty Regulation,
Customs Tariff Law, GAC Order 124, provisional regulations on VAT and on consumption tax; the step book names the article
of each step.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tongguan.facts.assessment import Assessment, ItemAssessment, Step, Taxes
from tongguan.facts.declaration import EXPORT, FILING_LIST, IMPORT, Declaration, Item
from tongguan.facts.parts import Material
from tongguan.rules import treatment, valuation
from tongguan.rules.figures import Figures, RateFigure
from tongguan.rules.levy import Levy, Quantities, fen
from tongguan.rules.policy import DutyMode, Waiver
from tongguan.rules.selection import Selection
from tongguan.rules.tables import Table
from tongguan.rules.treatment import Treatment

_NOTHING, _ONE = Decimal(0), Decimal(1)
QUOTA_CERTIFICATE = "t"
"""Document code of the tariff-quota certificate 关税配额证明."""
PROOF_OF_ORIGIN = "Y"
"""First letter of the type of a proof of origin; the number of its agreement follows."""
ZONE_TO_INLAND = "Y"
"""Transport mode of goods sold out of a zone."""
_FULL = DutyMode(duty=_ONE, tax=_ONE)
_EXEMPT = DutyMode(duty=_NOTHING, tax=_NOTHING)


class _Line:
    """One goods line while it is assessed."""

    __slots__ = (
        "additional", "consumption", "duty", "item", "materials", "measures", "mode", "number", "steps", "treated",
        "value", "vat",
    )  # fmt: skip

    def __init__(self, number: int, item: Item, treated: Treatment, mode: DutyMode) -> None:
        self.number = number
        self.item = item
        self.treated = treated
        self.mode = mode
        self.value = self.duty = self.additional = self.measures = self.consumption = self.vat = _NOTHING
        self.steps: list[Step] = []
        self.materials: tuple[tuple[Material, Treatment], ...] = ()


class Duty:
    """The assessment of one office: its figures, and the tables that codes are read with."""

    def __init__(self, figures: Figures, tables: dict[str, Table], selection: Selection) -> None:
        self.figures = figures
        self._selection = selection
        self._currency = _canonical(tables.get("currencies"))
        self._country = _canonical(tables.get("countries"))
        units = tables.get("units")
        self._quantities = Quantities(figures, units.kilograms() if units else {})

    def applies(self, d: Declaration, on: date) -> bool:
        """Is anything to be assessed: imports that are neither bonded nor exempt, exports of goods with an export rate."""
        if d.direction == IMPORT:
            if d.kind == FILING_LIST or d.supervision_mode in self._selection.bonded:
                return False
            return any(self._mode(d, item) is not _EXEMPT for item in d.items)
        return d.direction == EXPORT and any(
            treatment.of_export(self.figures, item.commodity, on) for item in d.items
        )

    def assess(self, d: Declaration, on: date) -> Assessment:
        """The assessment with the rates of a local date; without items where nothing applies or figures are missing."""
        if not self.applies(d, on):
            return Assessment(on=on.isoformat(), steps=(Step("not_levied", d.supervision_mode, "0.00"),))
        valued = valuation.Valuation(d, self.figures, on, self._currency)
        values = valued.lines()
        lines = [self._line(d, place, item, on) for place, item in enumerate(d.items, start=1)]
        missing = [*valued.missing, *(gap for line in lines for gap in _gaps(line))]
        if not missing:
            levy = Levy(self.figures, self._quantities, on, missing)
            work = self._export if d.direction == EXPORT else self._import
            for line, value in zip(lines, values, strict=True):
                work(levy, line, value)
            taxes, steps = self._taxes(levy, lines)
        if missing:
            return Assessment(on=on.isoformat(), missing=tuple(dict.fromkeys(missing)))
        return Assessment(
            items=tuple(_item(line) for line in lines), total=taxes.all, on=on.isoformat(), taxes=taxes,
            steps=(*valued.steps, *steps), settle=self._settle(lines),
        )  # fmt: skip

    def value(self, d: Declaration, on: date) -> tuple[Decimal, tuple[str, ...]]:
        """The dutiable value of an import in yuan, levied or not, and the figures that are missing for it."""
        valued = valuation.Valuation(d, self.figures, on, self._currency)
        scale = self.figures.policy.value_scale
        total = sum((valuation.rounded(each.yuan, scale) for each in valued.lines()), _NOTHING)
        return total, tuple(valued.missing)

    # -- lines ------------------------------------------------------------------------------------------------

    def _line(self, d: Declaration, place: int, item: Item, on: date) -> _Line:
        mode = self._mode(d, item)
        if mode is _EXEMPT or (not mode.duty and not mode.tax):
            treated = Treatment()
        elif d.direction == EXPORT:
            rate = treatment.of_export(self.figures, item.commodity, on)
            treated = Treatment(duty=(rate,) if rate else ())
        else:
            origin = self._country(item.origin_country)
            quota = any(each.code == QUOTA_CERTIFICATE for each in d.licence_documents)
            agreement = _agreement(d, str(item.line or place))
            treated = treatment.of_import(
                self.figures, item.commodity, origin, agreement, quota, mode.special, on
            )
        line = _Line(item.line or place, item, treated, mode)
        since = self.figures.policy.selective_from
        if item.materials and d.transport_mode == ZONE_TO_INLAND and since is not None and on >= since:
            line.materials = tuple((part, self._treat_material(part, on)) for part in item.materials)
        return line

    def _treat_material(self, part: Material, on: date) -> Treatment:
        origin = self._country(part.origin_country)
        return treatment.of_import(self.figures, part.commodity, origin, "", False, False, on)

    def _mode(self, d: Declaration, item: Item) -> DutyMode:
        code, selection = item.duty_mode, self._selection
        if code == selection.as_levied:
            return _FULL if d.levy_nature in selection.levied else _EXEMPT
        if code in selection.exempt:
            return _EXEMPT
        return self.figures.policy.modes.get(code, _FULL)

    def _import(self, levy: Levy, line: _Line, value: valuation.Valued) -> None:
        """Value, duty, additional duty, anti-dumping and countervailing duties of an imported line."""
        line.value = valuation.rounded(value.yuan, self.figures.policy.value_scale)
        line.steps += _closed(value.steps, line.value)
        if line.mode is _EXEMPT:
            line.steps.append(Step("exempt", f"{line.value} × 0", "0.00"))
            return
        treated = line.treated
        if line.materials:
            line.duty = self._relieved(line, "duty", self._by_materials(levy, line))
        else:
            line.duty, line.measures = self._ordinary(levy, line)
        if treated.additional:
            line.additional = self._relieved(
                line, "additional", self._one(levy, line, "additional", treated.additional)
            )
        for kind, figure in (
            ("anti_dumping", treated.anti_dumping),
            ("countervailing", treated.countervailing),
        ):
            if figure:
                line.measures += self._one(levy, line, kind, figure)

    def _ordinary(self, levy: Levy, line: _Line) -> tuple[Decimal, Decimal]:
        """Duty by the rate that goes first, and the measure where the origin of the goods is not shown."""
        best, steps = _lowest(levy, line.treated.duty, line.value, line.item)
        measure = _NOTHING
        if line.treated.undisproved:
            mfn, highest = line.treated.undisproved
            normal, normal_steps = levy.of("duty", mfn, line.value, line.item)
            extra, extra_steps = levy.of("anti_dumping", highest, line.value, line.item)
            if normal + extra > best:
                best, steps, measure = normal, [*normal_steps, *extra_steps], extra
        line.steps += steps
        return self._relieved(line, "duty", best), measure

    def _by_materials(self, levy: Levy, line: _Line) -> Decimal:
        """Selective levy: the duty on the bonded materials that went into the goods, not on the goods as they leave."""
        total = _NOTHING
        for part, treated in line.materials:
            exchange = self.figures.exchange(self._currency(part.currency), levy.on)
            if exchange is None:
                levy.missing.append(f"exchange {part.currency} {levy.on:%Y-%m}")
                return _NOTHING
            value = fen(part.total * exchange.rate)
            formula = f"{part.commodity}: {part.total} {part.currency} × {exchange.rate}"
            line.steps.append(Step("material", formula, str(value), exchange.shown))
            goods = Item(commodity=part.commodity, first_quantity=part.quantity, first_unit=part.unit)
            amount, steps = _lowest(levy, treated.duty, value, goods)
            line.steps += steps
            total += amount
        return total

    def _relieved(self, line: _Line, name: str, amount: Decimal) -> Decimal:
        """What the duty mode leaves of a duty."""
        share = line.mode.duty
        if share == _ONE:
            return amount
        left = fen(amount * share)
        line.steps.append(Step(f"{name}_reduced", f"{amount} × {share}", str(left)))
        return left

    def _one(self, levy: Levy, line: _Line, name: str, figure: RateFigure) -> Decimal:
        amount, steps = levy.of(name, figure, line.value, line.item)
        line.steps += steps
        return amount

    def _export(self, levy: Levy, line: _Line, value: valuation.Valued) -> None:
        """Value without the export duty, and the duty on it (Regulation Art. 26)."""
        yuan = fen(value.yuan)
        line.steps += _closed(value.steps, yuan, "fob_yuan")
        if not line.treated.duty:
            line.value = yuan
            return
        figure = line.treated.duty[0]
        plain = figure.rate.plain
        if plain is None or plain.unit:
            levy.missing.append(f"an ad valorem export rate for {line.item.commodity}: {figure.shown}")
            return
        scale = self.figures.policy.value_scale
        line.value = valuation.rounded(yuan / (_ONE + plain.share), scale)
        line.steps.append(Step("value", f"{yuan} ÷ (1 + {figure.rate.text})", str(line.value), figure.shown))
        amount, steps = levy.of("export_duty", figure, line.value, line.item)
        line.steps += steps
        line.duty = self._relieved(line, "duty", amount)

    # -- the whole declaration --------------------------------------------------------------------------------

    def _taxes(self, levy: Levy, lines: list[_Line]) -> tuple[Taxes, list[Step]]:
        """Waivers and the taxes whose base the duty is in; each kind is summed over the lines."""
        policy, steps = self.figures.policy, []  # type: ignore[var-annotated]
        duty = sum((line.duty + line.additional for line in lines), _NOTHING)
        waived = self._waive("duty", duty, policy.duty_waiver, lines, steps)
        counted = waived and policy.vat_base_when_waived == "computed"
        if waived and not counted:
            _clear(lines)
        for line in lines:
            if line.treated.consumption and line.mode.tax:
                line.consumption = self._taxed(
                    line, "consumption", levy.consumption(line, line.treated.consumption)
                )
        total = sum((line.consumption for line in lines), _NOTHING)
        if self._waive("consumption", total, policy.consumption_waiver, lines, steps):
            for line in lines:
                line.consumption = _NOTHING
        for line in lines:
            if line.treated.vat and line.mode.tax:
                line.vat = self._taxed(line, "vat", levy.vat(line, line.treated.vat))
        if counted:
            _clear(lines)
        total = sum((line.vat for line in lines), _NOTHING)
        if self._waive("vat", total, policy.vat_waiver, lines, steps):
            for line in lines:
                line.vat = _NOTHING
        taxes = Taxes(
            duty=sum((line.duty + line.additional for line in lines), _NOTHING),
            anti_dumping=sum((line.measures for line in lines), _NOTHING),
            consumption_tax=sum((line.consumption for line in lines), _NOTHING),
            vat=sum((line.vat for line in lines), _NOTHING),
        )
        return taxes, steps

    def _taxed(self, line: _Line, name: str, amount: Decimal) -> Decimal:
        """What the duty mode leaves of a tax at import."""
        share = line.mode.tax
        if share == _ONE:
            return amount
        left = fen(amount * share)
        line.steps.append(Step(f"{name}_reduced", f"{amount} × {share}", str(left)))
        return left

    def _waive(
        self, name: str, total: Decimal, waiver: Waiver, lines: list[_Line], steps: list[Step]
    ) -> bool:
        if not total or not waiver.waives(total):
            return False
        sign = "≤" if waiver.inclusive else "<"
        steps.append(Step(f"{name}_waived", f"{total} {sign} {waiver.limit}", "0.00"))
        for line in lines:
            line.steps.append(Step(f"{name}_waived", f"{total} {sign} {waiver.limit}", "0.00"))
        return True

    def _settle(self, lines: list[_Line]) -> str:
        """The instrument that a duty mode asks for: a letter where one line asks for a letter, else a deposit."""
        asked = {line.mode.settle for line in lines} - {"any"}
        return "letter" if "letter" in asked else next(iter(asked), "")


def _gaps(line: _Line) -> tuple[str, ...]:
    """Figures that a line lacks: of the goods, and of their materials where the duty goes by those."""
    return (*line.treated.missing, *(gap for _, treated in line.materials for gap in treated.missing))


def _canonical(table: Table | None) -> Callable[[str], str]:
    return table.canonical if table else str


def _clear(lines: list[_Line]) -> None:
    for line in lines:
        line.duty = line.additional = _NOTHING


def _closed(steps: tuple[Step, ...], value: Decimal, name: str = "value") -> tuple[Step, ...]:
    """Steps of a valuation, the last with its rounded result."""
    last = steps[-1]
    return (*steps[:-1], Step(name, last.formula, str(value), last.figure))


def _lowest(
    levy: Levy, rates: tuple[RateFigure, ...], value: Decimal, item: Item
) -> tuple[Decimal, list[Step]]:
    """The lowest of the duties that may apply; the first where they are equal."""
    found = [levy.of("duty", figure, value, item) for figure in rates]
    if not found:
        return _NOTHING, []
    return min(found, key=lambda each: each[0])


def _agreement(d: Declaration, line: str) -> str:
    """The number of the agreement under which a line shows its origin; empty without a proof."""
    for proof in d.origin_lines:
        if proof.line == line and proof.certificate and proof.certificate_type.startswith(PROOF_OF_ORIGIN):
            return proof.certificate_type[1:]
    return ""


def _item(line: _Line) -> ItemAssessment:
    return ItemAssessment(
        line.number,
        line.value,
        line.duty + line.additional,
        line.measures,
        line.consumption,
        line.vat,
        tuple(line.steps),
    )
