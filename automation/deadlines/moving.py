"""A deadline of one plan in the words that set it in the next.

    >>> from datetime import date
    >>> from automation.deadlines import Period, moved
    >>> old = Period(date(2023, 9, 1), date(2024, 8, 31))
    >>> new = Period(date(2024, 9, 1), date(2025, 8, 31))
    >>> moved("КТ – Май 2024г., далее – ежемесячно", period=old, to=new).text
    'КТ – Май 2025г., далее – ежемесячно'
    >>> moved("до 10.11.2023", period=old, to=new).text  # a Friday, as it was
    'до 08.11.2024'

Only the digits of years and of days change; all between them stays as the curator wrote it. What names no year is
read in the new plan as it is, and stays as it is. Which day becomes which is in `next_plan`. But the first time of
something monthly or yearly keeps its day of the month, and of something weekly its day of the week, whether people
work on it or not: that is what such a deadline says.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from automation.deadlines.deadline import Deadline, Kind
from automation.deadlines.grammar import SHORT_YEARS, Reader
from automation.deadlines.meaning import measure_in, named_days, names_first_time, parse, quoted
from automation.deadlines.next_plan import Ends, NextPlan, ends_month, last_of_month
from automation.deadlines.phrase import WHOLE_YEAR, Moment, NotUnderstood, Phrase, Stretch
from automation.deadlines.recurring import end_of_rule, fields_of
from automation.deadlines.vocabulary import Unit
from automation.deadlines.words import in_words
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period

Place = tuple[int, int]  # from where to where in the text
Edits = dict[Place, str]  # what to write there

LEAP_DAY = (2, 29)
NUMBERS = re.compile(r"\d+|[^\W\d_]+")  # one may be a word: «пять»
DATES = {  # the numbers of a token that is a date
    "ISO": ("year", "month", "day"),
    "DATE": ("day", "month", "year"),
    "SHORT": ("day", "month"),
    "MONTH_YEAR": ("month", "year"),
}
WITH_YEAR = {kind for kind, numbers in DATES.items() if "year" in numbers}
ENTER = "Впишите новый срок сами."
AS_IT_WAS = "В новый план он перешёл как был."
WHICH_DATE = "в названии события или документа есть дата, и неясно, какой она станет"


class Moved(NamedTuple):
    """text: the deadline for the new plan; as it was when there is a problem.

    problem: in plain Russian, what is unclear and what to do; empty when all is well.
    """

    text: str
    problem: str


class _Unclear(Exception):
    """Why nobody but the curator can say how the phrase should read, in Russian."""


def moved(text: str, *, period: Period, to: Period, calendar: Calendar = RUSSIA) -> Moved:
    """The deadline `text` of a plan that covers `period`, for one that covers `to`.

    Years move by as many as lie between the starts of the plans. What comes back without a problem is read in `to`
    as a deadline of the same kind, with the same checkpoint, distance and recurrence, in the same months; and where
    it was rewritten, it lies within `to`. Never raises for any text.
    """
    plan = NextPlan(period, to, calendar)
    before = parse(text, period=period, calendar=calendar)
    if before.kind is Kind.UNKNOWN:
        return _not_understood(text, before, plan)
    try:
        return _rewritten(_Written(text), before, plan)
    except _Unclear as reason:
        return Moved(text, f"Срок {quoted(text)} не перенесён: {reason}. {ENTER}")
    except (OverflowError, ValueError):  # a day before year 1 or after year 9999
        return Moved(text, _outside(text, "", to))


def _not_understood(text: str, before: Deadline, plan: NextPlan) -> Moved:
    """A month without a year may be clear in the new plan though it came twice in the old one."""
    after = parse(text, period=plan.new, calendar=plan.calendar)
    if not after.problems and not _Written(text).names_a_year:
        return Moved(text, "")
    return Moved(text, f"{before.problems[0]} {AS_IT_WAS}")


def _rewritten(written: "_Written", before: Deadline, plan: NextPlan) -> Moved:
    """The first way to write it that the new plan takes, or why it does not take the one that suits it best."""
    problems = []
    for candidate in _candidates(written, before, plan):
        problem = _problem_with(candidate, written, before, plan)
        if not problem:
            return Moved(candidate, "")
        problems.append(problem)
    return Moved(written.text, problems[0])


def _candidates(written: "_Written", before: Deadline, plan: NextPlan) -> Iterator[str]:
    if before.kind is Kind.RELATIVE:
        yield written.after(_event_edits(written, plan))
        return
    edits = written.year_edits(written.moments, plan.years) | _day_edits(written, plan)
    yield written.after(edits)
    if written.stretch.last and not written.is_dated and not written.phrase.others:
        yield written.after(edits | _year_added(written, plan))
        yield from _in_new_words(before, plan)


# Where the years and days stand


class _Written:
    """The words of a deadline that is understood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reader = Reader(text)
        self.words = self.reader.written  # the reader forgets a mark at the end once it has read it
        self.reader.mark()
        self.phrase = self.reader.phrase()
        self.stretch = self.phrase.stretch or Stretch()

    @property
    def moments(self) -> list[Moment]:
        """Those that the phrase names."""
        named = [self.phrase.within, *self.phrase.stretches]
        ends = [end for stretch in named if stretch for end in (stretch.first, stretch.last)]
        return [moment for moment in (*ends, self.phrase.until) if moment]

    @property
    def is_dated(self) -> bool:
        return _is_dated(self.phrase)

    @property
    def names_a_year(self) -> bool:
        return bool(self.reader.year_places) or not WITH_YEAR.isdisjoint(self.reader.kinds)

    def after(self, edits: Edits) -> str:
        """The text with these places written anew; to the letter as it was when that changes nothing."""
        words = self.words
        for (start, end), new in sorted(edits.items(), reverse=True):
            words = words[:start] + new + words[end:]
        return self.text if words == self.words else words

    def year_edits(self, moments: list[Moment], years: int) -> Edits:
        """Each year of the moments so many years on."""
        tokens = [token for moment in moments for token in range(*moment.place)]
        places = [self.numbers(token)["number"] for token in tokens if token in self.reader.year_places]
        places += [self.numbers(token)["year"] for token in tokens if self.reader.kinds[token] in WITH_YEAR]
        return {place: _year_on(self.reader.text[slice(*place)], years) for place in places}

    def day_edits(self, moment: Moment | None, day: date | None) -> Edits:
        """The day of a moment that names one by its number, as many digits wide as it was."""
        if not (moment and day and self.names_a_date(moment)):
            return {}
        numbers = self.numbers(moment.place[0])
        place = numbers.get("day") or numbers["number"]
        digits = self.reader.text[slice(*place)]
        if digits.isdigit() and int(digits) == day.day:
            return {}
        padded = "day" in numbers or digits.startswith("0")
        return {place: str(day.day).zfill(len(digits) if padded else 1)}

    def names_a_date(self, moment: Moment) -> bool:
        """Whether it is «9 сентября» or «9.09», unlike «последний день сентября»."""
        token = moment.place[0]
        if self.reader.kinds[token] in DATES:
            return moment.is_day
        is_number = self.reader.kinds[token] == "NUMBER"
        listed = moment.is_day and moment.part.weekday is None and self.reader.kinds[token + 1] in (",", "и", "-", "по")
        return is_number and (moment.months is None or listed or self.reader.kinds[token + 1] == "MONTH")

    def numbers(self, token: int) -> dict[str, Place]:
        """Where the numbers of a date stand in the text; of any other token, its only one."""
        names = DATES.get(self.reader.kinds[token], ("number",))
        found = NUMBERS.finditer(self.reader.text, self.reader.tokens[token].start)
        return {name: match.span() for name, match in zip(names, found, strict=False)}


