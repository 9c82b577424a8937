"""Money of the demo office: guarantees, payments before and after release, suspense, days that are signed. Synthetic."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from tongguan.demo import traffic
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.payments import Confirmation
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.clock import DAY, HOUR, SECOND, local_date, parse
from tongguan.facts.decision import Refusal
from tongguan.facts.declaration import Declaration
from tongguan.facts.security import GuaranteeRegistered
from tongguan.rules.surcharge import consolidated_due

Later = Callable[[int, Callable[[], object]], None]
Told = Callable[[str], None]
"""The office learns that something has happened to a declaration."""
MINUTE = 60 * SECOND
GENERAL = ("tax_payment", "tax_elements", "consolidated", "provisional_admission")
SIGNED = (date(2018, 8, 28), date(2018, 8, 29), date(2018, 8, 30))
"""Days of the bank that the tax officer signed; the last one of the demo still waits."""


def _letter(trader: int, limit: int, until: str, instrument: str = "bank_letter", guarantor: str = "示例银行", **more: object) -> GuaranteeRegistered:  # fmt: skip
    return GuaranteeRegistered(
        instrument, traffic.TRADERS[trader].customs_code, Decimal(limit), "2017-01-01", until,
        guarantor=guarantor, **more,  # type: ignore[arg-type]
    )  # fmt: skip


GUARANTEES: dict[str, GuaranteeRegistered] = {
    "SYN-G-001": _letter(0, 6_000_000, "2018-12-31"),
    "SYN-G-002": _letter(1, 4_000_000, "2018-12-31", "finance_company", "示例财务公司"),
    "SYN-G-003": _letter(2, 3_000_000, "2018-09-20"),
    "SYN-G-004": _letter(3, 800_000, "2018-12-31", "deposit", ""),
    "SYN-G-005": _letter(4, 999_999_999, "2019-12-31", "aeo_waiver", "", unlimited=True),
    "SYN-G-006": _letter(5, 2_500_000, "2018-10-31", "insurance", "示例保险公司", scopes=("tax_payment",)),
    "SYN-G-007": _letter(7, 1_200_000, "2018-12-31", offices=(traffic.OFFICE,)),
}
"""Guarantees of the demo's traders, each instrument once or more."""
_HOLDERS = {terms.holder: name for name, terms in GUARANTEES.items()}
_CONSOLIDATED = ("SYN-G-001", "SYN-G-002", "SYN-G-005")


class Money:
    """What traders, their bank and the tax officer do about duty; ``later`` is the office's diary."""

    def __init__(self, desk: Desk, later: Later, told: Told, broker: Actor, seed: int) -> None:
        self.desk = desk
        self.later = later
        self._told = told
        self.random = Random(seed * 17 + 5)
        self._broker = broker
        cast = register.shipped().actors
        self._bank, self._officer = cast["bank"], cast["xiao-han"]
        self._serial = 0

    def begin(self) -> None:
        """Register the guarantees; sign the bank's days; let two odd payments come."""
        for name, terms in GUARANTEES.items():
            _must(self.desk.guarantees.register(name, terms, self._officer))
        self.later(
            parse("2018-08-27T09:30"),
            lambda: self.desk.guarantees.freeze("SYN-G-007", "逾期未缴（示例）", self._officer),
        )
        for day in SIGNED:
            self.later(parse(f"{day + timedelta(days=1)}T08:40"), lambda day=day: self._sign(day))  # type: ignore[misc]
        self.later(parse("2018-08-30T10:12"), lambda: self._confirm("490000000000000000", Decimal("318.00")))

    def asked(self, declaration: Declaration) -> Declaration:
        """Some traders with a guarantee ask for release on it, some of them with consolidated payment."""
        name = _HOLDERS.get(declaration.trader.customs_code)
        if name is None or declaration.supervision_mode != "0110" or self.random.random() > 0.42:
            return declaration
        kind = "CL" if name in _CONSOLIDATED and self.random.random() < 0.4 else declaration.document_type
        return replace(declaration, guarantee_release="1", document_type=kind)

    def settle(self, number: str, minutes: Callable[[float], int]) -> None:
        """The declarant asks to pay and the bank confirms; now and then it confirms too much, or twice."""
        now = self.desk.clock.now()
        self.later(now + minutes(6), lambda: self.desk.act(number, Act(verb="pay"), self._broker))
        odd = self.random.random()
        paid = now + minutes(57) + 22 * MINUTE
        self.later(paid, lambda: self._pay(number, Decimal(100) if odd < 0.01 else Decimal(0)))
        if odd > 0.99:
            self.later(paid + 3 * HOUR, lambda: self._again(number))

    def surcharge(self, number: str, minutes: Callable[[float], int]) -> None:
        """A late-declaration surcharge is paid at the counter, or waived where a flood had closed the road."""
        waive = self.random.random() < 0.35
        act = (
            Act(verb="waive", target="surcharge", ground="不可抗力：暴雨封路（示例）")
            if waive
            else Act(verb="pay", target="surcharge", ref=f"SYN-ZBJ-{number[-6:]}")
        )
        self.later(self.desk.clock.now() + minutes(40), lambda: self._settled(number, act))

    def _settled(self, number: str, act: Act) -> None:
        _must(self.desk.act(number, act, self._officer))
        self._told(number)

    def released(self, said: Answer) -> None:
        """What was released on a guarantee is paid later: within its term, or by the fifth working day of the next month."""
        sheet = self.desk.show(said.number)
        if sheet is None or not sheet.assessment or not Decimal(sheet.outstanding):
            return
        now = self.desk.clock.now()
        if sheet.declaration.document_type == "CL":
            due = consolidated_due(local_date(now), self.desk.duty.figures)
            when = (
                parse(f"{due - timedelta(days=self.random.randrange(1, 3))}T10:00")
                + self.random.randrange(7200) * SECOND
            )
        else:
            when = now + self.random.randrange(2, 11) * DAY + self.random.randrange(3 * 3600) * SECOND
        self.later(max(when, now + HOUR), lambda: self._pay(said.number, Decimal(0)))

    # -- the bank ---------------------------------------------------------------------------------------------

    def _pay(self, number: str, besides: Decimal) -> None:
        state = self.desk.show(number)
        if state is not None and Decimal(state.outstanding):
            self._confirm(number, Decimal(state.outstanding) + besides)

    def _again(self, number: str) -> None:
        state = self.desk.show(number)
        if state is not None and Decimal(state.paid):
            self._confirm(number, Decimal(state.paid))

    def _confirm(self, number: str, amount: Decimal) -> None:
        self._serial += 1
        said = Confirmation(
            ref=f"SYN{self._serial:08}", number=number, amount=amount, paid_at=self.desk.clock.now()
        )
        _must(self.desk.payments.confirm(said, self._bank))
        self._told(number)

    def _sign(self, day: date) -> None:
        """The bank's list is what we have: the demo's bank makes no mistakes of its own."""
        found = self.desk.payments.reconcile(self._bank.id, day, {})
        theirs = {each.ref: each.ours for each in found.differences if each.ours is not None}
        _must(
            self.desk.payments.sign(
                self.desk.payments.reconcile(self._bank.id, day, theirs), "", self._officer
            )
        )


def _must(said: object) -> None:
    if isinstance(said, Refusal):
        raise AssertionError(f"the demo's money was refused: {said}")
