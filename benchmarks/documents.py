"""Documents a second, on all cores, beside docxtpl alone on the same template and the same people."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from typing import Any

import templates
from automation.documents import render
from automation.documents.sandbox import filters
from benchmarks.measure import Figure, against, seconds
from jobs.demo.people import mentees, mentors
from jobs.papers.kinds import kinds

DOCUMENTS = 200
GROUPS = 24
"""In one order: as many as the technicum has."""
MEASURES = 45
"""In one report: as many as the longest plan has."""


def figures() -> Iterator[Figure]:
    contexts = [_order(number) for number in range(DOCUMENTS)]
    with ProcessPoolExecutor() as pool:
        ours = seconds(lambda: list(pool.map(_ours, contexts, chunksize=4)), runs=3)
        theirs = seconds(lambda: list(pool.map(_docxtpls, contexts, chunksize=4)), runs=3)
    peer = against("docxtpl", theirs / DOCUMENTS, ours / DOCUMENTS)
    title = f"Приказов (по {GROUPS} группы, {2 * GROUPS} человек), на всех ядрах"
    yield Figure(title, DOCUMENTS / ours, "в секунду", 40, more_is_better=True, peer=peer)
    yield _reports_a_second()


def _reports_a_second() -> Figure:
    """The report on the roadmap with its picture of the year."""
    contexts = [_report(number) for number in range(DOCUMENTS)]
    with ProcessPoolExecutor() as pool:
        ours = seconds(lambda: list(pool.map(_our_report, contexts, chunksize=4)), runs=3)
    title = f"Отчётов с графиком года ({MEASURES} мероприятий), на всех ядрах"
    return Figure(title, DOCUMENTS / ours, "в секунду", 40, more_is_better=True)


@cache
def _template(kind: str = "order/pairs") -> bytes:
    return templates.read_bytes(kinds()[kind].template)


def _ours(context: dict[str, Any]) -> int:
    return len(render(_template(), context))


def _our_report(context: dict[str, Any]) -> int:
    return len(render(_template("report/roadmap"), context))


def _docxtpls(context: dict[str, Any]) -> int:
    """As docxtpl's own guide does it: open the template, render, save. The words are inflected by us."""
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    environment = Environment(autoescape=True)
    environment.filters |= filters()
    document = DocxTemplate(io.BytesIO(_template()))
    document.render(context, jinja_env=environment, autoescape=True)
    saved = io.BytesIO()
    document.save(saved)
    return saved.tell()


def _order(number: int) -> dict[str, Any]:
    """What the template takes, with people of this order's own."""
    leaders = [{"full_name": one.full_name, "position": one.occupation} for one in mentors(number, GROUPS)]
    led = [{"full_name": one.full_name, "details": one.occupation} for one in mentees(number, 2 * GROUPS)]
    letterhead = ("founder", "short_name", "address", "phone", "email", "ogrn", "inn", "kpp")
    return {
        "organisation": {"full_name": "Техникум", **dict.fromkeys(letterhead)},
        "number": f"{number}-У",
        "date": date(2023, 11, 30),
        "place": "г. Кировск",
        "school_year": "2023/2024",
        "plan": None,
        "programmes_by": None,
        "director": leaders[0],
        "curator": leaders[1],
        "controller": None,
        "acquainted": leaders,
        "pairs": [_group(leader, led[2 * at : 2 * at + 2]) for at, leader in enumerate(leaders)],
    }


def _report(number: int) -> dict[str, Any]:
    """What the report takes, each measure with a bar of two months in a year of its own."""
    counts = ("total", "done", "in_progress", "soon", "overdue", "not_started", "no_deadline", "percent")
    done, blank = {"sign": "✓", "colour": "D9EAD3"}, {"sign": "", "colour": "auto"}
    cells = [done if 3 <= slot < 9 else blank for slot in range(36)]
    months = [cells[at : at + 3] for at in range(0, 36, 3)]
    due = date(2023 + number % 3, 11, 30)
    measures = [{"number": f"{n}", "title": f"Мероприятие {n}", "due": due, "months": months} for n in range(MEASURES)]
    proven = {"times": 1, "times_done": 1, "proof": "в папке программы"}
    order = _order(number)
    return {
        **{name: order[name] for name in ("organisation", "place", "plan", "director", "curator", "school_year")},
        "about": "за ноябрь 2023 г.",
        "today": date(2023, 12, 1),
        "period": {"start": date(2023, 9, 1), "end": date(2024, 8, 31)},
        "now": dict.fromkeys(counts, number),
        "former": {**dict.fromkeys(counts, 0), "date": date(2023, 11, 1)},
        "checkpoints": [],
        "overdue": {"rows": [], "more": 0},
        "soon": {"rows": [], "more": 0},
        "done": {"rows": [{**measure, **proven} for measure in measures[:20]], "more": 0},
        "awaiting": [],
        "chart": {
            "year": 2023,
            "days": months,
            "legend": [],
            "note": None,
            "stages": [{"title": f"Этап {at // 9}", "lines": measures[at : at + 9]} for at in range(0, MEASURES, 9)],
        },
    }


def _group(mentor: dict[str, str], members: Sequence[dict[str, str]]) -> dict[str, Any]:
    return {"mentor": mentor, "mentees": members, "form": "педагог–студент", "requests": "помощь в учёбе"}