def _year_on(digits: str, years: int) -> str:
    """«2023» as «2024» and «23» as «24», unless the century would be unclear."""
    if not digits.isdigit():
        raise _Unclear("год в нём написан словом")
    year = int(digits) + years
    return str(year) if len(digits) > 2 or year in SHORT_YEARS else str(2000 + year)


# Days


def _is_dated(phrase: Phrase) -> bool:
    """Whether the stretch names a year, for both its ends when for one."""
    stretch = phrase.stretch or Stretch()
    return any(end.year is not None for end in (stretch.first, stretch.last) if end)


def _day_edits(written: _Written, plan: NextPlan) -> Edits:
    if plan.years == 0 or not any(map(written.names_a_date, written.moments)):
        return {}
    edits = written.day_edits(written.phrase.until, _new_until(written, plan))
    for stretch in written.phrase.stretches:
        start, due = _new_ends(replace(written.phrase, stretch=stretch, others=()), plan)
        edits |= written.day_edits(stretch.first, start) | written.day_edits(stretch.last, due)
    return edits


def _new_ends(phrase: Phrase, plan: NextPlan) -> Ends:
    """What the first and the last day that the phrase names become."""
    was = named_days(phrase, plan.old)
    same = _same_dates(phrase, was, plan)
    every = phrase.every
    if every is None or not names_first_time(phrase) or every.unit is Unit.DAY:
        return plan.ends(was, same, dated=_is_dated(phrase))
    if every.unit is Unit.WEEK:
        start, due = (day and near and plan.same_weekday(day, near) for day, near in zip(was, same, strict=True))
        return start, due
    return same


