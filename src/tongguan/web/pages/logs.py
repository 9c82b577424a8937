"""The analyst's page: the ways that declarations took, whether the process models know them, and the log to take away."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from tongguan.adapters.logs import writing
from tongguan.desk import lives
from tongguan.facts.clock import DAY, local_date, parse
from tongguan.insight import logged
from tongguan.insight.conformance import KINDS, deviations
from tongguan.insight.graph import Ways
from tongguan.insight.log import Case
from tongguan.process.model import Control, ReleasePoint
from tongguan.web.guards import language
from tongguan.web.office import desk

MOST = 5_000
"""Declarations that a page looks at; more are for the command line."""
SHOWN = 12
_CHUNK = 500


class Asked:
    """A period of acceptance, both days inclusive; the last 31 days where none, or nonsense, is named."""

    def __init__(self, request: HttpRequest) -> None:
        today = local_date(desk().clock.now())
        self.said = ""
        try:
            self.until = _day(request.GET.get("to", ""), today)
            self.since = _day(request.GET.get("from", ""), self.until - timedelta(days=30))
        except ValueError:
            self.since, self.until = today - timedelta(days=30), today
            self.said = "日期须如 2018-08-01。" if language(request) == "zh" else "Write dates as 2018-08-01."
        rows = desk().journal.work_rows(parse(self.since.isoformat()), parse(self.until.isoformat()) + DAY)
        self.numbers = [row.number for row in rows]
        if len(self.numbers) > MOST:
            zh = f"该期间超过 {MOST} 票，请缩短期间，或使用 tongguan export。"
            en = f"More than {MOST} declarations: choose a shorter period, or use tongguan export."
            self.said, self.numbers = (zh if language(request) == "zh" else en), []

    def cases(self, earlier: writing.Earlier = writing.NONE_EARLIER) -> Iterator[Case]:
        """The declarations as cases; ``earlier`` as ``writing.cases`` says."""
        for place in range(0, len(self.numbers), _CHUNK):
            for events in desk().journal.read_many(self.numbers[place : place + _CHUNK]).values():
                yield from writing.cases(events, desk().models, earlier)


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text.strip()) if text.strip() else otherwise


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Figures of the period."""
    asked, ways, times = Asked(request), Ways(), logged.Times(logged.CASE)
    left: list[dict[str, Any]] = []
    for case, done in logged.told(asked.cases()):
        ways.add(done)
        times.add(case, done)
        found = deviations(desk().models[case.attributes["process"]], case.entries)
        if found:
            left.append({"number": case.id, "deviations": [(each, KINDS[each.kind]) for each in found]})
    variants, graph = ways.variants(), ways.graph()
    context = {
        "asked": asked, "figures": next(iter(times.figures()), None), "variants": variants[:SHOWN], "variant_count": len(variants),
        "graph": [(each.from_, each.to, each.count, each.mean_s / 3600) for each in graph[:SHOWN]], "graph_count": len(graph),
        "rework": ways.rework()[:SHOWN], "left": left[:SHOWN], "left_count": len(left), "shown": SHOWN,
        "formats": list(writing.WRITERS), "nav": "logs", "names": names(language(request)),
    }  # fmt: skip
    return render(request, "logs.html", context, status=400 if asked.said else 200)


def names(lang: str) -> dict[str, str]:
    """Controls and release points of every process by id, in the reader's language."""
    parts: list[Control | ReleasePoint] = []
    for model in desk().models.values():
        parts += [*model.control]
        parts += [*model.release_point]
    return {each.id: each.zh if lang == "zh" else each.en for each in parts}


@login_required
def file(request: HttpRequest) -> HttpResponse | FileResponse:
    """The period's log in one of the formats."""
    asked, format_ = Asked(request), request.GET.get("format", "")
    if format_ not in writing.WRITERS:
        asked.said = f"format: {', '.join(writing.WRITERS)}"
    if asked.said:
        return HttpResponse(asked.said, status=400, content_type="text/plain; charset=utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder) / writing.NAMES[format_]
        writing.write(asked.cases(lives.earlier(desk())), path, format_)
        # The file stays readable while it is open; its folder is gone when the answer has been sent.
        return FileResponse(
            path.open("rb"), as_attachment=True, filename=f"{asked.since}-{asked.until}-{path.name}"
        )
