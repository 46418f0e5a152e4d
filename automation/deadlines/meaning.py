"""What a phrase of the grammar means within a plan: its dates, or why it has none."""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from dateutil.relativedelta import relativedelta, weekday

from automation.deadlines.deadline import Deadline, Distance, Kind
from automation.deadlines.grammar import UNSAID, Reader
from automation.deadlines.phrase import OPEN, Every, Moment, NotUnderstood, Part, Phrase, Stretch
from automation.deadlines.recurring import Turn, end_of, listed, rule
from automation.deadlines.vocabulary import Unit
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period

LONGEST_PHRASE = 300  # characters; what is longer is a text, not a deadline
LONGEST_COUNT = 999  # calendar days from the day that a deadline is counted from; more is a slip
QUOTED = 60  # characters of the phrase that a problem repeats

Days = tuple[date, date]
Spans = list[tuple[date | None, date]]

EXAMPLES = "Напишите, например: «ноябрь 2023 г.», «до 15.11.2023», «сентябрь – октябрь 2023 г.», «ежемесячно»."
MEASURE = re.compile(
    r"(?:\bп\b\.?|\bпункт(?:а|у|ом)?|\bмероприяти(?:я|е|ю|ем))\s*(?:№\s*)?(\d+(?:\.\d+){0,2})"
    r"(?P<last>(?:\s+(?:настояще\w+\s+)?(?:плана|дорожной карты))?[\s.]*$)?",
    re.IGNORECASE,
)
STEPS = {
    Unit.DAY: relativedelta(days=1),
    Unit.WEEK: relativedelta(weeks=1),
    Unit.MONTH: relativedelta(months=1),
    Unit.QUARTER: relativedelta(months=3),
    Unit.HALF_YEAR: relativedelta(months=6),
    Unit.YEAR: relativedelta(years=1),
}


def parse(text: str, *, period: Period, yearly: bool = False, calendar: Calendar = RUSSIA) -> Deadline:
    """The deadline that `text` sets in a plan that covers `period`.

    Years that the text leaves out come from `period` when only one fits. A month, a quarter, a season, a
    school year (1 September to 31 August) and its halves (the second begins on 1 January) last to their end;
    the first week of a month is its first seven days, the last one its last seven; «до 9.09.2022» includes
    that day. «ежеквартально» and «2 раза в год» are due at the end of each calendar quarter and half-year.
    Working days are those of `calendar`; a due date that falls on a day off stays there.

    `yearly` is what a plan of several years says outside of the phrase: the measure is done anew in each of them. The
    phrase names the first time then («до 9.09.2022»), and «в течение года» is each year of the plan. A plan of a single
    year has one time only, as without it.

    Never raises for any text: what is ambiguous or not understood is said in `problems`, in Russian, and
    such a deadline has no dates.
    """
    text = text.strip()
    if len(text) > LONGEST_PHRASE:
        return _unknown(text)
    return _parse(text, period, yearly, calendar)


def is_checkpoint(text: str) -> bool:
    """Whether a phrase calls itself a «контрольная точка», in any plan."""
    return len(text) <= LONGEST_PHRASE and Reader(text).mark()


def resolved(deadline: Deadline, day: date, *, calendar: Calendar = RUSSIA) -> Deadline:
    """A RELATIVE deadline with the dates that it gets once its event has come, or is known to come, on `day`.

    Without a distance it has a start only («после издания приказа»), or a due date only («до педсовета», that
    day included). Any other deadline comes back as it is.
    """
    if deadline.kind is not Kind.RELATIVE:
        return deadline
    if deadline.distance is None:
        before = deadline.event.startswith(("до ", "перед "))
        return replace(deadline, due=day) if before else replace(deadline, start=day)
    try:
        due = _counted_from(day, deadline.distance, calendar)
    except NotUnderstood:
        return deadline
    return replace(deadline, start=day if due > day else None, due=due)


@lru_cache(maxsize=16_384)  # plans repeat their phrases, and every cycle reads the same plan
def _parse(text: str, period: Period, yearly: bool, calendar: Calendar) -> Deadline:
    reader = Reader(text)
    checkpoint = reader.mark()
    try:
        deadline = _deadline(reader.phrase(), period, yearly, calendar)
    except NotUnderstood as reason:
        deadline = _unknown(text, str(reason))
    except (OverflowError, ValueError):  # a day before year 1 or after year 9999
        deadline = _unknown(text)
    return replace(deadline, checkpoint=True) if checkpoint else deadline


