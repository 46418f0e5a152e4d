"""Reading deadlines as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice, product

import babel.dates

from automation.deadlines import Period, parse
from benchmarks.measure import Figure, seconds

PHRASES = 10_000
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
    yield Figure("Прочитать 10 000 разных сроков словами", taken, "с")


def _phrases() -> Iterator[str]:
    for year, month, day in product(range(2021, 2040), range(12), range(1, 29)):
        yield f"до {day}.{month + 1:02d}.{year}"
        yield f"{day} {_OF_MONTHS[month]} {year} г."
        if day == 1:
            yield f"{_MONTHS[month].capitalize()} {year} г."
            yield f"КТ – {_MONTHS[month]} {year} г., далее – ежемесячно"
            if month < 10:
                yield f"{_MONTHS[month].capitalize()} – {_MONTHS[month + 2]} {year} г."