def _same_dates(phrase: Phrase, was: Ends, plan: NextPlan) -> Ends:
    """The same dates in the new plan; where they name no year, those that the new plan has."""
    if not _is_dated(phrase):
        try:
            return named_days(phrase, plan.new)
        except NotUnderstood:  # no such day there, or several
            pass
    start, due = was
    return start and plan.same_date(start), due and plan.same_date(due)


def _new_until(written: _Written, plan: NextPlan) -> date | None:
    """What the day becomes up to which something is repeated."""
    if written.phrase.until is None:
        return None
    limit = replace(written.phrase, stretch=Stretch(last=written.phrase.until), others=(), every=None, then=False)
    was = named_days(limit, plan.old)
    return plan.ends(was, (None, was[1] and plan.same_date(was[1])), dated=written.phrase.until.year is not None)[1]


# Words for a plan in which those without a year are not clear


def _year_added(written: _Written, plan: NextPlan) -> Edits:
    """The year after the last moment of the stretch: «сентябрь – октябрь 2024 г.»."""
    due = named_days(written.phrase, plan.old)[1]
    if written.stretch.last is None or due is None:
        return {}
    reader, token = written.reader, written.stretch.last.place[1] - 1
    year = plan.same_date(due).year
    end = reader.tokens[token].end
    if reader.kinds[token] == "SHORT":
        return {(end, end): f".{year}"}
    return {(end, end): f" {year} г" if reader.text[end : end + 1] == "." else f" {year} г."}


def _in_new_words(before: Deadline, plan: NextPlan) -> Iterator[str]:
    """With all dates, for what one year does not make clear: «зимой», «1 полугодие учебного года»."""
    if before.kind not in (Kind.ONE_OFF, Kind.SPAN) or before.due is None:
        return
    due = plan.same_date(before.due)
    start = before.start and plan.same_date(before.start)
    after = replace(before, start=start, due=last_of_month(due) if ends_month(before.due) else due)
    try:
        yield in_words(after, period=plan.new, calendar=plan.calendar)
    except ValueError:  # no words for it
        return


# Events


def _event_edits(written: _Written, plan: NextPlan) -> Edits:
    """The years and days in the name of an event, where they are about those of the plan.

    Other years stay: «согласно закону от 29.12.2012». What document will replace one of these years, nobody knows.
    """
    edits: Edits = {}
    for moment in _dates_in_event(written, plan):
        edits |= written.year_edits([moment], plan.years) | written.day_edits(moment, _new_day(moment, plan))
    return edits


def _dates_in_event(written: _Written, plan: NextPlan) -> Iterator[Moment]:
    reader = written.reader
    years = range(plan.old.start.year - 1, plan.old.end.year + 2)
    for moment in _moments_in_event(reader):
        before = reader.kinds[moment.place[0] - 1]
        if moment.year in years and before != "№":
            if before in ("от", "-", "NUMBER"):
                raise _Unclear(WHICH_DATE)
            yield moment


def _moments_in_event(reader: Reader) -> Iterator[Moment]:
    """Each of them, as far as the number of a measure, which may look like one: «п. 1.2.24»."""
    measure = measure_in(reader.text)
    end = measure.start() if measure else len(reader.text)
    at = reader.rest_from
    while reader.tokens[at].start < end:
        moment = _moment_at(reader, at) or _two_years_at(reader, at)
        if moment:
            yield moment
        at = moment.place[1] if moment else at + 1