def _unknown(text: str, reason: str = "") -> Deadline:
    because = f": {reason}" if reason else ""
    return Deadline(Kind.UNKNOWN, problems=(f"Срок {quoted(text)} непонятен{because}. {EXAMPLES}",), text=text)


def quoted(text: str) -> str:
    """A phrase as a problem repeats it: in quotes, and not at length."""
    return f"«{text if len(text) <= QUOTED else text[:QUOTED] + '…'}»"


def _deadline(phrase: Phrase, period: Period, yearly: bool, calendar: Calendar) -> Deadline:
    if phrase.agreement:
        return Deadline(Kind.BY_AGREEMENT)
    if phrase.event:
        return _relative(phrase.event, phrase.distance)
    return _scheduled(phrase, period, yearly, calendar)


def _scheduled(phrase: Phrase, period: Period, yearly: bool, calendar: Calendar) -> Deadline:
    """By days that the phrase names, or by how often."""
    if phrase.within:
        period = Period(*_days(phrase.within, period))
    stretch = phrase.stretch or Stretch()
    if phrase.others:
        return _enumerated(phrase, period, yearly, calendar)
    if phrase.distance and phrase.stretch:
        if yearly and _lasts_years(period):
            raise NotUnderstood(
                "мероприятие повторяется каждый год, а считать велено от дня одного из них; назовите срок"
            )
        return _counted(phrase.distance, stretch, period, calendar)
    if phrase.every:
        return _repeated(phrase, phrase.every, period)
    if phrase.stretch:
        return _once_a_year(stretch, period) if yearly else _once(stretch, period)
    return Deadline(Kind.NONE)


def _repeated(phrase: Phrase, every: Every, period: Period) -> Deadline:
    stretch = phrase.stretch or Stretch()
    if every.times > 1:
        raise NotUnderstood(UNSAID)
    if names_first_time(phrase):
        return _repeated_from(every, stretch, period, phrase.until, then=phrase.then)
    return _recurring(every, stretch, period)


def _enumerated(phrase: Phrase, period: Period, yearly: bool, calendar: Calendar) -> Deadline:
    """Several times of their own; all of them each year when the phrase says so."""
    single = [replace(phrase, stretch=stretch, others=(), within=None) for stretch in phrase.stretches]
    found = [_scheduled(one, period, yearly, calendar).spans() for one in single]
    spans = sorted((span for spans in found for span in spans), key=lambda span: span[1])
    firsts = [spans[0][1] for spans in found]
    if any(len(spans) > 1 for spans in found) and min(firsts) + STEPS[Unit.YEAR] <= max(firsts):
        if yearly and not _lasts_years(period):
            return _enumerated(phrase, period, False, calendar)  # each of them comes once here
        raise NotUnderstood("названы разные годы, а повторять велено каждый год; назовите сроки одного года")
    if len(found) == 2 and _lies_within(found[1], found[0]):
        start, due = found[1][0]
        return Deadline(Kind.SPAN, start or found[0][0][0], due)
    if len({start is None for start, _ in spans}) > 1:
        raise NotUnderstood("у одних сроков названо начало, а у других только конец; напишите их одинаково")
    for (_, before), (start, due) in pairwise(spans):
        if (start or due) <= before:
            raise NotUnderstood(f"сроки накладываются друг на друга: {before:%d.%m.%Y} и {start or due:%d.%m.%Y}")
    starts = [start for start, _ in spans if start]
    opening = listed(starts) if len(starts) == len(spans) else ""
    return Deadline(Kind.RECURRING, *spans[0], rule=listed([due for _, due in spans]), opening=opening)


def _lies_within(inner: Spans, outer: Spans) -> bool:
    """«октябрь (до 15 октября)»: whether the second of two is but a part of the first."""
    if len(inner) != 1 or len(outer) != 1 or outer[0][0] is None:
        return False
    start, due = inner[0]
    return outer[0][0] <= (start or due) and due <= outer[0][1]


