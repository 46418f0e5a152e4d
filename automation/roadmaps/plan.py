"""A plan as its checks see it, made from the sheet's table or from a plan of the package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA, Calendar, Deadline, Period, parse
from automation.roadmaps.anchors import DayOf, Events, anchored, due_day
from automation.roadmaps.entry import Entry, Number, forms_in, number_in
from sheets_schema.roadmaps import Measure, Roadmap, Stage
from sheets_schema.vocabulary import MENTOR


@dataclass(frozen=True)
class Plan:
    """All measures of one plan, in its order.

    period: None where the plan names none: nothing can lie outside it then. held: role → how many people hold it, None
    where that is not known. forms: the forms of mentoring that the plan as a whole names, none where it says nothing.
    on_staff: words that name one person of the staff, and nobody else, where a role might stand.
    """

    entries: Sequence[Entry]
    period: Period | None = None
    held: Mapping[str, int] | None = None
    forms: tuple[str, ...] = ()
    on_staff: frozenset[str] = frozenset()
    calendar: Calendar = field(default=RUSSIA)

    @cached_property
    def by_number(self) -> dict[Number, Entry]:
        """The first measure with each number."""
        return {entry.number: entry for entry in reversed(self.entries) if entry.number}

    @cached_property
    def stages(self) -> dict[int, list[Entry]]:
        """Order of a stage → its measures, by order."""
        found: dict[int, list[Entry]] = {}
        for entry in self.entries:
            if entry.stage:
                found.setdefault(entry.stage[0], []).append(entry)
        return dict(sorted(found.items()))


def plan_of(roadmap: Roadmap, *, period: Period) -> Plan:
    """A plan of the package. `period` is that in which its deadlines are read when it has none of its own."""
    period_of_deadlines = roadmap.period or period
    placed = [(stage, measure) for stage in roadmap.stages for measure in stage.measures]
    entries = [
        _declared(row, stage, measure, period_of_deadlines, each_year=roadmap.each_year and measure.yearly)
        for row, (stage, measure) in enumerate(placed)
    ]
    return Plan(anchored(entries), period=roadmap.period, forms=roadmap.mentoring_forms)


def plan_in(
    frame: pd.DataFrame,
    *,
    period: Period,
    each_year: bool = False,
    roles: Iterable[str] | None = None,
    forms: Iterable[str] = (),
    on_staff: frozenset[str] = frozenset(),
    day_of: DayOf = due_day,
    events: Events | None = None,
) -> Plan:
    """The plan in the rows of «Дорожная карта», its deadlines as words. Findings are filed under the frame's labels.

    each_year: it wants all that is done once a year in each of its years, and deadlines name the first. roles: those
    held on «Сотрудники», once for each holder; None where nobody is entered there yet. on_staff: words that name
    one of them. day_of, events: what deadlines that are relative to a measure or an event are counted from, see
    `anchors`.
    """
    texts = [frame[name].fillna("").tolist() for name in _TEXTS]
    flags = [frame[name].tolist() for name in _FLAGS]
    rows = zip(frame.index.tolist(), *texts, *flags, strict=True)
    entries = [_typed(row, dict(zip(_READ, cells, strict=True)), period, each_year=each_year) for row, *cells in rows]
    held = None if roles is None else Counter(roles) | Counter([MENTOR])
    dated = anchored(entries, day_of=day_of, events=events)
    return Plan(dated, period=period, held=held, forms=tuple(forms), on_staff=on_staff)


def _declared(row: int, stage: Stage, measure: Measure, period: Period, *, each_year: bool) -> Entry:
    text = "\n".join((measure.title, measure.description, measure.result))
    return Entry(
        row=row,
        name=measure.number,
        number=number_in(measure.number),
        stage=None if stage.number is None else (stage.number, stage.title),
        title=measure.title,
        written=measure.deadline,
        deadline=_marked(parse(measure.deadline, period=period, yearly=each_year), measure.checkpoint),
        responsible=", ".join(measure.responsible),
        result=measure.result,
        text=text,
        activity=measure.activity,
        forms=measure.mentoring_forms or forms_in(text),
        depends_on=tuple(number_in(number) for number in measure.depends_on),
    )


_TEXTS = (
    *("id", "number", "measure", "description", "deadline"),
    *("responsible", "result", "stage", "activity", "depends_on"),
)
_FLAGS = ("checkpoint", "yearly")
_READ = (*_TEXTS, *_FLAGS)


def _marked(deadline: Deadline, checkpoint: bool) -> Deadline:
    """A deadline of a measure that the plan calls a checkpoint, whatever the phrase calls it."""
    return replace(deadline, checkpoint=True) if checkpoint else deadline


def _typed(row: int, said: Mapping[str, Any], period: Period, *, each_year: bool) -> Entry:
    number = number_in(said["number"])
    text = "\n".join((said["measure"], said["description"], said["result"]))
    # «п. 2.1, 2.2» names two as «2.1, 2.2» does.
    before = [part for part in re.split(r"(?:пп?\.|[,;\s])+", said["depends_on"]) if part]
    return Entry(
        row=row,
        name=said["number"] or said["id"],
        number=number,
        stage=_stage(said["stage"], number),
        title=said["measure"],
        written=said["deadline"],
        deadline=_marked(
            parse(said["deadline"], period=period, yearly=each_year and said["yearly"]), said["checkpoint"]
        ),
        responsible=said["responsible"],
        result=said["result"],
        text=text,
        activity=said["activity"],
        forms=forms_in(text),
        depends_on=tuple(number for part in before if (number := number_in(part))),
        not_numbers=tuple(part for part in before if not number_in(part)),
    )


def _stage(text: str, number: Number) -> tuple[int, str] | None:
    """A stage by the number in its title («3. …», «Этап 3. …»), else by the first part of the measure's number."""
    found = re.match(r"\D{0,10}?(\d{1,3})\b\W*", text)
    if found:
        return int(found[1]), text[found.end() :] or text
    if re.match(r"\s*подготовительн", text, flags=re.IGNORECASE):
        return 0, text
    return (number[0], text) if len(number) > 1 else None
