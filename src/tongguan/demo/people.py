"""The demo office's people: officers, courses, qualifications and posts, all made up."""

from functools import cache
from importlib import resources

from tongguan.desk import people
from tongguan.facts.people import Staff


@cache
def staff() -> Staff:
    """The people of the demo office. Synthetic."""
    text = (resources.files("tongguan.demo") / "people.toml").read_text("utf-8")
    return people.checked(people.parse(text), Staff())