def _relative(event: str, distance: Distance | None) -> Deadline:
    _check(distance)
    ends_school_year = event.lower().startswith(("по окончани", "по завершени")) and "учебного года" in event.lower()
    problem = "Когда кончается учебный год, решает учебный план организации: впишите дату."
    return Deadline(
        Kind.RELATIVE,
        event=event,
        distance=distance,
        measure=named[1] if (named := measure_in(event)) else "",
        problems=(problem,) if ends_school_year else (),
    )


def measure_in(event: str) -> re.Match[str] | None:
    """Where an event names the one measure of the plan that it is about; a paragraph of something else is none."""
    named = list(MEASURE.finditer(event))
    return named[0] if len(named) == 1 and named[0]["last"] is not None else None


def _check(distance: Distance | None) -> None:
    if distance and distance.working and distance.unit is not Unit.DAY:
        raise NotUnderstood("рабочими бывают дни; назовите их число")


def _counted(distance: Distance, anchor: Stretch, period: Period, calendar: Calendar) -> Deadline:
    day = _days(anchor, period)[1]
    due = _counted_from(day, distance, calendar)
    return Deadline(Kind.ONE_OFF, start=day if due > day else None, due=due)


def _counted_from(day: date, distance: Distance, calendar: Calendar) -> date:
    _check(distance)
    if distance.working:
        due = calendar.add_working_days(day, distance.count)
    else:
        due = day + STEPS[distance.unit] * distance.count
    if abs((due - day).days) > LONGEST_COUNT:
        raise NotUnderstood("слишком долго; назовите день")
    return due


def _once(stretch: Stretch, period: Period) -> Deadline:
    if stretch.this_year and _lasts_years(period):
        raise NotUnderstood("план на несколько лет, и неясно, какой из них текущий; назовите год")
    if stretch.is_plan:
        return Deadline(Kind.WHOLE_PERIOD, period.start, period.end)
    start, due = _ends(stretch, period)
    if due is None:
        likely = f"; если до конца плана, напишите «с {start:%d.%m.%Y} по {period.end:%d.%m.%Y}»"
        goes_on = start is not None and start < period.end
        raise NotUnderstood(f"сказано, когда начать, но не когда закончить{likely if goes_on else ''}")
    return Deadline(Kind.ONE_OFF if _is_brief(stretch) else Kind.SPAN, start, due)


def _once_a_year(stretch: Stretch, period: Period) -> Deadline:
    """In each year of the plan; the one time that it can be, where that is a single year or it takes longer itself."""
    if stretch.first and not stretch.last:
        return _once(stretch, period)
    every = Every(Unit.YEAR)
    again = (
        _repeated_from(every, stretch, period, None, then=True) if stretch.last else _recurring(every, stretch, period)
    )
    times = again.occurrences(date.max)
    takes_longer = again.start and again.due and again.start + STEPS[Unit.YEAR] <= again.due
    return again if len(times) > 1 and not takes_longer else _once(stretch, period)


def _lasts_years(period: Period) -> bool:
    return period.start + STEPS[Unit.YEAR] <= period.end


def _is_brief(stretch: Stretch) -> bool:
    """Whether the phrase names one month or a part of it, or no more than the last day."""
    first = stretch.first
    return first is None or (first is stretch.last and first.months is not None and len({*first.months}) == 1)


# Dates


def _days(stretch: Stretch, period: Period) -> Days:
    """The first and the last day of what the stretch names."""
    first, last = stretch.first or stretch.last, stretch.last or stretch.first
    if first is None or last is None:
        return period.start, period.end
    if first.months is None:
        first = _within_month_of(last, first)
    if first.year is None and last.year is None:
        return _the_only(_in_plan(first, last, period), period)
    return _join(first, last, first.year or _year_before(first, last))


def _ends(stretch: Stretch, period: Period) -> tuple[date | None, date | None]:
    """When the stretch begins and ends; None for the end that it leaves open."""
    days = _days(stretch, period)
    if stretch.is_plan:
        return days
    return days[0] if stretch.first else None, days[1] if stretch.last else None


def named_days(phrase: Phrase, period: Period) -> tuple[date | None, date | None]:
    """The first and the last day that the phrase itself names, before it is counted from or repeated.

    None for the end that it leaves open; raises NotUnderstood where there is no such day in `period`.
    """
    stretch = phrase.stretch or Stretch()
    if phrase.every and names_first_time(phrase):
        return _first_time(phrase.every, stretch, period)
    return _ends(stretch, period)


