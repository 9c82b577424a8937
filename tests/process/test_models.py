"""Process models are data, and data that cannot work is refused when it is loaded."""

from importlib import resources

import pytest

from tongguan.process.model import ModelError, parse, shipped

TEXT = (resources.files("tongguan.process") / "models" / "import_parallel.toml").read_text("utf-8")


def test_the_five_models_are_shipped() -> None:
    assert set(shipped()) == {"import_parallel", "import_serial", "export", "bonded_list", "batch_central"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('after = ["arrival", "quarantine_review"]', 'after = ["joint_inspection"]', "circle"),
        ('after = ["arrival", "quarantine_review"]', 'after = ["nowhere"]', "unknown control nowhere"),
        ('role = "inspector", when = "inspect"', 'role = "juggler", when = "inspect"', "no name"),
        ('when = "licence"', 'when = "whenever"', "unknown word"),
        ('track = "licence", role', 'track = "lane", role', "unknown track"),
        ('tracks = ["removal", "destination"]', 'tracks = ["removal"]', "waited for by exactly one"),
        ('done_by = "gate_out"', 'done_by = "magic"', "unknown message"),
        ('id = "licence_check"', 'id = "arrival"', "two things"),
        ("version = 2", 'version = "one"', "unreadable"),
    ],
)
def test_a_model_that_cannot_work_is_refused_with_the_place(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(ModelError, match=said):
        parse(TEXT.replace(old, new, 1))


def test_serial_and_parallel_share_the_ids_of_the_same_work() -> None:
    serial, parallel = shipped()["import_serial"], shipped()["import_parallel"]
    ids = {control.id for control in parallel.control}
    for control in serial.control:
        own = control.same_work or control.id
        assert own in ids or control.id in ("clearance_form", "customs_declaration")


def test_the_serial_process_opens_the_goods_twice_and_the_parallel_once() -> None:
    openings = {
        name: sum(c.opening for c in shipped()[name].control) for name in ("import_serial", "import_parallel")
    }
    assert openings == {"import_serial": 2, "import_parallel": 1}
