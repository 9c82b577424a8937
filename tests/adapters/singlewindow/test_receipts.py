"""Receipts in the Single Window form."""

from lxml import etree

from tests.cast import AUGUST
from tongguan.adapters.singlewindow.receipts import import_response, result
from tongguan.adapters.singlewindow.writer import NAMESPACE


def test_the_technical_answer_names_the_unified_number_or_the_reason() -> None:
    good, bad = (
        etree.fromstring(import_response("C1", "4907X")),
        etree.fromstring(import_response("C1", error="旧")),
    )
    found = [each.findtext(f"{{{NAMESPACE}}}ResponseCode") for each in (good, bad)]
    assert found == ["0", "1"]
    assert good.findtext(f"{{{NAMESPACE}}}SeqNo") == "4907X"
    assert bad.findtext(f"{{{NAMESPACE}}}ErrorMessage") == "旧"


def test_the_business_receipt_has_the_channel_and_the_offices_local_time() -> None:
    told = etree.fromstring(result("4907X", "490720181000000001", "P", AUGUST, "放行", "4907"))
    assert told.tag == "DEC_RESULT"
    assert told.findtext("CHANNEL") == "P"
    assert told.findtext("NOTICE_DATE") == "2018-08-20T10:00:00"
    assert told.findtext("ENTRY_ID") == "490720181000000001"