def names_first_time(phrase: Phrase) -> bool:
    """Whether the stretch is the first time of something that repeats, and not how long it does."""
    stretch = phrase.stretch or Stretch()
    is_yearly = phrase.every is not None and phrase.every.unit is Unit.YEAR
    return phrase.then or (is_yearly and stretch.last is not None and not stretch.takes_years)


def _within_month_of(last: Moment, bare_day: Moment) -> Moment:
    if last.months is None or not last.is_day:
        raise NotUnderstood
    return replace(last, part=bare_day.part)


def _year_before(first: Moment, last: Moment) -> int:
    """The year of «декабрь» in «декабрь – январь 2024 г.»: the latest in which it is not after the end."""
    if first.months is None or last.months is None or last.year is None:
        raise NotUnderstood
    return last.year - (first.months[0] > last.months[0])


def _join(first: Moment, last: Moment, year: int) -> Days:
    """From the start of `first` in `year` to the end of `last`, which may come in the next year."""
    start = _of_year(first, year)[0]
    end = _of_year(last, last.year or year)[1]
    if end < start and last.year is None:
        end = _of_year(last, year + 1)[1]
    if end < start:
        raise NotUnderstood(f"конец ({end:%d.%m.%Y}) раньше начала ({start:%d.%m.%Y})")
    return start, end


def _of_year(moment: Moment, year: int) -> Days:
    """The days of a moment that begins in `year`."""
    if moment.months is None:
        raise NotUnderstood
    first, last = moment.months
    last_year = moment.last_year or year + (last < first)
    return day_of(year, first, moment.part, start=True), day_of(last_year, last, moment.part)


def day_of(year: int, month: int, part: Part, *, start: bool = False) -> date:
    """The last day, or the first one, of a part of a month; raises NotUnderstood where there is no such day."""
    number = part.first if start else part.last
    try:
        length = _length(year, month)
        if part.weekday is not None:
            edge = date(year, month, 1 if number > 0 else length)
            return edge + relativedelta(weekday=weekday(part.weekday, number))
        return date(year, month, number if number >= 0 else length + 1 + number)
    except ValueError:
        raise NotUnderstood(f"дня {max(number, 0):02}.{month:02}.{year} в календаре нет") from None


@cache
def _length(year: int, month: int) -> int:
    """The number of days; raises ValueError where there is no such month."""
    return monthrange(year, month)[1]


def _in_plan(first: Moment, last: Moment, period: Period) -> list[Days]:
    """What a stretch without a year may mean: wholly within the period, or at least partly."""
    found = []
    for year in range(period.start.year - 1, period.end.year + 1):
        try:
            found.append(_join(first, last, year))
        except NotUnderstood as error:
            impossible = error
    if not found:
        raise impossible
    inside = [days for days in found if period.start <= days[0] and days[1] <= period.end]
    return inside or [days for days in found if days[0] <= period.end and period.start <= days[1]]


def _the_only(candidates: list[Days], period: Period) -> Days:
    if not candidates:
        raise NotUnderstood(f"в период плана ({period.start:%d.%m.%Y} – {period.end:%d.%m.%Y}) он не попадает")
    if len(candidates) > 1:
        years = ", ".join(str(start.year) for start, _ in candidates)
        raise NotUnderstood(f"не назван год, а подходят {years}")
    return candidates[0]


# Recurrence


def _recurring(every: Every, stretch: Stretch, period: Period) -> Deadline:
    """Within the stretch."""
    start, until = _ends(stretch, period)
    start, until = start or period.start, until or period.end
    if until < start:
        raise NotUnderstood(f"конец ({until:%d.%m.%Y}) раньше начала ({start:%d.%m.%Y})")
    if every.reported:
        return _after_each(every, start, until)
    if every.parts:
        return _in_each_month(every.parts, start, until)
    if every.weekdays:
        return _on_weekdays(every, start, until)
    due = min(end_of(every, start), until)
    if due == until and stretch.first and stretch.last:
        raise NotUnderstood("за это время не повторить; если начиная с него, то: «…, далее – ежемесячно»")
    deadline = Deadline(Kind.RECURRING, start, due, rule=rule(Turn.ending(every, due), due, until))
    bounded = stretch.first and stretch.last and every.unit is Unit.MONTH and every.count in (4, 6)
    if bounded and end_of(every, until) > until and len(deadline.spans()) < 12 // every.count:
        raise NotUnderstood("поровну это время не делится; назовите месяцы: «2 раза в год (декабрь, май)»")
    return deadline


