"""Every word of a page is there once, in both languages."""

import re
import tomllib
from importlib import resources

from tongguan.desk import adoption
from tongguan.insight.exceptions import SORTS
from tongguan.rules.figures import KINDS

WEB = resources.files("tongguan.web")
FILES = {
    each.name: tomllib.loads(each.read_text("utf-8"))
    for each in WEB.iterdir()
    if each.name.startswith("words")
}


def test_no_word_is_in_two_files_and_each_has_both_languages() -> None:
    keys = [key for words in FILES.values() for key in words]
    assert sorted(key for key in keys if keys.count(key) > 1) == []
    for words in FILES.values():
        for key, word in words.items():
            assert set(word) == {"zh", "en"}, key
            assert all(word.values()), key


def test_a_template_asks_for_no_word_that_is_not_there() -> None:
    known = {key for words in FILES.values() for key in words}
    for template in (WEB / "templates").iterdir():
        asked = re.findall(r"""\{% t ["']([^"']+)["']""", template.read_text("utf-8"))
        assert sorted(set(asked) - known) == [], template.name


def test_every_kind_of_figure_and_of_adoption_has_its_word() -> None:
    known = {key for words in FILES.values() for key in words}
    wanted = {f"figure_{kind}" for kind in (*KINDS, "exchange")}
    wanted |= {f"adopted_{row.kind}" for row in adoption.shipped().adopt}
    wanted |= {f"exception_{sort}" for sort in SORTS}
    assert sorted(wanted - known) == []
