"""A deadline of one plan in the words that set it in the next.

    >>> from datetime import date
    >>> from automation.deadlines import Period, moved
    >>> old = Period(date(2023, 9, 1), date(2024, 8, 31))
    >>> new = Period(date(2024, 9, 1), date(2025, 8, 31))
    >>> moved("КТ – Май 2024г., далее – ежемесячно", period=old, to=new).text
    'КТ – Май 2025г., далее – ежемесячно'
    >>> moved("до 10.11.2023", period=old, to=new).text  # a Friday, as it was
    'до 08.11.2024'

Only the digits of years and of days change; the words between them stay as the curator wrote them.

Years move by the number of years between the starts of the plans. What names no year is read in the new plan as it
is, and stays as it is. A day that is written with its year moves like this, and never leaves its month:

- the first or last day of a plan or of a month stays that, on whatever day of the week it falls;
- a day off on which something of less than a week begins or ends (a hike from Saturday to Sunday) stays on that day of
  the week, and a public holiday on its date;
- what is the first time of something monthly or yearly keeps its day of the month, of something weekly its day of
  the week, whether people work on it or not: that is what the deadline is about;
- any other day becomes the nearest one with the same day of the week; if people do not work then, the last working
  day before it for a limit («до», «по»), the first one after it for a start («с»), the nearest for a day alone.

A day without a year («до 9 сентября») is meant for every year, so it keeps its date, and gives way to a working day
only where the date has become a day off or is not there (29 February).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from automation.deadlines.deadline import Deadline, Kind
from automation.deadlines.grammar import SHORT_YEARS, Reader
from automation.deadlines.meaning import MEASURE, named_days, names_first_time, parse, quoted
from automation.deadlines.phrase import Every, Moment, NotUnderstood, Phrase, Stretch
from automation.deadlines.recurring import end_of_rule, fields_of
from automation.deadlines.vocabulary import Unit
from automation.deadlines.words import in_words
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period

DAYS_IN_A_YEAR = 365.2425
A_WEEK = timedelta(days=7)
DIGITS = re.compile(r"\d+|[^\W\d_]+")  # a number may be a word: «пять»
PLACES = {"ISO": ("year", "month", "day"), "DATE": ("day", "month", "year"), "SHORT": ("day", "month")}
PLACES["MONTH_YEAR"] = ("month", "year")
AS_IT_WAS = "В новый план он перешёл как был."

Ends = tuple[date | None, date | None]


class Moved(NamedTuple):
    """text: the deadline for the new plan, unchanged when there is a problem.

    problem: in plain Russian, what is unclear and what to do; empty when all is well.
    """

    text: str
    problem: str


def moved(text: str, *, period: Period, to: Period, calendar: Calendar = RUSSIA) -> Moved:
    """The deadline `text` of a plan that covers `period`, rewritten for one that covers `to`.

    What comes back without a problem is read in `to` as a deadline of the same kind, with the same checkpoint,
    recurrence and distance, in the same months so many years on, and within `to`. Never raises for any text.
    """
    plans = _Plans(period, to, calendar)
    before = parse(text, period=period, calendar=calendar)
    if before.kind is Kind.UNKNOWN:
        return _not_understood(text, before, plans)
    try:
        return _rewritten(_Words(text), before, plans)
    except _Unclear as unclear:
        return Moved(text, f"Срок {quoted(text)} не перенесён: {unclear}.")
    except (OverflowError, ValueError):  # a day before year 1 or after year 9999
        return Moved(text, _outside(text, text, to))


class _Unclear(Exception):
    """What keeps a deadline from being moved, and what to do, in Russian."""


class _Role(Enum):
    START = auto()
    LIMIT = auto()
    DAY = auto()


# Days


@dataclass(frozen=True)
class _Plans:
    """The plan that was and the plan that will be: what a day of the one becomes in the other."""

    old: Period
    new: Period
    calendar: Calendar

    @cached_property
    def years(self) -> int:
        return round((self.new.start - self.old.start).days / DAYS_IN_A_YEAR)

    def same_date(self, day: date) -> date:
        """So many years on; the 28th for a 29 February that the year has not."""
        return day + relativedelta(years=self.years)

    def span(self, start: date, due: date, ends: tuple[date, date], *, dated: bool) -> tuple[date, date]:
        """What the days from `start` to `due` become; `ends` are the same dates in the new plan."""
        as_it_was = due - start < A_WEEK or self.is_off(start, due)
        off = [as_it_was and not self.calendar.is_working_day(day) for day in (start, due)]
        if start == due:
            day = self.day(start, ends[0], _Role.DAY, dated=dated, off=off[0])
            return day, day
        first = self.day(start, ends[0], _Role.START, dated=dated, off=off[0])
        last = self.day(due, ends[1], _Role.LIMIT, dated=dated, off=off[1])
        return first, last if last >= first else self.not_before(first, due - start, last, off=off[1])

    def not_before(self, first: date, length: timedelta, last: date, *, off: bool) -> date:
        """The end of a span that would have ended before it starts: as long after the start as it was."""
        room = [day for day in self.month_of(last) if day >= first]
        if not room:
            raise _Unclear("начало оказалось позже конца; впишите новый срок сами")
        near = min(first + length, room[-1])
        return near if off else self.working(near, _Role.LIMIT, room)

    def day(self, old: date, same: date, role: _Role, *, dated: bool, off: bool = False) -> date:
        """What a day becomes; `same` is the same date in the new plan.

        dated: it is written with its year, so that its day of the week counts. off: nobody works on it anyway.
        """
        edge = self.edge(old, same, dated=dated)
        if edge:
            return edge
        if off and (not dated or self.same_holiday(old, same)):
            return same
        month = self.month_of(same)
        alike = [day for day in month if day.weekday() == old.weekday()] if dated else []
        near = _nearest(alike or [same], same)
        return near if off else self.working(near, role, month)

    def edge(self, old: date, same: date, *, dated: bool) -> date | None:
        """The first or last day of the plan or of the month, where the old day was that."""
        for was, will in ((self.old.start, self.new.start), (self.old.end, self.new.end)):
            if old == was and (will.year, will.month) == (same.year, same.month):
                return will
        if old.day == 1 or (_ends_month(old) and not dated):
            return same
        return same + relativedelta(day=31) if _ends_month(old) else None

    def is_off(self, start: date, due: date) -> bool:
        """Whether nobody works on any day of the span."""
        return self.calendar.next_working_day(start) > due

    def same_holiday(self, old: date, same: date) -> bool:
        name = self.calendar.holiday(old)
        return bool(name) and name == self.calendar.holiday(same)

    def month_of(self, day: date) -> list[date]:
        """The days of its month; those within the new plan alone, where it is itself."""
        first = day.replace(day=1)
        days = [first + timedelta(days=n) for n in range((day + relativedelta(day=31)).day)]
        within = [other for other in days if self.new.start <= other <= self.new.end]
        return within if day in within else days

    def working(self, near: date, role: _Role, days: list[date]) -> date:
        """The working day of these that takes the place of `near`, or itself when it is one or there is none."""
        if self.calendar.is_working_day(near):
            return near
        open_days = [day for day in days if self.calendar.is_working_day(day)]
        preferred = {
            _Role.START: [day for day in open_days if day > near],
            _Role.LIMIT: [day for day in open_days if day < near],
            _Role.DAY: open_days,
        }
        return _nearest(preferred[role] or open_days or [near], near)


def _nearest(days: list[date], to: date) -> date:
    return min(days, key=lambda day: (abs(day - to), day))


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month


# Words


class _Words:
    """The words of a deadline that has been understood, and where its years and days stand among them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reader = Reader(text)
        self.reader.mark()
        self.phrase = self.reader.phrase()

    @property
    def stretch(self) -> Stretch:
        return self.phrase.stretch or Stretch()

    @property
    def moments(self) -> list[Moment]:
        """The moments named, in order."""
        ends = [self.stretch.first, self.stretch.last, self.phrase.until]
        return [moment for n, moment in enumerate(ends) if moment and moment not in ends[:n]]

    @property
    def dated(self) -> bool:
        """Whether the stretch names a year."""
        ends = (self.stretch.first, self.stretch.last)
        return any(moment is not None and moment.year is not None for moment in ends)

    def with_edits(self, edits: "_Edits") -> str:
        """The text with these places written anew, or as it was to the letter when nothing changes."""
        written = self.reader.written
        for (start, end), new in sorted(edits.items(), reverse=True):
            written = written[:start] + new + written[end:]
        return self.text if written == self.reader.written else written


