"""A deadline written in words that `parse` reads back as the same deadline."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from automation.deadlines.deadline import Deadline, Distance, Kind
from automation.deadlines.meaning import day_of, parse
from automation.deadlines.phrase import DECADES, HALVES, WEEKS, Part
from automation.deadlines.recurring import WEEKDAYS, end_of_rule, fields_of
from automation.deadlines.vocabulary import LAST, Unit
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period

WHOLE = "в течение всего периода"
MONTHS = [
    *["январь", "февраль", "март", "апрель", "май", "июнь"],
    *["июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"],
]
OF_MONTHS = [
    *["января", "февраля", "марта", "апреля", "мая", "июня"],
    *["июля", "августа", "сентября", "октября", "ноября", "декабря"],
]
ON_WEEKDAYS = ["понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям"]
NTH = {
    "m": {1: "первый", 2: "второй", 3: "третий", 4: "четвёртый", LAST: "последний"},
    "f": {1: "первая", 2: "вторая", 3: "третья", 4: "четвёртая", LAST: "последняя"},
    "n": {1: "первое", 2: "второе", 3: "третье", 4: "четвёртое", LAST: "последнее"},
}
NAMES_OF_WEEKDAYS = [
    *[("понедельник", "m"), ("вторник", "m"), ("среда", "f"), ("четверг", "m")],
    *[("пятница", "f"), ("суббота", "f"), ("воскресенье", "n")],
]
UNITS = {  # with 1, with 2, with 5
    Unit.DAY: ("день", "дня", "дней"),
    Unit.WEEK: ("неделю", "недели", "недель"),
    Unit.MONTH: ("месяц", "месяца", "месяцев"),
    Unit.QUARTER: ("квартал", "квартала", "кварталов"),
    Unit.HALF_YEAR: ("полугодие", "полугодия", "полугодий"),
    Unit.YEAR: ("год", "года", "лет"),
}
FREQUENCIES = {
    ("DAILY", 1): "ежедневно",
    ("WEEKLY", 1): "еженедельно",
    ("MONTHLY", 1): "ежемесячно",
    ("MONTHLY", 3): "ежеквартально",
    ("MONTHLY", 6): "раз в полугодие",
    ("YEARLY", 1): "ежегодно",
}
UNIT_OF = {"DAILY": Unit.DAY, "WEEKLY": Unit.WEEK, "MONTHLY": Unit.MONTH, "YEARLY": Unit.YEAR}
PARTS = [Part(n, n, weekday) for weekday in range(7) for n in (1, 2, 3, 4, LAST)]


def in_words(deadline: Deadline, *, period: Period, calendar: Calendar = RUSSIA) -> str:
    """What to write in a plan that covers `period` to set this deadline, the shortest way first.

    `parse` of it, with the same `period`, gives an equal deadline. One that was not understood comes back as
    it was written. Raises ValueError for a deadline that no phrase sets, such as one made by hand of parts
    that contradict each other.
    """
    if deadline.kind is Kind.UNKNOWN:
        return deadline.text
    mark = "КТ – " if deadline.checkpoint else ""
    for phrase in _phrases(deadline):
        words = (mark + phrase).rstrip(" –")
        if parse(words, period=period, calendar=calendar) == deadline:
            return words
    raise ValueError(f"такой срок словами не записать: {deadline}")


def _phrases(deadline: Deadline) -> Iterator[str]:
    """Ways to write it that may mean just this; which do depends on the plan."""
    if deadline.kind is Kind.WHOLE_PERIOD:
        yield WHOLE
    elif deadline.kind is Kind.BY_AGREEMENT:
        yield "по договорённости"
    elif deadline.kind is Kind.RELATIVE:
        yield _relative(deadline)
    elif deadline.kind is Kind.RECURRING:
        yield from _recurring(deadline)
    elif deadline.due:
        yield from _once(deadline.start, deadline.due)
    else:
        yield ""


def _relative(deadline: Deadline) -> str:
    distance = deadline.distance
    if distance is None:
        return deadline.event
    if distance.count < 0:
        return f"за {_counted(distance, within=False)} до {deadline.event}"
    since = "после" if deadline.measure else "со дня"
    return f"в течение {_counted(distance, within=True)} {since} {deadline.event}"


def _counted(distance: Distance, *, within: bool) -> str:
    """«3 рабочих дня»; «3 рабочих дней» where it stands after «в течение»."""
    count, units = abs(distance.count), UNITS[distance.unit]
    one = count % 10 == 1 and count % 100 != 11
    if within:
        units = (_genitive(distance.unit), units[2], units[2])
    if distance.working:
        adjective = ("рабочего" if within else "рабочий") if one else "рабочих"
        return f"{count} {adjective} {_plural(count, units)}"
    return f"{count} {_plural(count, units)}"


def _genitive(unit: Unit) -> str:
    return UNITS[unit][1]


def _plural(count: int, forms: tuple[str, str, str]) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return forms[0]
    return forms[1] if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else forms[2]


# Once


def _once(start: date | None, due: date) -> Iterator[str]:
    if start is None:
        yield f"до {due:%d.%m.%Y}"
        yield from (f"до конца {_of(words)}" for words in _month_ending(due))
        return
    if start == due:
        yield f"{due:%d.%m.%Y}"
    yield from _named(start, due)
    yield f"с {start:%d.%m.%Y} по {due:%d.%m.%Y}"
    if start < due:
        days = Distance((due - start).days, Unit.DAY)
        yield f"в течение {_counted(days, within=True)} с {start:%d.%m.%Y}"
    starts, ends = list(_beginning(start)), list(_ending(due))
    yield from (f"с {first} по {last}" for first, last in product(starts, ends))


def _named(start: date, due: date) -> Iterator[str]:
    """A stretch of whole months, or a part of one."""
    if start.day == 1 and _ends_month(due):
        yield from _months(start, due)
    if (start.year, start.month) == (due.year, due.month):
        yield from (words for part, words in _parts_of(due) if _first(due, part) == start and _last(due, part) == due)


def _months(start: date, due: date) -> Iterator[str]:
    first, last = MONTHS[start.month - 1], f"{MONTHS[due.month - 1]} {due.year} г."
    if (start.month, due.month, due.year) == (9, 8, start.year + 1):
        yield f"{start.year}–{due.year} учебный год"
    if (start.year, start.month) == (due.year, due.month):
        yield last
    if start.year == due.year:
        yield f"{first} – {last}"
    yield f"{first} {start.year} г. – {last}"


def _parts_of(day: date) -> Iterator[tuple[Part, str]]:
    """The parts of a month that have a name, in the month of that day."""
    month = f"{OF_MONTHS[day.month - 1]} {day.year} г."
    yield from ((part, f"{name} {month}") for part, name in _part_names())


def _part_names() -> Iterator[tuple[Part, str]]:
    yield from ((part, f"{NTH['f'][n]} декада") for n, part in DECADES.items() if n != LAST)
    yield from ((part, f"{NTH['f'][n]} неделя") for n, part in WEEKS.items())
    yield from ((part, f"{NTH[gender][part.last]} {name}") for part in PARTS for name, gender in [_weekday(part)])
    yield from ((part, f"{NTH['f'][n]} половина") for n, part in HALVES.items() if n != LAST)
    yield Part(LAST, LAST), "последний день"
    yield Part(1, 1), "первый день"


def _weekday(part: Part) -> tuple[str, str]:
    return NAMES_OF_WEEKDAYS[part.weekday or 0]


def _first(day: date, part: Part) -> date:
    return day_of(day.year, day.month, part, start=True)


def _last(day: date, part: Part) -> date:
    return day_of(day.year, day.month, part)


def _beginning(start: date) -> Iterator[str]:
    """What may begin on that day."""
    yield f"{start:%d.%m.%Y}"
    yield from (words for part, words in _parts_of(start) if _first(start, part) == start)


def _ending(due: date) -> Iterator[str]:
    """What may end on that day."""
    yield f"{due:%d.%m.%Y}"
    yield from _month_ending(due)
    yield from (words for part, words in _parts_of(due) if _last(due, part) == due)


def _month_ending(due: date) -> Iterator[str]:
    if _ends_month(due):
        yield f"{MONTHS[due.month - 1]} {due.year} г."
    yield from (words for part, words in _parts_of(due) if _last(due, part) == due)


def _of(words: str) -> str:
    """«ноябрь 2023 г.» after a preposition: «ноября 2023 г.»."""
    first, _, rest = words.partition(" ")
    return f"{OF_MONTHS[MONTHS.index(first)]} {rest}" if first in MONTHS else words


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


# Again and again


def _recurring(deadline: Deadline) -> Iterator[str]:
    fields = fields_of(deadline.rule)
    due, until = deadline.due, end_of_rule(deadline.rule)
    if not fields:
        yield from _listed(deadline)
        return
    if due is None:
        return
    every = _frequency(fields)
    for words in (*_placed(fields, deadline), every):
        yield words
        begin = deadline.start or due
        yield f"{words}, с {begin:%d.%m.%Y}"
        yield f"{words}, до {until:%d.%m.%Y}"
        yield f"{words}, с {begin:%d.%m.%Y} по {until:%d.%m.%Y}"
    for words in (*_once(deadline.start, due), WHOLE):
        yield f"{words}, далее – {every}"
        yield f"{words}, далее – {every}, до {until:%d.%m.%Y}"


def _listed(deadline: Deadline) -> Iterator[str]:
    """Each time in words of its own; those of the first year where all come again every year."""
    spans = deadline.spans() if deadline.opening else [(deadline.start, due) for due in deadline.occurrences(date.max)]
    words = [next(_once(start, due)) for start, due in spans]
    yield ", ".join(words)
    if deadline.opening:
        yield ", ".join(f"с {start:%d.%m.%Y} по {due:%d.%m.%Y}" for start, due in spans)
    in_first_year = [one for one, (_, due) in zip(words, spans, strict=True) if due < _year_after(spans[0][1])]
    yield f"{', '.join(in_first_year)}, далее – ежегодно"


def _year_after(day: date) -> date:
    return day + timedelta(days=360)  # «последняя неделя февраля» may come some days earlier


def _frequency(fields: dict[str, str]) -> str:
    unit, count = fields["FREQ"], int(fields.get("INTERVAL", "1"))
    return FREQUENCIES.get((unit, count)) or f"раз в {count} {_plural(count, UNITS[UNIT_OF[unit]])}"


def _placed(fields: dict[str, str], deadline: Deadline) -> Iterator[str]:
    """With the days named on which it comes round."""
    days = fields.get("BYDAY", "")
    if fields["FREQ"] == "WEEKLY" and days:
        names = " и ".join(ON_WEEKDAYS[WEEKDAYS.index(day)] for day in days.split(","))
        yield f"по {names}"
        yield f"{_frequency(fields)}, по {names}"
    if fields["FREQ"] == "MONTHLY" and deadline.opening:
        yield from (f"{name} каждого месяца" for _, name in _part_names())
    if fields["FREQ"] == "MONTHLY" and deadline.due and not days:
        yield from _on_days_of_month(fields["BYMONTHDAY"].split(","), deadline)
    elif fields["FREQ"] == "MONTHLY" and days:
        weekday = NAMES_OF_WEEKDAYS[WEEKDAYS.index(days[-2:])]
        yield f"{', '.join(NTH[weekday[1]][int(day[:-2])] for day in days.split(','))} {weekday[0]} каждого месяца"


def _on_days_of_month(lasts: list[str], deadline: Deadline) -> Iterator[str]:
    if "INTERVAL" in fields_of(deadline.rule):
        often = _frequency(fields_of(deadline.rule))
        yield f"{often} до {lasts[-1]} числа месяца, следующего за отчётным"
        return
    limit = "" if deadline.start else "до "
    yield f"{limit}{lasts[-1]} числа каждого месяца"
    yield f"{limit}{', '.join(lasts)} числа каждого месяца"
    if deadline.start:
        yield f"{deadline.start.day}–{lasts[-1]} число каждого месяца"
    firsts = fields_of(deadline.opening).get("BYMONTHDAY", "").split(",")
    for noun, parts in (("неделя", WEEKS), ("декада", DECADES), ("половина", HALVES)):
        once = {part: n for n, part in reversed(parts.items())}  # the last decade is the third
        named = [n for part, n in reversed(once.items()) if str(part.first) in firsts and str(part.last) in lasts]
        yield f"{', '.join(NTH['f'][n] for n in named)} {noun} каждого месяца"
