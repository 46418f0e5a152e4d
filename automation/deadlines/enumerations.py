"""The clauses of a phrase as one: what several dates, years and frequencies mean beside each other.

«5, 12 и 19 ноября 2025 г.» are three days of one month and year, «май, июнь» one span, «сентябрь, январь, май» three
times, «2 раза в год (декабрь, май)» two times of each year, «2025–2026 учебный год (октябрь, март)» two within it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from automation.deadlines.phrase import WHOLE_MONTH, Every, Moment, NotUnderstood, Phrase, Stretch
from automation.deadlines.vocabulary import Unit


def joined(every: Every | None, stretches: Sequence[Stretch]) -> Phrase:
    """The clauses of a phrase as one."""
    if every is None and len(stretches) == 1 and not stretches[0].comes_anew:
        return Phrase(stretch=stretches[0])
    whole = next((stretch for stretch in stretches if stretch.is_plan), None)
    found = _completed([stretch for stretch in stretches if not stretch.is_plan])
    if whole and found and found[0].last and every is None and not stretches[0].is_plan:
        raise NotUnderstood("названа и часть года, и весь год; оставьте что-то одно")
    within, found = _container(every, found)
    if len({stretch.is_wide for stretch in found}) > 1:
        raise NotUnderstood("названа и часть года, и весь год; оставьте что-то одно")
    found = _from_one_to_the_other(_one_where_neighbours(found))
    if not found:
        return Phrase(every=every, stretch=whole)
    first, *others = found
    again = [stretch.first.again_until for stretch in found if stretch.first and stretch.first.again_until]
    if again:
        if others or (every and every.unit is not Unit.YEAR):
            raise NotUnderstood("названо несколько лет; напишите каждый срок отдельно")
        last = cast("Moment", first.last)
        until = replace(last, year=again[0], again_until=None)
        once = replace(last, again_until=None)
        return Phrase(stretch=Stretch(once, once), every=Every(Unit.YEAR), then=True, until=until)
    if others and every:
        if every.weekdays or every.parts or every.times_a_year not in (1, len(found)):
            raise NotUnderstood(f"сказано, как часто, но сроков названо {len(found)}")
        every = Every(Unit.YEAR)
    elif every and every.times_a_year == 1:
        every = Every(Unit.YEAR)
    return Phrase(stretch=first, others=tuple(others), within=within, every=every)


def _lies_in(years: Moment, stretch: Stretch) -> bool:
    """Whether what is named with a year of its own lies in the years that are named around it."""
    if years.year is None or years.months is None:
        return True
    start, end = years.months
    first = 12 * years.year + start
    last = 12 * (years.last_year or years.year) + end + (12 if end < start else 0)
    named = (moment for moment in (stretch.first, stretch.last) if moment and moment.year and moment.months)
    return all(first <= 12 * (moment.year or 0) + (moment.months or (0, 0))[0] <= last for moment in named)


def _container(every: Every | None, found: list[Stretch]) -> tuple[Stretch | None, list[Stretch]]:
    """The year or half-year that is named first, or the years in which something is yearly; and what is within."""
    if len(found) > 1 and found[0].is_wide and not any(stretch.is_wide for stretch in found[1:]):
        if found[0].first and not all(_lies_in(found[0].first, stretch) for stretch in found[1:]):
            raise NotUnderstood("назван и год, и время вне его; оставьте что-то одно")
        return found[0], found[1:]
    if len(found) > 1 and found[-1].takes_years and every:
        return found[-1], found[:-1]
    return None, found


def _completed(stretches: list[Stretch]) -> list[Stretch]:
    """With the month and the year that the last of several names for those before it, and the first for the others."""
    found, following = list[Stretch](), None
    for stretch in reversed(stretches):
        if len(stretches) > 1:
            stretch = _before(stretch, following)
        found.insert(0, stretch)
        following = stretch.first or stretch.last
    if len(stretches) < 2:
        return found
    _check_years(found, stretches)
    return _onward(found)


def _check_years(found: list[Stretch], stretches: list[Stretch]) -> None:
    """A year that is named for the last of them alone is that of a year's worth at most."""
    first, last = found[0].first or found[0].last, found[-1].last
    ends = (stretches[0].first, stretches[0].last)
    if not (first and last and first.months and last.months and first.year and last.year):
        return
    months = 12 * (last.year - first.year) + last.months[0] - first.months[0]
    if months >= 12 and not any(end and end.year for end in ends):
        raise NotUnderstood("сроки названы не по порядку, и год указан не у всех; укажите его у каждого")