def _moment_at(reader: Reader, at: int) -> Moment | None:
    reader.back(at)
    try:
        return reader.moment()
    except NotUnderstood:
        return None


def _two_years_at(reader: Reader, at: int) -> Moment | None:
    """«план на 2023/2024»: whether that is a school year or two calendar ones, both move."""
    reader.back(at)
    try:
        first, second = reader.two_years() if reader.follows("NUMBER", "-", "NUMBER") else (0, 0)
    except NotUnderstood:
        return None
    return Moment(WHOLE_YEAR, year=first, place=(at, reader.at)) if second == first + 1 else None


def _new_day(moment: Moment, plan: NextPlan) -> date | None:
    try:
        day = named_days(Phrase(stretch=Stretch(moment, moment)), plan.old)[1]
    except NotUnderstood:
        raise _Unclear(WHICH_DATE) from None
    if day is None or plan.years == 0:
        return None
    same = plan.same_date(day)
    return plan.ends((day, day), (same, same), dated=True)[1]


# Whether the new plan takes it


def _problem_with(candidate: str, written: _Written, before: Deadline, plan: NextPlan) -> str:
    """Why the new plan cannot have it; empty when it can."""
    after = parse(candidate, period=plan.new, calendar=plan.calendar)
    new = "" if candidate == written.text else candidate
    if not set(after.problems) <= set(before.problems):
        return _refused(written.text, new, "непонятен") if new else f"{after.problems[0]} {AS_IT_WAS}"
    if new and _is_outside(after, plan.new):
        return _outside(written.text, new, plan.new)
    if not _says_the_same(before, after, written, plan):
        return _refused(written.text, new, "значит в новом плане другое")
    return ""


def _refused(text: str, new: str, why: str) -> str:
    would_be = f"получился бы срок {quoted(new)}, а он" if new else "он"
    return f"Срок {quoted(text)} не перенесён: {would_be} {why}. {ENTER}"


def _outside(text: str, new: str, period: Period) -> str:
    return _refused(text, new, f"вне нового плана ({period.start:%d.%m.%Y} – {period.end:%d.%m.%Y})")


def _is_outside(deadline: Deadline, period: Period) -> bool:
    first = deadline.start or deadline.due
    last = end_of_rule(deadline.rule) if deadline.rule else deadline.due
    return bool(first and last and (first < period.start or last > period.end))


def _says_the_same(before: Deadline, after: Deadline, written: _Written, plan: NextPlan) -> bool:
    if _outline(before) != _outline(after):
        return False
    if before.rule and not (fields_of(before.rule) and fields_of(after.rule)):
        spans = zip(before.occurrences(date.max), after.occurrences(date.max), strict=False)
        as_often = len(before.spans()) == len(after.spans())
        return as_often and all(was.month == now.month for was, now in spans)
    if before.rule:
        return _turn(before, before, written.phrase) == _turn(after, before, written.phrase)
    if before.kind not in (Kind.ONE_OFF, Kind.SPAN) or written.phrase.distance:
        return True
    years = plan.years if written.is_dated else None
    pairs = ((before.start, after.start), (before.due, after.due))
    return all(_months_on(was, now, years) for was, now in pairs if was and now)


def _months_on(was: date, now: date, years: int | None) -> bool:
    return was.month == now.month and (years is None or now.year - was.year == years)


def _outline(deadline: Deadline) -> tuple[object, ...]:
    """All of it but its days."""
    return (
        *(deadline.kind, deadline.checkpoint, deadline.distance, deadline.measure, bool(deadline.event)),
        *(deadline.start is None, deadline.due is None, bool(deadline.opening)),
    )


def _turn(deadline: Deadline, before: Deadline, phrase: Phrase) -> dict[str, str]:
    """How it repeats, with the day on which it does where the phrase names that and not the plan."""
    fields = fields_of(deadline.rule)
    left_out = {"UNTIL"}
    if not names_first_time(phrase) and not (phrase.every and phrase.every.parts):
        left_out |= {"BYMONTH", "BYMONTHDAY", "BYSETPOS"}
    if fields["FREQ"] == "YEARLY" and before.due and (before.due.month, before.due.day) == LEAP_DAY:
        left_out |= {"BYMONTHDAY", "BYSETPOS"}  # it goes on as the 28th
    return {name: value for name, value in fields.items() if name not in left_out}
