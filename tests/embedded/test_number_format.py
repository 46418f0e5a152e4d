"""Numbers and dates as cells show them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.spreadsheets.locales import locale_named
from automation.embedded.spreadsheets.number_format import from_serial, serial, show_number

NOON = 46266.5  # 1 September 2026, 12:00


@pytest.mark.parametrize(
    ("number", "kind", "pattern", "locale", "shown"),
    [
        (1 / 3, "", "", "en_US", "0.3333333333"),
        (0.1 + 0.2, "", "", "ru_RU", "0,3"),
        (1e21, "", "", "en_US", "1E+21"),
        (1234567, "NUMBER", "", "ru_RU", "1\u00a0234\u00a0567,00"),
        (-1234.5, "NUMBER", "#,##0.0", "en_US", "-1,234.5"),
        (0.5, "NUMBER", "0.##", "en_US", "0.5"),
        (2, "NUMBER", "0.##", "en_US", "2"),
        (2.675, "NUMBER", "0.00", "en_US", "2.68"),
        (-0.001, "NUMBER", "0.0", "en_US", "0.0"),
        (5, "NUMBER", '000" шт."', "ru_RU", "005 шт."),
        (-5, "NUMBER", "0;(0);нет", "ru_RU", "(5)"),
        (0, "NUMBER", "0;(0);нет", "ru_RU", "нет"),
        (0.1234, "PERCENT", "0.0%", "ru_RU", "12,3%"),
        (1234.5, "CURRENCY", "", "ru_RU", "1\u00a0234,50\u00a0₽"),
        (12345, "SCIENTIFIC", "0.00E+00", "en_US", "1.23E+04"),
        (NOON, "DATE", "dd.mm.yyyy", "ru_RU", "01.09.2026"),
        (NOON, "DATE", "d mmmm yyyy", "ru_RU", "1 сентября 2026"),
        (NOON, "DATE", "ddd, mmm d", "en_US", "Tue, Sep 1"),
        (NOON, "DATE_TIME", "dd.mm.yyyy hh:mm:ss", "ru_RU", "01.09.2026 12:00:00"),
        (NOON, "TIME", "h:mm am/pm", "en_US", "12:00 PM"),
        (1.5, "TIME", "[h]:mm", "en_US", "36:00"),
        (5, "TEXT", "@", "en_US", "5"),
        (1e12, "DATE", "", "ru_RU", "1000000000000"),
    ],
)
def test_a_number_is_shown_by_its_format(number: float, kind: str, pattern: str, locale: str, shown: str) -> None:
    number_format = {name: value for name, value in (("type", kind), ("pattern", pattern)) if value}
    assert show_number(number, number_format or None, locale_named(locale)) == shown


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))
def test_a_serial_number_stands_for_its_moment(moment: datetime) -> None:
    assert abs(from_serial(serial(moment)) - moment) <= timedelta(milliseconds=1)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='0#,.%E+-;"ymdhs[]', max_size=8))
def test_any_number_is_shown_by_any_pattern(number: float, pattern: str) -> None:
    for kind in ("NUMBER", "DATE"):
        assert isinstance(show_number(number, {"type": kind, "pattern": pattern}, locale_named("ru_RU")), str)
