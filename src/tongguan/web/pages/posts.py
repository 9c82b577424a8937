"""Exemplary posts: who serves, their times beside the office's, and the display for the hall."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from msgspec.structs import replace

from tongguan.desk.people import manages, read, sees_standing
from tongguan.desk.worklist import WorkRow
from tongguan.facts.actor import Actor
from tongguan.facts.people import Member, Post, Staff
from tongguan.facts.unreadable import Unreadable
from tongguan.insight import competence, posts
from tongguan.insight.times import FEW
from tongguan.web.guards import language
from tongguan.web.office import desk
from tongguan.web.pages.people import of_office, officer_of, tabs, today
from tongguan.web.pages.people_acts import by_manager, done, filled, kept
from tongguan.web.people import records


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Every post of the office."""
    return _show(request)


@login_required
def display(request: HttpRequest) -> HttpResponse:
    """The present posts for the screen in the hall: only what everybody may see, whoever has signed in."""
    actor, staff, day = officer_of(request), records.staff(), today()
    rows, current = list(desk().work()), [post for post in _posts(staff, actor) if _lasts(post, day)]
    shown = [_row(staff, post, rows, day) for post in current]
    for each in shown:
        each["sees"] = each["standing"].open
    return render(request, "posts_display.html", {"posts": shown, **_words()})


def _show(request: HttpRequest, said: str = "", refused: bool = False) -> HttpResponse:
    actor, staff, day = officer_of(request), records.staff(), today()
    rows = list(desk().work())
    shown = [_row(staff, post, rows, day) for post in _posts(staff, actor)]
    for each in shown:
        each["sees"] = sees_standing(actor, each["standing"], each["post"])
        each["manages"] = manages(actor, each["post"].office)
    context = {
        "posts": shown, "kinds": competence.sheet().post_kind, "manages": manages(actor), "day": day, "said": said,
        "refused": refused, "officers": of_office(staff, actor), "office_code": actor.office, **_words(), **tabs("posts", actor),
    }  # fmt: skip
    return render(request, "posts.html", context)


def _words() -> dict[str, Any]:
    return {"few": FEW, "least": posts.LEAST}


def _posts(staff: Staff, actor: Actor) -> list[Post]:
    return [post for post in staff.post if actor.office in ("", post.office)]


def _lasts(post: Post, day: date) -> bool:
    return post.since <= day <= (post.until or day)


def _row(staff: Staff, post: Post, rows: list[WorkRow], day: date) -> dict[str, Any]:
    """A post with its officers and its standing."""
    names = {each.id: each for each in staff.officer}
    return {
        "post": post,
        "kind": competence.sheet().post_kind[post.kind],
        "ended": not _lasts(post, day),
        "members": [
            {"member": each, "officer": names[each.officer], "now": each.since <= day <= (each.until or day)}
            for each in post.members
        ],
        "standing": posts.of_post(rows, post, *posts.period(post, day)),
    }


@by_manager
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new post."""
    row = filled(request, "id", "kind", "zh", "en", "place", "since", "office")
    if not manages(actor, row.get("office", "")):
        raise PermissionDenied
    if any(each.id == row.get("id") for each in records.staff().post):
        taken = (
            "已有此编号的岗位。" if language(request) == "zh" else "There is a post of this number already."
        )
        return _show(request, taken, True)
    return _show(request, *kept(request, actor, "post", row))


@by_manager
def change(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Who serves at a post from when to when; without an officer the last day of the post."""
    post = next((each for each in records.staff().post if each.id == name), None)
    if post is None:
        raise Http404
    if not manages(actor, post.office):
        raise PermissionDenied
    said = filled(request, "officer", "since", "until")
    try:
        records.keep(Staff(post=(_changed(post, said),)), actor.id)
    except Unreadable as error:
        return _show(request, error.text(language(request)), True)
    return _show(request, done(request))


def _changed(post: Post, said: dict[str, Any]) -> Post:
    plain = {"id": post.id, "kind": post.kind, "zh": post.zh, "office": post.office, "since": post.since}
    if "officer" in said:
        (given,) = read({"post": [{**plain, "members": [said]}]}).post
        kept_members = [each for each in post.members if not _same(each, given.members[0])]
        return replace(post, members=(*kept_members, *given.members))
    (given,) = read({"post": [{**plain, "until": said.get("until")}]}).post
    return replace(post, until=given.until)


def _same(one: Member, other: Member) -> bool:
    return (one.officer, one.since) == (other.officer, other.since)