_Edits = dict[tuple[int, int], str]  # from where to where in the text, and what stands there now


def _places(reader: Reader, token: int) -> dict[str, tuple[int, int]]:
    """Where the year, month and day of a date stand in the text; of a number alone, «number»."""
    names = PLACES.get(reader.kinds[token], ("number",))
    found = DIGITS.finditer(reader.text, reader.tokens[token].start)
    return {name: match.span() for name, match in zip(names, found, strict=False)}


def _year_edits(reader: Reader, moments: list[Moment], years: int) -> _Edits:
    tokens = [token for moment in moments for token in range(*moment.place)]
    places = [_places(reader, token)["number"] for token in tokens if token in reader.year_places]
    dates = [_places(reader, token) for token in tokens if reader.kinds[token] in PLACES]
    places += [date["year"] for date in dates if "year" in date]
    return {place: _year_on(reader.text[slice(*place)], years) for place in places}


def _year_on(digits: str, years: int) -> str:
    """«2023» as «2024», «23» as «24», but no century is left unsaid that was not."""
    year = int(digits) + years
    return str(year) if len(digits) > 2 or year in SHORT_YEARS else str(2000 + year)


def _day_edit(reader: Reader, moment: Moment, day: date) -> _Edits:
    """The day of a moment written anew, as wide as it was."""
    token = moment.place[0]
    places = _places(reader, token)
    place = places.get("day") or places["number"]
    digits = reader.text[slice(*place)]
    if digits.isdigit() and int(digits) == day.day:
        return {}
    padded = "day" in places or digits.startswith("0")
    return {place: str(day.day).zfill(len(digits) if padded else 1)}


