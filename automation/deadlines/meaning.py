"""What a phrase of the grammar means within a plan: its dates, or why it has none."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from automation.deadlines.deadline import Deadline, Kind
from automation.deadlines.grammar import Distance, Moment, NotUnderstood, Phrase, Reader, Stretch, Unit
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period

LONGEST_PHRASE = 300  # characters; what is longer is a text, not a deadline
QUOTED = 60  # characters of the phrase that a problem repeats

Days = tuple[date, date]

EXAMPLES = "Напишите, например: «ноябрь 2023 г.», «до 15.11.2023», «сентябрь – октябрь 2023 г.», «ежемесячно»."
STEPS = {
    Unit.DAY: relativedelta(days=1),
    Unit.WEEK: relativedelta(weeks=1),
    Unit.MONTH: relativedelta(months=1),
    Unit.QUARTER: relativedelta(months=3),
    Unit.YEAR: relativedelta(years=1),
}


def parse(text: str, *, period: Period, calendar: Calendar = RUSSIA) -> Deadline:
    """The deadline that `text` sets in a plan that covers `period`.

    Years that the text leaves out come from `period` when only one fits. A month, a quarter, a school year
    (1 September to 31 August) last to their end; «до 9.09.2022» includes that day. Working days are those of
    `calendar`; a due date that falls on a day off stays there.

    Never raises for any text: what is ambiguous or not understood is said in `problems`, in Russian, and
    such a deadline has no dates.
    """
    text = text.strip()
    if len(text) > LONGEST_PHRASE:
        return _unknown(text)
    return _parse(text, period, calendar)


@lru_cache(maxsize=16_384)  # plans repeat their phrases, and every cycle reads the same plan
def _parse(text: str, period: Period, calendar: Calendar) -> Deadline:
    reader = Reader(text)
    checkpoint = reader.mark()
    try:
        deadline = _deadline(reader.phrase(), period, calendar)
    except NotUnderstood as reason:
        deadline = _unknown(text, str(reason))
    return replace(deadline, checkpoint=True) if checkpoint else deadline


def _unknown(text: str, reason: str = "") -> Deadline:
    quoted = text if len(text) <= QUOTED else text[:QUOTED] + "…"
    because = f": {reason}" if reason else ""
    return Deadline(Kind.UNKNOWN, problems=(f"Срок «{quoted}» непонятен{because}. {EXAMPLES}",))


def _deadline(phrase: Phrase, period: Period, calendar: Calendar) -> Deadline:
    if phrase.agreement:
        return Deadline(Kind.BY_AGREEMENT)
    if phrase.event:
        return _relative(phrase.event)
    if phrase.distance and phrase.stretch:
        return _counted(phrase.distance, phrase.stretch, period, calendar)
    if phrase.every:
        return _recurring(phrase.every, phrase.stretch or Stretch(), period, then=phrase.then)
    if phrase.stretch:
        return _once(phrase.stretch, period)
    return Deadline(Kind.NONE)


def _relative(event: str) -> Deadline:
    ends_school_year = event.startswith(("по окончании", "по завершении")) and "учебного года" in event
    problem = "Когда кончается учебный год, решает учебный план организации: впишите дату."
    return Deadline(Kind.RELATIVE, event=event, problems=(problem,) if ends_school_year else ())


def _counted(distance: Distance, anchor: Stretch, period: Period, calendar: Calendar) -> Deadline:
    day = _days(anchor, period)[1]
    if distance.working and distance.unit is not Unit.DAY:
        raise NotUnderstood("рабочими бывают дни; назовите их число")
    if distance.working:
        end = calendar.add_working_days(day, distance.count)
    else:
        end = day + STEPS[distance.unit] * distance.count
    return Deadline(Kind.ONE_OFF, start=day if end > day else None, due=end)


def _once(stretch: Stretch, period: Period) -> Deadline:
    if stretch == Stretch():
        return Deadline(Kind.WHOLE_PERIOD, period.start, period.end)
    start, due = _ends(stretch, period)
    if due is None:
        raise NotUnderstood("сказано, когда начать, но не когда закончить")
    return Deadline(Kind.ONE_OFF if _is_brief(stretch) else Kind.SPAN, start, due)


def _is_brief(stretch: Stretch) -> bool:
    """Whether the phrase names one day, one month, or no more than the last day."""
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
    if stretch == Stretch():
        return days
    return days[0] if stretch.first else None, days[1] if stretch.last else None


def _within_month_of(last: Moment, bare_day: Moment) -> Moment:
    if last.months is None or last.day is None:
        raise NotUnderstood
    return replace(last, day=bare_day.day)


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
    try:
        if moment.day is not None:
            return date(year, first, moment.day), date(last_year, last, moment.day)
        return date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1])
    except ValueError:
        day = 1 if moment.day is None else moment.day
        raise NotUnderstood(f"дня {day:02}.{first:02}.{year} в календаре нет") from None


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


def _recurring(every: Unit, stretch: Stretch, period: Period, *, then: bool) -> Deadline:
    """From the stretch on when it comes first or names the time of year, otherwise within it."""
    if then or (every is Unit.YEAR and stretch.last):
        return _repeated_from(every, stretch, period)
    start, until = _ends(stretch, period)
    start, until = start or period.start, until or period.end
    if until < start:
        raise NotUnderstood(f"конец ({until:%d.%m.%Y}) раньше начала ({start:%d.%m.%Y})")
    due = min(_end_of(every, start), until)
    if due == until and stretch.first and stretch.last:
        raise NotUnderstood("за это время не повторить; если начиная с него, то: «…, далее – ежемесячно»")
    return Deadline(Kind.RECURRING, start, due, rule=_rule(every, due, until, names_day=False))


def _repeated_from(every: Unit, stretch: Stretch, period: Period) -> Deadline:
    start, due = _first_time(every, stretch, period)
    if due is None:
        raise NotUnderstood("не сказано, когда это закончить в первый раз")
    names_day = stretch.last is not None and stretch.last.day is not None
    rule = _rule(every, due, max(due, period.end), names_day=names_day)
    return Deadline(Kind.RECURRING, start, due, rule=rule)


def _first_time(every: Unit, stretch: Stretch, period: Period) -> tuple[date | None, date | None]:
    """The stretch itself, in the first of the years that fit when it repeats yearly and names none."""
    first, last = stretch.first, stretch.last
    if every is Unit.YEAR and first and last and first.months and first.year is last.year is None:
        return _the_only(_in_plan(first, last, period)[:1], period)
    return _ends(stretch, period)


def _end_of(unit: Unit, day: date) -> date:
    """The last day of the week, month or quarter that `day` is in; of the year of a plan that begins on it."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day + timedelta(days=6 - day.weekday())
    if unit is Unit.YEAR:
        return day + STEPS[unit] - timedelta(days=1)
    months_ahead = 0 if unit is Unit.MONTH else -day.month % 3
    return day + relativedelta(months=months_ahead, day=31)


