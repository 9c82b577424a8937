"""A message: a declaration with what is not part of it: particulars of persons, operation, client number, files."""

from functools import cache

import msgspec

from tongguan.facts.declaration import Declaration

DRAFT = "G"
"""Operation 操作类型 of a declaration that is only saved 暂存."""


class UseUnit(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Contact of the unit that uses the goods."""

    contact: str = ""
    telephone: str = ""


class Particulars(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Particulars of persons; they live in the vault, the journal holds their salted digest."""

    operator_name: str = ""
    operator_card: str = ""
    declarant_person: str = ""
    declarant_telephone: str = ""
    declarant_licence: str = ""
    signer_card: str = ""
    signer_name: str = ""
    signature: str = ""
    signer_certificate: str = ""
    use_units: tuple[UseUnit, ...] = ()


class Attachment(msgspec.Struct, frozen=True):
    """A file that came with a message."""

    name: str
    body: bytes


class Message(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """What a declarant sends."""

    declaration: Declaration
    operation: str = "C"
    """Operation 操作类型: G saves a draft; C, A and E declare."""
    client_number: str = ""
    particulars: Particulars = Particulars()
    signed_at: str = ""
    signer_organisation: str = ""
    signer_kind: str = ""
    host: str = ""
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    raw: bytes = b""
    """The message as received."""


def declarant_code(declaration: Declaration) -> str:
    """Who declares: customs code of the declaring unit, else its social credit code, else the data-entry unit's."""
    agent, entry = declaration.agent, declaration.entry_unit
    return agent.customs_code or agent.social_code or entry.customs_code or entry.name


GROUPS: dict[str, tuple[str, ...]] = {
    "parties": ("trader", "owner", "agent", "entry_unit", "overseas_", "qualifications", "statements", "declarant_id"),
    "goods": (
        "items.line", "items.commodity", "items.ciq", "items.name", "items.spec", "items.quantity", "items.unit",
        "items.first_", "items.second_", "items.brand", "items.class_mark", "items.customs_use", "items.goods_no",
        "items.consumption", "items.record_line", "items.expiry", "items.shelf_life", "items.ingredients",
        "items.prod", "items.batch", "items.control", "items.goods_attributes", "gross_weight", "net_weight",
        "record_no", "levy_nature", "supervision_mode", "document_type", "filing_list_kind", "ie_flag", "special_marks",
    ),
    "value": (
        "items.price", "items.total", "items.currency", "items.processing_fee", "items.duty_mode", "freight", "items.materials",
        "insurance", "other_charges", "transaction_term", "price_statements", "tax_", "pay", "guarantee_release",
        "domestic_ratio", "levy_nature", "guarantee_no",
    ),
    "origin": ("items.origin", "items.agreement", "items.overseas", "origin_lines", "trading_country", "partner_country"),
    "transport": (
        "transport", "crossing_date", "port", "departure", "entry_port", "goods_place", "delivery_order", "unloaded",
        "voyage", "yard", "supervised_place", "containers", "original_container", "declaration_mark",
        "transit_relation", "items.destination", "destination_authority", "two_stage_access", "inspection_diversion",
        "office", "district", "items.district",
    ),
    "packing": ("packages", "package_type", "other_packages", "no_other_package", "marks", "mark_pictures",
                "items.not_dangerous", "items.un_number", "items.dangerous", "items.packing"),
    "documents": (
        "licence", "documents", "requested_certificates", "items.licences", "contract_no", "approval_no", "related",
        "correlation", "certificate_authority", "acceptance_authority", "remarks", "edi_remark", "list_no",
        "seq_no", "entry_id", "pre_entry", "risk", "entry_type", "print_date", "data_source", "business_items",
        "format_version", "extra",
    ),
}  # fmt: skip
"""Groups of facts that controls read, each with the beginnings of its field paths."""


def differences(old: Declaration, new: Declaration) -> tuple[str, ...]:
    """Paths of the fields that differ, for example ``net_weight``, ``trader.name`` or ``items[2].total``."""
    return tuple(_compare(msgspec.to_builtins(old), msgspec.to_builtins(new), ""))


def _compare(old: object, new: object, path: str) -> list[str]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        names = dict.fromkeys([*old, *new])
        dot = f"{path}." if path else ""
        return [found for name in names for found in _compare(old.get(name), new.get(name), dot + name)]
    if isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True), start=1)
        return [found for place, (a, b) in pairs for found in _compare(a, b, f"{path}[{place}]")]
    return [path]


@cache
def _group_of(path: str) -> frozenset[str]:
    whole = path == "items"
    return frozenset(
        group
        for group, starts in GROUPS.items()
        if any(path.startswith(start) or (whole and start.startswith("items.")) for start in starts)
    )


def groups_of(paths: tuple[str, ...]) -> frozenset[str]:
    """The groups of facts that changed paths belong to."""
    found: set[str] = set()
    for path in paths:
        plain = "".join(part.partition("]")[2] if part[:1].isdigit() else part for part in path.split("["))
        found |= _group_of(plain)
    return frozenset(found)
