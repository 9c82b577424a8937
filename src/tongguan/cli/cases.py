"""``late``, ``case`` and ``team``: what is late and who does what about it."""

import argparse
from collections.abc import Callable

import msgspec

from tongguan.cli import asking, opening, say
from tongguan.cli.say import Failed
from tongguan.desk import register
from tongguan.desk.desk import Desk
from tongguan.desk.late import Late, split
from tongguan.desk.late_told import tell
from tongguan.facts import team as t
from tongguan.facts.actor import Actor
from tongguan.facts.clock import HOUR
from tongguan.facts.decision import Refusal
from tongguan.facts.kinds import Payload
from tongguan.insight.waiting import causes
from tongguan.process.case import Case
from tongguan.process.decide.cases import VERBS as ACTS
from tongguan.process.decide.cases import CaseAct
from tongguan.wiring import reply_token

VERBS = ("list", "show", "open", "help", "answer", "mail", *ACTS)
TEAM_VERBS = ("list", "section", "duty", "outsider")
OFFICER = Actor(id="demo-coordinator", roles=("coordinator", "head", "document_officer"), office="4907")
"""Who acts in a demo database when nobody is named."""


def late(options: argparse.Namespace) -> int:
    """Open declarations past 20 and 24 hours; with ``--all`` those with an open case, or expected to be late, too."""
    desk = opening.desk(options, options.at)
    found = desk.coordination.late()
    if options.all:
        here = {each.number for each in found}
        found += [each for each in desk.coordination.coming() if each.number not in here]
    else:
        found = [each for each in found if each.state]
    for each in found:
        if options.json:
            say.line(msgspec.to_builtins(tell(each, options.lang)))
        else:
            print(sentence(each, options.lang))
    if not options.json:
        counts = split(found)
        words = ("依法中止", "等外部", "办理中", "无人办理") if options.lang == "zh" else tuple(counts)
        print("  ".join(f"{word} {count}" for word, count in zip(words, counts.values(), strict=True)))
    return 0


def sentence(each: Late, lang: str) -> str:
    """One line for people; a question mark follows what is only proposed."""
    zh = lang == "zh"
    cause = causes()[each.cause]
    words = {"late": "超时" if zh else "LATE", "warning": "预警" if zh else "warning", "": "—"}
    doubt = {name: "?" if name in each.proposed else "" for name in ("owner", "cause", "next_action")}
    expected = say.clock(each.forecast.p50) if each.forecast else "—"
    return (
        f"{each.number}  {each.age / HOUR:5.1f} h  {words[each.state]:8}{each.level:9} {each.standing:7} "
        f"{(each.owner or '—') + doubt['owner']:12} {(cause.zh if zh else cause.en) + doubt['cause']}  "
        f"{each.next_action[not zh]}{doubt['next_action']}  → {expected}"
    )


def case(options: argparse.Namespace) -> int:
    """One verb about a case; 1 with the reason when it is refused."""
    desk = opening.desk(options, options.at)
    if options.verb == "list":
        for each in desk.coordination.cases(*(() if options.all else ("open", "suspended"))):
            _print(options, each)
        return 0
    if options.verb == "mail":
        asking.send(options, desk)
        return 0
    if not options.names:
        raise Failed(f"case {options.verb}: name a declaration or a case")
    names = [desk.locate(name) for name in options.names]
    done = _HANDLERS.get(options.verb, _act)(options, desk, names)
    if isinstance(done, Refusal):
        raise Failed(f"{options.names[0]}: {done.text(options.lang)}", 1)
    return 0


def _show(options: argparse.Namespace, desk: Desk, names: list[str]) -> Refusal | None:
    held = desk.coordination.held().get(names[0])
    found = held or desk.coordination.case(names[0])
    if found is None:
        raise Failed(f"{names[0]}: nobody has acted on such a case; what is late by itself: tongguan late", 1)
    _print(options, found, whole=True)
    return None


def _open(options: argparse.Namespace, desk: Desk, names: list[str]) -> Refusal | None:
    said = desk.coordination.open(names, options.text, opening.actor(desk, options.actor, OFFICER))
    return said if isinstance(said, Refusal) else _after(options, desk, said)


def _help(options: argparse.Namespace, desk: Desk, names: list[str]) -> Refusal | None:
    sheet = desk.show(names[0])
    party = sheet.declaration.agent.customs_code if sheet else ""
    declarant = Actor(id="demo-declarant", kind="declarant", roles=("declarant",), party=party)
    said = desk.coordination.help(names[0], options.text, opening.actor(desk, options.actor, declarant))
    return said if isinstance(said, Refusal) else _after(options, desk, said)


def _answer(options: argparse.Namespace, desk: Desk, names: list[str]) -> Refusal | None:
    """An answer that came by telephone or letter, to a question by its id."""
    found = desk.coordination.question(names[0])
    refusal = desk.coordination.reply(names[0], options.text)
    return refusal if refusal or found is None else _after(options, desk, found[0].id)


def _act(options: argparse.Namespace, desk: Desk, names: list[str]) -> Refusal | None:
    to = register.shipped().find(options.to) if options.to else None
    if options.to and to is None:
        raise Failed(f"--to: the register has no {options.to}", 1)
    wanted = CaseAct(
        verb=options.verb, text=options.text, to=to, section=options.section, cause=options.cause,
        until=say.time_of(options.until, "--until") if options.until else None, review_on=options.review,
        whom=options.whom, declarations=tuple(names[1:]),
    )  # fmt: skip
    said = desk.coordination.act(names[0], wanted, opening.actor(desk, options.actor, OFFICER))
    if isinstance(said, Refusal):
        return said
    _print(options, said)
    if options.verb == "ask":
        link = f"/reply/{reply_token(desk, said.questions[-1])}"
        say.line({"question": said.questions[-1].id, "link": link}) if options.json else print(
            f"  link  {link}"
        )
    return None