def _before(stretch: Stretch, following: Moment | None) -> Stretch:
    last = _moment_before(stretch.last, following)
    first = last if stretch.first is stretch.last else _moment_before(stretch.first, last or following)
    return Stretch(first, last)


def _moment_before(moment: Moment | None, following: Moment | None) -> Moment | None:
    if moment is None or following is None:
        return moment
    if moment.months is None and following.months is not None:
        moment = replace(moment, months=following.months, year=following.year)
        if not (following.is_day or following.months[0] == following.months[1]):
            raise NotUnderstood
    may_share = moment.year is None and not (moment.is_years or following.is_years)
    if may_share and following.year is not None and moment.months and following.months:
        moment = replace(moment, year=following.year - (moment.months[0] > following.months[0]))
    return moment


def _onward(stretches: list[Stretch]) -> list[Stretch]:
    """«октябрь 2025 г., март»: the next March."""
    found = list[Stretch]()
    for stretch in stretches:
        before = found[-1].last if found and not found[-1].is_wide else None
        last = stretch.last
        if before and last and before.year and last.year is None and last.months and before.months:
            stretch = _in_year(stretch, last, before.year, before.months[0])
        found.append(stretch)
    return found


def _in_year(stretch: Stretch, last: Moment, year: int, month: int) -> Stretch:
    """The first such time that is not before that month."""
    first = stretch.first
    if first is last or first is None or first.months is None:
        last = replace(last, year=year + (last.months is not None and last.months[0] < month))
        return Stretch(last if stretch.first is stretch.last else first, last)
    return Stretch(replace(first, year=year + (first.months[0] < month)), last)


def _from_one_to_the_other(stretches: list[Stretch]) -> list[Stretch]:
    """«не ранее 1 октября, не позднее 15 октября» is one span."""
    if len(stretches) == 2 and stretches[0].last is None and stretches[1].first is None:
        return [Stretch(stretches[0].first, stretches[1].last)]
    return stretches


def neighbours(first: Moment, second: Moment) -> bool:
    """Whether the second comes right after the first: months, or days of one month."""
    if first.months is None or second.months is None or (first.year is None) != (second.year is None):
        later_named = first.year is None and second.year is not None
        if first.months is None or second.months is None or not later_named:
            return False
    years = (second.year or 0) - (first.year or second.year or 0)
    if first.part == second.part == WHOLE_MONTH and first.months[0] == first.months[1]:
        goes_on = second.months == (first.months[0] % 12 + 1,) * 2
        turns = int(first.months[0] == 12)
        return goes_on and (years == turns or first.year is None)
    plain = first.is_day and second.is_day and first.part.weekday is second.part.weekday is None
    return plain and first.months == second.months and years == 0 and first.part.last + 1 == second.part.first > 1


def _one_where_neighbours(stretches: list[Stretch]) -> list[Stretch]:
    """«май, июнь» is one span."""
    alone = all(stretch.first is stretch.last is not None for stretch in stretches)
    if len(stretches) < 2 or not alone:
        return stretches
    moments = [cast("Moment", stretch.first) for stretch in stretches]
    for one_after_another in (moments, sorted(moments, key=_place_in_year)):
        if all(neighbours(before, after) for before, after in pairwise(one_after_another)):
            return [Stretch(one_after_another[0], one_after_another[-1])]
    return stretches


def _place_in_year(moment: Moment) -> tuple[int, int, int]:
    return moment.year or 0, moment.months[0] if moment.months else 0, moment.part.first