def _is_exact(reader: Reader, moment: Moment) -> bool:
    """Whether it is a day and month in digits («9 сентября»), unlike «последний день сентября»."""
    token = moment.place[0]
    if reader.kinds[token] in PLACES:
        return moment.is_day
    is_number = reader.kinds[token] == "NUMBER"
    return is_number and (moment.months is None or reader.kinds[token + 1] == "MONTH")


# A whole deadline


def _rewritten(words: _Words, before: Deadline, plans: _Plans) -> Moved:
    """The first way to write it that is read in the new plan as it was in the old."""
    refused = ""
    for candidate in _candidates(words, before, plans):
        problem = _refusal(candidate, words, before, plans)
        if not problem:
            return Moved(candidate, "")
        refused = refused or problem
    return Moved(words.text, refused)


def _candidates(words: _Words, before: Deadline, plans: _Plans) -> Iterator[str]:
    if before.kind is Kind.RELATIVE:
        yield words.with_edits(_event_edits(words, plans))
        return
    years = _year_edits(words.reader, words.moments, plans.years)
    yield words.with_edits(years | _day_edits(words, plans))
    kept = years | _kept_dates(words, plans)
    yield words.with_edits(kept)
    if words.stretch.last and not words.dated:
        yield words.with_edits(kept | _year_named(words, plans))
        yield from _in_new_words(before, plans)


def _day_edits(words: _Words, plans: _Plans) -> _Edits:
    """The days of the phrase by the rules at the head of this module."""
    return _stretch_edits(words, plans) | _until_edits(words, plans)


def _stretch_edits(words: _Words, plans: _Plans) -> _Edits:
    start, due = named_days(words.phrase, plans.old)
    ends = _same_dates(words, plans)
    every = words.phrase.every
    if plans.years == 0:
        return {}
    if every and names_first_time(words.phrase) and every.unit is not Unit.DAY:
        new = _first_time(every, (start, due), ends, plans)
    elif start and due and ends[0] and ends[1]:
        new = plans.span(start, due, (ends[0], ends[1]), dated=words.dated)
    else:
        new = (
            start and ends[0] and plans.day(start, ends[0], _Role.START, dated=words.dated),
            due and ends[1] and plans.day(due, ends[1], _Role.LIMIT, dated=words.dated),
        )
    return _ends_edits(words, new)


