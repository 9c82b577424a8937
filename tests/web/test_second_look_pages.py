"""The second pair of eyes on the pages: asked on one officer's page, given from the queue of another post."""

import re
from datetime import date
from typing import Any

import pytest

from tests.build import message
from tests.cast import BROKER, DENG, MAO, OFFICE, TERMINAL
from tests.web import inside
from tongguan.desk import register
from tongguan.desk.register import Register
from tongguan.desk.verbs import Act
from tongguan.desk.views import Answer
from tongguan.facts.actor import Actor
from tongguan.facts.people import Officer, Qualification, Staff

LUO = Actor(id="luo-yan", zh="罗雁", en="LUO Yan", roles=("document_officer", "inspector"), office=OFFICE)
"""Reviews documents and inspects, alone on duty."""
QIN = Actor(id="qin-rui", zh="秦睿", en="QIN Rui", roles=("inspector",), office="5317")


def screen(actor: Actor) -> Any:
    """Somebody signed in, in this process."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get_or_create(username=actor.id)[0])
    return client


def test_qin_of_another_office_looks_too_at_what_luo_may_not_do_alone(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = inside.office(f"sqlite:///{tmp_path_factory.mktemp('second')}/office.db")
    from tongguan.web.people import records

    luo_yan = Officer(LUO.id, LUO.zh, office=OFFICE, roles=LUO.roles)
    papers = Qualification(LUO.id, "customs_documents", date(2017, 1, 1))
    records.keep(Staff(officer=(luo_yan,), qualification=(papers,)), MAO.id)
    everybody = Register({**register.shipped().actors, LUO.id: LUO, QIN.id: QIN})
    monkeypatch.setattr(register, "shipped", lambda: everybody)
    said = desk.lodge(message(client_number="SECOND1"), BROKER)
    assert isinstance(said, Answer)
    for act, actor in (
        (Act(verb="arrive"), TERMINAL),
        (Act(verb="add", target="document_review", reason="spot check"), DENG),
        (Act(verb="add", target="joint_inspection", reason="count the cases"), DENG),
        (Act(verb="done", target="document_review"), LUO),
    ):
        assert isinstance(desk.act(said.number, act, actor), Answer), act
    luo, qin, page = screen(LUO), screen(QIN), f"/declarations/{said.number}"

    def does(client: Any, verb: str, **form: str) -> Any:
        sheet = desk.show(said.number)
        assert sheet is not None
        asked = {"verb": verb, "target": "joint_inspection", "version": str(sheet.version), **form}
        return client.post(f"{page}/act", asked)

    assert qin.get(page).status_code == 404
    assert said.number not in qin.get("/queue").content.decode()
    offered = luo.get(page).content.decode()
    assert 'value="ask-second"' in offered
    assert re.findall(r'<option value="qin-rui">QIN Rui', offered)
    assert 'value="ask-second"' not in does(luo, "ask-second", to=QIN.id, reason="alone").content.decode()

    assert "second pair of eyes" in qin.get("/queue").content.decode()
    shown = qin.get(page).content.decode()
    assert 'name="outcome" value="accept"' in shown
    assert "960.20" not in shown, "the part alone, without money"
    assert "refused" in does(qin, "second", outcome="refuse").content.decode(), "a no needs its reason"
    given = does(qin, "second", outcome="accept")
    assert (given.status_code, given.url) == (302, "/queue")
    assert said.number not in qin.get("/queue").content.decode()
    assert "found in order" in luo.get(page).content.decode()
    ordered = luo.post("/inspections", {"number": said.number})
    assert (ordered.status_code, ordered.url[:13]) == (302, "/inspections/")
