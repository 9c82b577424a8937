"""The glossary names one thing with one word, in both languages, and covers the process models."""

import tomllib
from importlib import resources

import pytest

from tongguan.process.model import Model, shipped

TEXT = (resources.files("tongguan.facts") / "glossary.toml").read_text("utf-8")
WORDS: dict[str, dict[str, object]] = tomllib.loads(TEXT)


def test_every_word_has_both_names_and_says_in_both_languages_what_it_means() -> None:
    for word, entry in WORDS.items():
        assert set(entry) - {"not"} == {"zh", "en", "means_zh", "means_en"}, word
        assert all(str(entry[part]).strip() for part in ("zh", "en", "means_zh", "means_en")), word


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_words_share_a_name(lang: str) -> None:
    names = [entry[lang] for entry in WORDS.values()]
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_a_word_is_set_apart_only_from_words_that_are_there() -> None:
    for word, entry in WORDS.items():
        others = entry.get("not", [])
        assert isinstance(others, list)
        assert word not in others
        assert set(others) <= set(WORDS), word


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("release_point", "gate"),
        ("done", "closing"),
        ("pick_up", "cancellation"),
        ("clearance", "case"),
        ("occupy", "pledge"),
        ("transport_entered", "arrival"),
        ("unified_number", "entry_id"),
        ("e_ledger", "clearance_form"),
    ],
)
def test_words_that_collide_are_set_apart(word: str, other: str) -> None:
    apart = WORDS[word].get("not", [])
    assert isinstance(apart, list)
    assert other in apart


@pytest.mark.parametrize("model", shipped().values(), ids=lambda model: model.id)
def test_controls_and_roles_are_in_the_glossary_and_everything_in_a_model_has_two_names(model: Model) -> None:
    unnamed = [each.id for each in (*model.control, *model.release_point) if not (each.zh and each.en)]
    unnamed += [name for name, each in {**model.role, **model.track}.items() if not (each.zh and each.en)]
    assert unnamed == []
    controls = {control.id for control in model.control}
    assert controls <= set(WORDS)
    assert set(model.role) <= set(WORDS)


def test_a_role_is_called_in_a_model_what_the_glossary_calls_it() -> None:
    for model in shipped().values():
        for role, name in model.role.items():
            assert (name.zh, name.en) == (WORDS[role]["zh"], WORDS[role]["en"]), f"{model.id}: {role}"
