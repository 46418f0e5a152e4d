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

DOCUMENTS = 200
GROUPS = 24
"""In one order: as many as the technicum has."""


def figures() -> Iterator[Figure]:
    contexts = [_order(number) for number in range(DOCUMENTS)]
    with ProcessPoolExecutor() as pool:
        ours = seconds(lambda: list(pool.map(_ours, contexts, chunksize=4)), runs=3)
        theirs = seconds(lambda: list(pool.map(_docxtpls, contexts, chunksize=4)), runs=3)
    peer = against("docxtpl", theirs / DOCUMENTS, ours / DOCUMENTS)
    title = f"Приказов (по {GROUPS} группы, {2 * GROUPS} человек), на всех ядрах"
    yield Figure(title, DOCUMENTS / ours, "в секунду", 40, more_is_better=True, peer=peer)


@cache
def _template() -> bytes:
    return templates.read_bytes(templates.register()["order/pairs"].template)


def _ours(context: dict[str, Any]) -> int:
    return len(render(_template(), context))


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


def _group(mentor: dict[str, str], members: Sequence[dict[str, str]]) -> dict[str, Any]:
    return {"mentor": mentor, "mentees": members, "form": "педагог–студент", "requests": "помощь в учёбе"}