def _rule(unit: Unit, due: date, until: date, *, names_day: bool) -> str:
    """`names_day`: the phrase names that very day, so «30 ноября» is not just the end of its month."""
    day = _day_of_month(due, names_day=names_day)
    frequency = {
        Unit.DAY: "FREQ=DAILY",
        Unit.WEEK: "FREQ=WEEKLY",
        Unit.MONTH: f"FREQ=MONTHLY;{day}",
        Unit.QUARTER: f"FREQ=MONTHLY;INTERVAL=3;{day}",
        Unit.YEAR: f"FREQ=YEARLY;BYMONTH={due.month};{day}",
    }[unit]
    return f"DTSTART:{_stamp(due)}\nRRULE:{frequency};UNTIL={_stamp(until)}"


def _stamp(day: date) -> str:
    return day.isoformat().replace("-", "") + "T000000"


def _day_of_month(due: date, *, names_day: bool) -> str:
    """The end of a month stays one; a day named becomes the last of a month that is too short for it."""
    if not names_day and due.day == monthrange(due.year, due.month)[1]:
        return "BYMONTHDAY=-1"
    if due.day <= 28:
        return f"BYMONTHDAY={due.day}"
    return f"BYMONTHDAY={','.join(map(str, range(28, due.day + 1)))};BYSETPOS=-1"
