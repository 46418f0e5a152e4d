"""Deadlines relative to something («в течение месяца после п. 2.1») get their dates, where it is certain from what.

A deadline is counted from the first of these that there is:

- the measure that the phrase names by its number;
- an event that the program sees for itself, such as the order on pairs being signed;
- the one measure that this one comes after («После пунктов»), when the phrase counts from what was before.

A measure stands for its due date, or for the day on which it was done where that is known. Where nothing is certain
the deadline has no dates, and `Entry.anchor` says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from automation.deadlines import RUSSIA, Calendar, Deadline, Kind, resolved
from automation.roadmaps.entry import Anchor, Entry, Number, Sight, number_in
from automation.roadmaps.orders import orders_in

Events = Mapping[str, date | None]
"""What an order is about («о парах») → the day on which it was signed; None while it is not."""

DayOf = Callable[[Entry], date | None]
"""The day that a measure stands for; None while it has none."""

_AFTER = ("после ", "по окончании ", "по завершении ", "по итогам ", "по результатам ")
_AROUND = (*_AFTER, "до ", "перед ")


def due_day(entry: Entry) -> date | None:
    return entry.deadline.due


def anchored(
    entries: Sequence[Entry], *, day_of: DayOf = due_day, events: Events | None = None, calendar: Calendar = RUSSIA
) -> list[Entry]:
    """The same measures, their relative deadlines with the dates that they get."""
    search = _Search(entries, events or {})
    aims = {n: search.aim(entry) for n, entry in enumerate(entries) if entry.deadline.kind is Kind.RELATIVE}
    found = [_dated(entry, aims.get(n), calendar) for n, entry in enumerate(entries)]
    targets = {n: aim.at for n, aim in aims.items() if isinstance(aim, _Target)}
    for n, in_circle in _targets_first(targets):
        target = found[targets[n]]
        anchor = Anchor(Sight.CIRCLE, place=target.place) if in_circle else _of(target, entries[n], aims[n], day_of)
        found[n] = _dated(entries[n], anchor, calendar)
    return found


@dataclass(frozen=True)
class _Target:
    """The measure that a deadline is counted from, by its place in the plan."""

    at: int
    sight: Sight


_Aim = Anchor | _Target


class _Search:
    """Looks for what deadlines are counted from."""

    def __init__(self, entries: Sequence[Entry], events: Events) -> None:
        self._events = events
        self._places: dict[Number, list[int]] = {}
        for n, entry in enumerate(entries):
            self._places.setdefault(entry.number, []).append(n)

    def aim(self, entry: Entry) -> _Aim:
        deadline = entry.deadline
        if deadline.measure and _counts_from(deadline, _AROUND):
            return self._measure(number_in(deadline.measure), Sight.NAMED)
        order = next((order for order in orders_in(deadline.event) if order in self._events), "")
        if order and _counts_from(deadline, _AROUND) and (day := self._events[order]):
            return Anchor(Sight.EVENT, day)
        if len(entry.depends_on) == 1 and _counts_from_what_was_before(deadline):
            only = self._measure(entry.depends_on[0], Sight.ONLY)
            if isinstance(only, _Target):
                return only
        return Anchor(Sight.AWAITED if order else Sight.UNKNOWN)

    def _measure(self, number: Number, sight: Sight) -> _Aim:
        places = self._places.get(number, [])
        if len(places) == 1:
            return _Target(places[0], sight)
        return Anchor(Sight.SEVERAL if places else Sight.MISSING)


def _counts_from(deadline: Deadline, prepositions: tuple[str, ...]) -> bool:
    """Whether the phrase says how far from something, or on which side of it; «согласно п. 2.1» does not."""
    return deadline.distance is not None or deadline.event.lower().startswith(prepositions)


def _counts_from_what_was_before(deadline: Deadline) -> bool:
    ahead = deadline.distance is not None and deadline.distance.count > 0
    return ahead or deadline.event.lower().startswith("после ")


def _targets_first(targets: Mapping[int, int]) -> Iterator[tuple[int, bool]]:
    """Every measure after the one that it is counted from, and whether it is in a circle of such measures."""
    seen: set[int] = set()
    for start in targets:
        path: list[int] = []
        at = start
        while at in targets and at not in seen:
            seen.add(at)
            path.append(at)
            at = targets[at]
        circle = set(path[path.index(at) :]) if at in path else set()
        yield from ((n, n in circle) for n in reversed(path))


def _of(target: Entry, entry: Entry, aim: _Aim, day_of: DayOf) -> Anchor:
    """What a measure is to the deadline that is counted from it."""
    if target.recurs:
        return Anchor(Sight.RECURRING, place=target.place)
    day = day_of(target)
    if day is None:
        return Anchor(Sight.UNDATED, place=target.place)
    return Anchor(aim.sight, day, target.place, alike=_alike(entry.deadline.event, target.text))


_STEM = 5  # letters: «приказа» and «Приказ», «встречи» and «встреч»
_IN_EVERY_PLAN = {"наста"}


def _alike(event: str, text: str) -> bool:
    return bool((_stems(event) & _stems(text)) - _IN_EVERY_PLAN)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w{5,}", text.lower().replace("ё", "е"))}


def _dated(entry: Entry, aim: _Aim | None, calendar: Calendar) -> Entry:
    """The measure with what its deadline is counted from, and the dates that this gives it."""
    if not isinstance(aim, Anchor):
        return entry
    deadline = resolved(entry.deadline, aim.day, calendar=calendar) if aim.day else entry.deadline
    return replace(entry, anchor=aim, deadline=deadline)
