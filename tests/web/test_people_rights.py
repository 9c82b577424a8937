"""No figure and no mark of a single officer reaches anybody but that officer and the head, whatever they ask for."""

import re
from collections.abc import Callable

import pytest

from tests.web.visitor import Visitor, said
from tongguan.desk import register

OFFICERS = [actor.id for actor in register.shipped().actors.values() if actor.kind == "officer"]
ACTS = (
    "/people/qualifications", "/people/courses", "/people/courses/SYN-C-01/lectures", "/people/courses/SYN-C-01/results",
    "/posts/add", "/posts/SYN-P-1/change", "/people/roster/duty", "/people/roster/absence",
)  # fmt: skip
As = Callable[[str], Visitor]


def test_a_mark_is_seen_by_the_officer_and_the_head_alone(visitor: As) -> None:
    for name in OFFICERS:
        pages = [visitor(name).get(path)[1] for path in ("/people", "/people/courses/SYN-C-01", "/people/me")]
        assert any("56.5" in page for page in pages) == (name in ("he-lan", "mao-qing")), (
            f"{name}: He Lan's mark"
        )


def test_a_card_is_opened_by_the_officer_and_the_head_alone(visitor: As) -> None:
    asked = {(name, other) for name in OFFICERS for other in (name, "he-lan", "yuan-qi")}
    for name, other in sorted(asked):
        status, text = visitor(name).get(f"/people/officers/{other}")
        may = name == other or (name == "mao-qing" and other == "he-lan")
        assert status == (200 if may else 403), (name, other)
        assert ("Lecture" in text or "Shifts" in text) == may


def test_the_figures_of_a_post_of_one_are_as_private_as_his_own(visitor: As) -> None:
    mao = visitor("mao-qing")
    form = {
        "id": "T-ALONE",
        "kind": "named",
        "zh": "一人岗",
        "en": "Post of one",
        "office": "4907",
        "since": "2018-01-02",
    }
    assert said(mao.post("/posts/add", **form)[1]) == "Recorded."
    added = mao.post("/posts/T-ALONE/change", officer="ouyang-bo", since="2018-01-02")[1]
    assert said(added) == "Recorded."

    def post(name: str, path: str = "/posts") -> str:
        return visitor(name).get(path)[1].partition("Post of one")[2].partition("</section>")[0]

    share = re.search(r"/ \d+", post("mao-qing"))
    assert share is not None, "the head sees how many of all were his"
    for name in OFFICERS:
        assert (share[0] in post(name)) == (name in ("ouyang-bo", "mao-qing")), name
    assert share[0] not in post("mao-qing", "/posts/display"), "the hall sees what everybody may"
    assert "欧阳博" in post("mao-qing", "/posts/display") or "OUYANG Bo" in post("mao-qing", "/posts/display")


@pytest.mark.parametrize("path", ACTS)
def test_nobody_but_the_head_and_the_administrator_records_anything(visitor: As, path: str) -> None:
    for name in OFFICERS:
        if name not in ("mao-qing", "yuan-qi"):
            assert visitor(name).post(path, office="4907", officer="he-lan")[0] == 403, name
        assert visitor(name).get(path)[0] == 405


def test_a_head_records_nothing_for_another_office(visitor: As) -> None:
    form = {"id": "T-FAR", "kind": "named", "zh": "远岗", "office": "5317", "since": "2018-01-02"}
    assert visitor("mao-qing").post("/posts/add", **form)[0] == 403
    assert "远岗" not in visitor("yuan-qi").get("/posts")[1]


def test_the_administrator_records_a_mark_without_reading_one(visitor: As) -> None:
    yuan, tan = visitor("yuan-qi"), visitor("tan-yue")
    path = "/people/courses/SYN-C-02"
    status, text = yuan.post(f"{path}/results", officer="tan-yue", present="0", mark="93.5")
    assert (status, said(text)) == (200, "Recorded.")
    assert "93.5" not in text
    assert "93.5" in tan.get(path)[1]
    yuan.post(f"{path}/results", officer="tan-yue", present="0", mark="")
    assert "93.5" in tan.get(path)[1], "an empty field of one who cannot see it changes nothing"
    visitor("mao-qing").post(f"{path}/results", officer="tan-yue", present="0", mark="")
    assert "93.5" not in tan.get(path)[1], "the head takes it back"
    assert "0–100" in said(yuan.post(f"{path}/results", officer="tan-yue", mark="101")[1])
    assert "no mark" in said(yuan.post(f"{path}/results", officer="tan-yue", mark="good")[1])


def test_each_mistake_in_a_form_is_one_line_and_records_nothing(visitor: As) -> None:
    mao = visitor("mao-qing")
    before = mao.get("/people")[1].count('class="chip valid"')
    for wrong, word in (
        ({"officer": "xiao-han", "subject": "duty", "since": "soon"}, "since"),
        ({"officer": "xiao-han", "subject": "juggling", "since": "2018-01-01"}, "Use:"),
        ({"officer": "nobody", "subject": "duty", "since": "2018-01-01"}, "officer"),
        (
            {"officer": "xiao-han", "subject": "duty", "since": "2018-02-01", "until": "2018-01-01"},
            "2018-02-01",
        ),
    ):
        status, text = mao.post("/people/qualifications", **wrong)
        assert status == 200
        assert word in said(text)
    assert mao.get("/people")[1].count('class="chip valid"') == before
    given = {
        "officer": "xiao-han",
        "subject": "customs_documents",
        "since": "2018-08-01",
        "until": "2019-08-01",
    }
    assert said(mao.post("/people/qualifications", **given)[1]) == "Recorded."
    assert mao.get("/people")[1].count('class="chip valid"') == before + 1