def _on_weekdays(every: Every, start: date, until: date) -> Deadline:
    day = min(start + relativedelta(weekday=weekday(number)) for number in every.weekdays)
    if day > until:
        raise NotUnderstood("такого дня недели за это время нет")
    lines = rule(Turn(every), day, until)
    return Deadline(Kind.RECURRING, day, day, rule=lines, opening=lines)


def _in_each_month(parts: tuple[Part, ...], start: date, until: date) -> Deadline:
    spans = [_first_in(part, start) for part in parts]
    first, due = min(spans, key=lambda span: span[1])
    if due > until:
        raise NotUnderstood("за это время такого дня нет")
    every = Every(Unit.MONTH)
    opening = ""
    if first:
        beginnings = tuple(Part(part.first, part.first, part.weekday) for part in parts)
        opening = rule(Turn(every, beginnings), first, until)
    return Deadline(Kind.RECURRING, first, due, rule=rule(Turn(every, parts), due, until), opening=opening)


def _first_in(part: Part, start: date) -> tuple[date | None, date]:
    """That part of the first month in which it does not begin before `start`."""
    month = start.replace(day=1)
    while True:
        due = _existing(month, part)
        first = _opening(month, part, due)
        if (first or due) >= start:
            return first, due
        month += STEPS[Unit.MONTH]


def _after_each(every: Every, start: date, until: date) -> Deadline:
    """On a day of the month after each month, quarter or half-year that is reported on."""
    ends = end_of(Every(Unit.MONTH, every.count), start)
    due = _existing(ends + timedelta(days=1), every.parts[0])
    if due > until:
        raise NotUnderstood("за это время такого дня нет")
    turn = Turn(Every(Unit.MONTH, every.count), every.parts)
    return Deadline(Kind.RECURRING, None, due, rule=rule(turn, due, until))


def _opening(month: date, part: Part, due: date) -> date | None:
    if part.first == part.last:
        return due
    return None if part.first == OPEN else day_of(month.year, month.month, part, start=True)


def _existing(month: date, part: Part) -> date:
    """The last day of the part of this month; of a month too short for a day named, its last."""
    if part.weekday is None and part.last > 28:
        part = Part(part.first, min(part.last, _length(month.year, month.month)))
    return day_of(month.year, month.month, part)


def _repeated_from(every: Every, stretch: Stretch, period: Period, limit: Moment | None, *, then: bool) -> Deadline:
    if every.parts or every.weekdays:
        raise NotUnderstood("день назван дважды; напишите, с какого по какое число повторять")
    start, due = _first_time(every, stretch, period)
    if due is None:
        raise NotUnderstood("не сказано, когда это закончить в первый раз")
    if not then and start and start + STEPS[Unit.YEAR] <= due:
        raise NotUnderstood("неясно, когда в каждом из этих лет; назовите месяц или день")
    until = _days(Stretch(limit, limit), period)[1] if limit else max(due, period.end)
    if until < due:
        raise NotUnderstood(f"конец ({until:%d.%m.%Y}) раньше первого срока ({due:%d.%m.%Y})")
    turn = Turn(every, (stretch.last.part,)) if stretch.last else Turn.ending(every, due)
    opening = ""
    if every.unit is Unit.YEAR and start and stretch.first and due < start + STEPS[Unit.YEAR]:
        part = stretch.first.part
        opening = rule(Turn(every, (Part(part.first, part.first, part.weekday),)), start, until)
    return Deadline(Kind.RECURRING, start, due, rule=rule(turn, due, until), opening=opening)


def _first_time(every: Every, stretch: Stretch, period: Period) -> tuple[date | None, date | None]:
    """The stretch itself, in the first of the years that fit when it repeats yearly and names none."""
    first, last = stretch.first or stretch.last, stretch.last
    if every.unit is Unit.YEAR and first and last and first.months and first.year is last.year is None:
        start, due = _the_only(_in_plan(first, last, period)[:1], period)
        return start if stretch.first else None, due
    return _ends(stretch, period)