def _first_time(every: Every, old: Ends, ends: Ends, plans: _Plans) -> Ends:
    """The date, by which it comes round; or the day of the week, for something weekly."""
    if every.unit is not Unit.WEEK:
        return ends

    def on_weekday(was: date | None, same: date | None) -> date | None:
        alike = [day for day in plans.month_of(same) if was and day.weekday() == was.weekday()] if same else []
        return _nearest(alike, same) if same and alike else same

    return on_weekday(old[0], ends[0]), on_weekday(old[1], ends[1])


def _until_edits(words: _Words, plans: _Plans) -> _Edits:
    until = words.phrase.until
    if until is None or not _is_exact(words.reader, until) or plans.years == 0:
        return {}
    day = named_days(Phrase(stretch=Stretch(until, until)), plans.old)[1]
    if day is None:
        return {}
    dated = until.year is not None
    return _day_edit(words.reader, until, plans.day(day, plans.same_date(day), _Role.LIMIT, dated=dated))


def _same_dates(words: _Words, plans: _Plans) -> Ends:
    """The first and the last day named, with their dates, in the new plan."""
    if not words.dated:
        try:
            return named_days(words.phrase, plans.new)
        except NotUnderstood:
            pass
    start, due = named_days(words.phrase, plans.old)
    return start and plans.same_date(start), due and plans.same_date(due)


def _kept_dates(words: _Words, plans: _Plans) -> _Edits:
    """Nothing but what the calendar asks: 28 February for a 29th that is not there."""
    return _ends_edits(words, _same_dates(words, plans))


def _ends_edits(words: _Words, new: Ends) -> _Edits:
    edits: _Edits = {}
    for moment, day in zip((words.stretch.first, words.stretch.last), new, strict=True):
        if moment and day and _is_exact(words.reader, moment):
            edits |= _day_edit(words.reader, moment, day)
    return edits


def _year_named(words: _Words, plans: _Plans) -> _Edits:
    """The year beside the last moment, for a plan in which it is not clear without."""
    last = words.stretch.last
    due = named_days(words.phrase, plans.old)[1]
    if last is None or due is None:
        return {}
    reader, token = words.reader, last.place[1] - 1
    start, following = reader.tokens[token].start, reader.tokens[token + 1].start
    year = plans.same_date(due).year
    if reader.kinds[token] == "SHORT":
        end = start + len(str(reader.tokens[token].value))
        return {(end, end): f".{year}"}
    between = reader.text[start:following]
    end = start + len(between.rstrip(" .\t\n\u00a0"))
    return {(end, end): f" {year} г" + ("" if reader.text[end : end + 1] == "." else ".")}


def _in_new_words(before: Deadline, plans: _Plans) -> Iterator[str]:
    """With both dates, where the words of a plan for one year would not do."""
    if before.kind not in (Kind.ONE_OFF, Kind.SPAN) or before.due is None:
        return
    start = before.start and plans.same_date(before.start)
    due = plans.same_date(before.due)
    if _ends_month(before.due):
        due += relativedelta(day=31)
    try:
        yield in_words(
            Deadline(before.kind, start, due, checkpoint=before.checkpoint), period=plans.new, calendar=plans.calendar
        )
    except ValueError:
        return


# Events


def _event_edits(words: _Words, plans: _Plans) -> _Edits:
    """The years and days in the name of an event, where they are those of the plan.

    Years long before or after the plan stay: «согласно закону от 29.12.2012». The date of a document of the plan's
    own years does not tell what document there will be, so it is asked about.
    """
    reader = words.reader
    edits: _Edits = {}
    about = range(plans.old.start.year - 1, plans.old.end.year + 2)
    for moment in _moments_in_event(reader):
        if moment.year is None or moment.year not in about:
            continue
        before = reader.kinds[moment.place[0] - 1] if moment.place[0] else ""
        if before == "№":
            continue
        if before in ("от", "-", "NUMBER"):
            raise _Unclear("неясно, какая дата в названии события или документа будет теперь; впишите её сами")
        edits |= _moment_edits(reader, moment, plans)
    return edits


