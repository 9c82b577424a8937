"""Rules about modes, record numbers, levy natures, transport and countries: V07, V08, V10 to V13, V25, V27.

V09 (export messages swap origin and destination) is the reader's: here both mean what they say.
"""

from collections.abc import Iterable

from tongguan.facts.declaration import EXPORT, FILING_LIST, IMPORT, Declaration
from tongguan.rules.ground import Ground, Hit, hit

WATER = "2"
CHINA = "CHN"
STAYS = ("0654", "0657", "1427")
"""Export modes whose goods stay in China: further processing, surplus carried over, outward processing."""
ZONE_EQUIPMENT = {IMPORT: ("5300", "5335"), EXPORT: ("5300", "5361")}


def transport(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V07: by water the vessel, the voyage and the bill of lading are named."""
    if d.transport_mode == WATER:
        for path in ("transport_means", "voyage", "transport_document"):
            if not getattr(d, path):
                yield ground.about("V07", path)


def processing_fee(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V08: exports of processing with supplied materials give the fee, a figure, in the remarks."""
    named = any(sign.isdigit() for sign in d.remarks)
    if d.supervision_mode == "0214" and d.direction == EXPORT and not named:
        yield hit("V08", "remarks")


def countries(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V10: imports end in China; exports of some modes stay there."""
    if d.direction == IMPORT:
        for place, item in enumerate(d.items, start=1):
            if item.destination_country and ground.country(item.destination_country) != CHINA:
                path = f"items[{place}].destination_country"
                yield hit("V10", path, item.line or place, value=item.destination_country)
    elif d.direction == EXPORT and d.supervision_mode in STAYS and ground.country(d.partner_country) != CHINA:
        yield hit("V10", "partner_country", value=d.partner_country or "—")


def record(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V11, V12, V25: record number and record lines go together; letters by mode."""
    for place, item in enumerate(d.items, start=1):
        if bool(d.record_no) != bool(item.record_line):
            yield hit("V11", f"items[{place}].record_line", item.line or place, record=d.record_no or "—")
    letters = _letters(d, ground)
    if d.record_no and d.record_no[0] not in letters:
        yield hit("V12", "record_no", value=d.record_no, letters=" ".join(letters))
    of_zone = d.record_no[:1] == "H" and d.record_no[5:6] == "D"
    if d.supervision_mode in ZONE_EQUIPMENT.get(d.direction, ()) and not of_zone:
        yield hit("V25", "record_no", value=d.record_no or "—")


def _letters(d: Declaration, ground: Ground) -> str:
    rule = ground.record.get((d.direction, d.supervision_mode))
    if rule is None or (rule.only_levy and d.levy_nature not in rule.levy):
        return ground.settings.record_letters
    return rule.letters


def levy(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """V13: the levy nature that is usual for the mode, or on general trade for the kind of enterprise."""
    rule = ground.record.get((d.direction, d.supervision_mode))
    wanted = rule.levy if rule and not rule.only_levy else ()
    if d.direction == EXPORT and d.supervision_mode == "0110":
        usual = ground.settings.levy_of_enterprise.get(d.trader.customs_code[5:6])
        wanted = (usual,) if usual else ()
    if wanted and d.levy_nature and d.levy_nature not in wanted:
        yield hit("V13", "levy_nature", value=d.levy_nature, wanted=" ".join(wanted))


def filing_list(d: Declaration, _: Ground) -> Iterable[Hit]:
    """V27: a central declaration of batches names the declaration it belongs to."""
    if d.filing_list_kind == "4" and d.kind == FILING_LIST and not d.related_declaration:
        yield hit("V27", "related_declaration")


def numbering(d: Declaration, ground: Ground) -> Iterable[Hit]:
    """Goods lines are numbered from 1 without gaps, and not more than the form has room for."""
    numbers = [item.line for item in d.items]
    if None not in numbers and numbers != list(range(1, len(numbers) + 1)):
        yield hit("F06", "items", value=", ".join(str(number) for number in numbers[:60]))
    if len(numbers) > ground.settings.most_lines:
        yield hit("F07", "items", value=len(numbers), most=ground.settings.most_lines)
