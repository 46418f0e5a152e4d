"""A plan as its checks see it, made from the sheet's table or from a plan of the package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

import pandas as pd

from automation.deadlines import RUSSIA, Calendar, Deadline, Kind, Period, parse
from sheets_schema.roadmaps import Measure, Roadmap, Stage
from sheets_schema.roles import roles_in
from sheets_schema.vocabulary import MENTOR

Number = tuple[int, ...]

_FORM = re.compile(
    r"\b(педагог|учитель|преподаватель|студент|ученик|обучающийся|работодатель)\s*[-–—‑]\s*"
    r"(педагог|учитель|преподаватель|студент|ученик|обучающийся)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """One measure.

    row: what its findings are filed under. name: how a person finds it («1.2.3», «М-0007»). number: its parts; empty
    where it has none or it is not a number. stage: (order, title), None where it belongs to none. forms: the forms
    of mentoring that it names. text: all that it says, for checks that look for words. activity: its line of work.
    checkpoint: the plan calls it one, whatever its deadline says.
    """

    row: int
    name: str
    number: Number
    stage: tuple[int, str] | None
    title: str
    written: str
    deadline: Deadline
    responsible: str
    result: str
    text: str
    activity: str = ""
    checkpoint: bool = False
    forms: tuple[str, ...] = ()
    depends_on: tuple[Number, ...] = ()

    @property
    def place(self) -> str:
        """Where to look for it, in words."""
        return f"пункт {self.name}" if self.number else f"мероприятие {self.name}"

    @cached_property
    def roles(self) -> tuple[list[str], list[str]]:
        """The roles that answer for it, and the words that name none."""
        return roles_in(self.responsible)

    @cached_property
    def last_due(self) -> date | None:
        """The last day on which anything of it is due."""
        return last_due(self.deadline)


@dataclass(frozen=True)
class Plan:
    """All measures of one plan, in its order.

    period: None where the plan names none: nothing can lie outside it then. held: the roles that somebody holds, None
    where that is not known. forms: the forms of mentoring that the plan as a whole names, none where it says nothing.
    """

    entries: Sequence[Entry]
    period: Period | None = None
    held: frozenset[str] | None = None
    forms: tuple[str, ...] = ()
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
    entries = [_declared(row, stage, measure, period_of_deadlines) for row, (stage, measure) in enumerate(placed)]
    return Plan(entries, period=roadmap.period, forms=roadmap.mentoring_forms)


def plan_in(
    frame: pd.DataFrame, *, period: Period, roles: Iterable[str] | None = None, forms: Iterable[str] = ()
) -> Plan:
    """The plan in the rows of «Дорожная карта», its deadlines as words. Findings are filed under the frame's labels.

    `roles` are those held on «Сотрудники», None where nobody is entered there yet.
    """
    columns = [frame[name].fillna("").tolist() for name in _READ]
    rows = zip(frame.index.tolist(), *columns, strict=True)
    entries = [_typed(row, dict(zip(_READ, cells, strict=True)), period) for row, *cells in rows]
    held = None if roles is None else frozenset(roles) | {MENTOR}
    return Plan(entries, period=period, held=held, forms=tuple(forms))


@lru_cache(maxsize=4096)  # a long recurrence is counted through, and plans repeat their deadlines
def last_due(deadline: Deadline) -> date | None:
    """The due date of a deadline, of a recurring one the last."""
    return next(iter(deadline.occurrences(date.max)[-1:]), None)


def number_in(text: str) -> Number:
    """«1.2.3», «1.2.», «4)» as numbers; empty for what is not a number."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})*)[.)]?", text.strip())
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def forms_in(text: str) -> tuple[str, ...]:
    """The forms of mentoring that a text names, as the vocabulary spells them."""
    return tuple(dict.fromkeys(f"{one}–{other}".lower() for one, other in _FORM.findall(text)))


def is_recurring(entry: Entry) -> bool:
    return entry.deadline.kind is Kind.RECURRING


def _declared(row: int, stage: Stage, measure: Measure, period: Period) -> Entry:
    text = "\n".join((measure.title, measure.description, measure.result))
    return Entry(
        row=row,
        name=measure.number,
        number=number_in(measure.number),
        stage=None if stage.number is None else (stage.number, stage.title),
        title=measure.title,
        written=measure.deadline,
        deadline=parse(measure.deadline, period=period),
        responsible=", ".join(measure.responsible),
        result=measure.result,
        text=text,
        activity=measure.activity,
        checkpoint=measure.checkpoint,
        forms=measure.mentoring_forms or forms_in(text),
        depends_on=tuple(number_in(number) for number in measure.depends_on),
    )


_READ = ("id", "number", "measure", "deadline", "responsible", "result", "stage", "activity", "depends_on")


def _typed(row: int, said: Mapping[str, str], period: Period) -> Entry:
    number = number_in(said["number"])
    text = "\n".join((said["measure"], said["result"]))
    return Entry(
        row=row,
        name=said["number"] or said["id"],
        number=number,
        stage=_stage(said["stage"], number),
        title=said["measure"],
        written=said["deadline"],
        deadline=parse(said["deadline"], period=period),
        responsible=said["responsible"],
        result=said["result"],
        text=text,
        activity=said["activity"],
        forms=forms_in(text),
        depends_on=_numbers(said["depends_on"]),
    )


def _numbers(text: str) -> tuple[Number, ...]:
    return tuple(number for part in re.split(r"[,;\s]+", text) if (number := number_in(part)))


def _stage(text: str, number: Number) -> tuple[int, str] | None:
    """A stage by the number in its title («3. …», «Этап 3. …»), else by the first part of the measure's number."""
    found = re.match(r"\D{0,10}?(\d{1,3})\b\W*", text)
    if found:
        return int(found[1]), text[found.end() :] or text
    if re.match(r"\s*подготовительн", text, flags=re.IGNORECASE):
        return 0, text
    return (number[0], text) if len(number) > 1 else None