def _moments_in_event(reader: Reader) -> Iterator[Moment]:
    measure = MEASURE.search(reader.text)
    end = measure.start() if measure else len(reader.text)
    at = 0
    while reader.tokens[at].kind != "END" and reader.tokens[at].start < end:
        reader.at = at
        try:
            moment = reader.moment()
        except NotUnderstood:
            reader.back(at)
            at += 1
            continue
        at = max(reader.at, at + 1)
        yield moment


def _moment_edits(reader: Reader, moment: Moment, plans: _Plans) -> _Edits:
    edits = _year_edits(reader, [moment], plans.years)
    if not _is_exact(reader, moment) or plans.years == 0:
        return edits
    day = named_days(Phrase(stretch=Stretch(moment, moment)), plans.old)[1]
    if day is None:
        return edits
    same = plans.same_date(day)
    return edits | _day_edit(reader, moment, plans.span(day, day, (same, same), dated=True)[0])


# What is not moved


def _not_understood(text: str, before: Deadline, plans: _Plans) -> Moved:
    """A month that the old plan had twice may be clear in the new one; anything else is to be asked about."""
    after = parse(text, period=plans.new, calendar=plans.calendar)
    if not after.problems and not _names_a_year(_Words(text)):
        return Moved(text, "")
    return Moved(text, f"{before.problems[0]} {AS_IT_WAS}")


def _names_a_year(words: _Words) -> bool:
    return bool(words.reader.year_places) or any(kind in words.reader.kinds for kind in ("ISO", "DATE", "MONTH_YEAR"))


def _refusal(candidate: str, words: _Words, before: Deadline, plans: _Plans) -> str:
    """Why the new plan cannot take it; empty when it can."""
    after = parse(candidate, period=plans.new, calendar=plans.calendar)
    if not set(after.problems) <= set(before.problems):
        return f"{after.problems[0]} {AS_IT_WAS}"
    edited = candidate != words.text
    if edited and _is_outside(after, plans.new):
        return _outside(words.text, candidate, plans.new)
    if not _says_the_same(before, after, plans, words.phrase, edited=edited):
        new = f"получилось бы {quoted(candidate)}, а это" if edited else "в новом плане он"
        return f"Срок {quoted(words.text)} не перенесён: {new} значит другое. Впишите новый срок сами."
    return ""


def _outside(text: str, candidate: str, period: Period) -> str:
    plan = f"{period.start:%d.%m.%Y} – {period.end:%d.%m.%Y}"
    new = f"получилось бы {quoted(candidate)}, а это" if candidate != text else "он"
    return f"Срок {quoted(text)} не перенесён: {new} вне нового плана ({plan}). Впишите новый срок сами."


def _is_outside(deadline: Deadline, period: Period) -> bool:
    start, due = deadline.start or deadline.due, deadline.due
    last = end_of_rule(deadline.rule) if deadline.rule else due
    return bool(start and last and (start < period.start or last > period.end))


def _says_the_same(before: Deadline, after: Deadline, plans: _Plans, phrase: Phrase, *, edited: bool) -> bool:
    if _outline(before) != _outline(after):
        return False
    if before.rule:
        return _turn(before, whole=edited) == _turn(after, whole=edited)
    if not edited or phrase.distance:
        return True
    return all(
        (was.year + plans.years, was.month) == (now.year, now.month)
        for was, now in ((before.start, after.start), (before.due, after.due))
        if was and now
    )


def _outline(deadline: Deadline) -> tuple[object, ...]:
    """All of it but its days."""
    return (
        *(deadline.kind, deadline.checkpoint, deadline.distance, deadline.measure, bool(deadline.event)),
        *(deadline.start is None, deadline.due is None, bool(deadline.opening)),
    )


def _turn(deadline: Deadline, *, whole: bool) -> dict[str, str]:
    """How it repeats; with the day on which it does only when the phrase itself and not the plan names it."""
    fields = fields_of(deadline.rule)
    left_out = {"UNTIL"}
    leap_day = fields["FREQ"] == "YEARLY" and fields.get("BYMONTH") == "2"  # the 28th stands for a 29th
    if not whole or leap_day:
        left_out |= {"BYMONTH", "BYMONTHDAY", "BYSETPOS"}
    return {name: value for name, value in fields.items() if name not in left_out}
