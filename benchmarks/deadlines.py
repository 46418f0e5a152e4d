"""Reading deadlines as people write them, and moving them to the next plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice, product

import babel.dates

from automation.deadlines import Period, moved, parse
from benchmarks.measure import Figure, seconds

PHRASES = 10_000
MEASURES = 1_000  # of a very long plan
PLAN = Period(date(2020, 9, 1), date(2040, 8, 31))
_MONTHS = tuple(babel.dates.get_month_names(context="stand-alone", locale="ru").values())
_OF_MONTHS = tuple(babel.dates.get_month_names(context="format", locale="ru").values())


def figures() -> Iterator[Figure]:
    phrases = list(islice(_phrases(), PHRASES))
    assert len(set(phrases)) == PHRASES
    assert not any(parse(phrase, period=PLAN).problems for phrase in phrases)

    # A plan read once is remembered, so every run reads another.
    plans = (Period(PLAN.start, PLAN.end - timedelta(days=run)) for run in count(1))

    def read_anew() -> None:
        plan = next(plans)
        for phrase in phrases:
            parse(phrase, period=plan)

    taken = seconds(read_anew, runs=3)
    yield Figure("Прочитать 10 000 разных сроков словами", taken, "с", budget=1.0)

    deadlines = phrases[:: PHRASES // MEASURES]

    def move_anew() -> None:
        old = next(plans)
        new = Period(date(2021, 9, 1), date(2041, 8, 31) - (PLAN.end - old.end))
        for deadline in deadlines:
            moved(deadline, period=old, to=new)

    yield Figure("Перенести 1 000 разных сроков в новый план", seconds(move_anew, runs=3), "с", budget=1.0)


def _phrases() -> Iterator[str]:
    """A phrase for each day of twenty years, and for each month one of every other kind, in turn."""
    for year, month, day in product(range(2021, 2040), range(12), range(1, 29)):
        yield f"до {day}.{month + 1:02d}.{year}"
        yield f"{day} {_OF_MONTHS[month]} {year} г."
        if day <= 20:
            yield _of_a_month(day, f"{_MONTHS[month]} {year} г.", f"{_OF_MONTHS[month]} {year} г.")


def _of_a_month(kind: int, name: str, of_it: str) -> str:
    first_day = f"1 {of_it}"
    return [
        *(name.capitalize(), f"КТ – {name}, далее – ежемесячно", f"декабрь 2020 г. – {name}"),
        *(f"{name}, далее – ежегодно", f"первая неделя {of_it}", f"третья декада {of_it}"),
        *(f"каждый понедельник с {first_day}", f"по вторникам и пятницам, с {first_day}"),
        *(f"не реже 1 раза в квартал, с {first_day}", f"2 раза в год, с {first_day}"),
        *(f"до 5 числа каждого месяца, с {first_day}", f"последняя пятница {of_it}", f"до конца {of_it}"),
        *(f"не позднее 10 рабочих дней со дня {first_day}", f"за 3 дня до {first_day}"),
        *(f"в течение месяца после приказа от {first_day}", f"в соответствии со сроками программ на {name}"),
        *(f"с 1 декабря 2020 г. по {name}", f"КТ – 15 {of_it}, далее – ежеквартально", f"последняя неделя {of_it}"),
    ][kind - 1]