_HANDLERS: dict[str, Callable[[argparse.Namespace, Desk, list[str]], Refusal | None]] = {
    "show": _show, "open": _open, "help": _help, "answer": _answer,
}  # fmt: skip


def _after(options: argparse.Namespace, desk: Desk, name: str) -> Refusal | None:
    found = desk.coordination.case(name)
    if found is not None:
        _print(options, found)
    return None


def _print(options: argparse.Namespace, found: Case, whole: bool = False) -> None:
    record = {
        "case": found.id, "state": found.state, "declarations": list(found.declarations), "ground": found.ground,
        "owner": found.owner, "section": found.section, "cause": found.cause, "cause_state": found.cause_state,
        "next_action": found.action, "promised_at": say.clock(found.promised_at), "review_on": found.review_on,
        "reviewer": found.reviewer, "finding": found.finding,
        "acted": {name: say.clock(at) for name, at in found.acted.items()},
        "questions": [{"id": q.id, "whom": q.whom, "text": q.text, "until": say.clock(q.until), "answer": q.answer, "mailed_to": q.mailed_to}
                      for q in found.questions],
        "notes": [{"by": note.by, "at": say.clock(note.at), "text": note.text} for note in found.notes],
    }  # fmt: skip
    if options.json:
        say.line(record)
        return
    print(
        f"{found.id}  {found.state}  {found.owner or '—'}  {found.cause or '—'}  {found.action or found.finding or '—'}"
    )
    if whole:
        for name in (
            "declarations",
            "promised_at",
            "review_on",
            "reviewer",
            "acted",
            "questions",
            "notes",
            "finding",
        ):
            if record[name]:
                print(f"  {name}: {record[name]}")


def team(options: argparse.Namespace) -> int:
    """Look at the coordination team, or change a section, a roster or an outsider."""
    desk = opening.desk(options, options.at)
    if options.verb == "list":
        return _team(options, desk)
    members = tuple(name for name in options.members.split(",") if name)
    wanted: Payload
    if options.verb == "section":
        roles = tuple(name for name in options.roles.split(",") if name)
        wanted = t.SectionSet(
            options.name, options.zh, options.en, options.lead, options.deputy, members, roles
        )
    elif options.verb == "duty":
        wanted = t.DutyRostered(options.name, options.since, options.until or options.since, members)
    else:
        wanted = t.OutsiderSet(options.name, options.kind, options.zh, options.en, options.address)
    refusal = desk.coordination.change_team(wanted, opening.actor(desk, options.actor, OFFICER))
    if refusal:
        raise Failed(f"{options.name}: {refusal.text(options.lang)}", 1)
    return _team(options, desk)


def _team(options: argparse.Namespace, desk: Desk) -> int:
    found = desk.coordination.team()
    for name, each in found.sections.items():
        record = {"section": name, "zh": each.zh, "en": each.en, "lead": each.lead, "deputy": each.deputy,
                  "members": list(each.members), "roles": list(each.roles)}  # fmt: skip
        text = f"{name}  {each.zh if options.lang == 'zh' else each.en}  {each.lead} ({each.deputy})  {', '.join(each.members)}"
        say.line(record) if options.json else print(text)
    for duty in found.roster:
        record = {"duty": duty.section, "from": duty.since, "to": duty.until, "members": list(duty.members)}
        text = f"{duty.section}  {duty.since} – {duty.until}  {', '.join(duty.members)}"
        say.line(record) if options.json else print(text)
    for name, outsider in found.outsiders.items():
        record = {
            "outsider": name,
            "kind": outsider.kind,
            "zh": outsider.zh,
            "en": outsider.en,
            "address": outsider.address,
        }
        text = f"{name}  {outsider.kind}  {outsider.zh if options.lang == 'zh' else outsider.en}  {outsider.address}".rstrip()
        say.line(record) if options.json else print(text)
    return 0


def commands(
    add: "Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]",
) -> None:
    """The commands of the coordination desk with their options."""
    found = add(
        "late", late, "open declarations past 20 and 24 hours: owner, cause, next action, expected release"
    )
    found.add_argument(
        "--all", action="store_true", help="those in time with an open case, or expected to be late, too"
    )
    one = add("case", case, "cases of the coordination desk: " + ", ".join(VERBS))
    one.add_argument("verb", choices=VERBS)
    one.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="declaration or case; open, join: declarations; answer: question",
    )
    one.add_argument("--text", default="", help="reason, action, note, question, ground, finding or answer")
    one.add_argument("--cause", default="", help=", ".join(causes()))
    for name, help_ in (
        ("section", "section waited for, or of the owner"), ("to", "who gets the case"), ("whom", "outsider who is asked"),
        ("until", "promised time, or end of the time to answer"), ("review", "date on which the head looks again"),
    ):  # fmt: skip
        one.add_argument(f"--{name}", default="", help=help_)
    one.add_argument("--all", action="store_true", help="list: closed ones too")
    group = add("team", team, "the coordination team: " + ", ".join(TEAM_VERBS))
    group.add_argument("verb", choices=TEAM_VERBS)
    group.add_argument("name", nargs="?", default="", help="id of the section or outsider")
    for name in ("zh", "en", "lead", "deputy", "members", "roles", "kind", "address"):
        group.add_argument(f"--{name}", default="")
    group.add_argument("--from", dest="since", default="", metavar="DATE")
    group.add_argument("--to", dest="until", default="", metavar="DATE")
    for each in (found, one, group):
        each.add_argument("--at", default="", metavar="TIME", help="office clock of a demo database")
    for each in (one, group):
        each.add_argument("--as", dest="actor", metavar="ACTOR", help="name of the office's register")
