"""What typing into a cell makes of a text: dates with the names of months, currencies."""

from __future__ import annotations

from datetime import date

import pytest

from tests.embedded.conftest import Api, Book, Json, new_book

DAY_ZERO = date(1899, 12, 30)


def cell(book: Book, text: str) -> Json:
    book.write("A1", [[text]], "USER_ENTERED")
    data = book.get("sheets.data", ranges="A1")["sheets"][0]["data"][0]
    found: Json = data["rowData"][0]["values"][0]
    return found


@pytest.mark.parametrize(
    ("text", "day", "shown"),
    [
        ("Mar 1 2016", date(2016, 3, 1), "Mar 1 2016"),
        ("Sep 1, 2026", date(2026, 9, 1), "Sep 1, 2026"),
        ("September 1, 2026", date(2026, 9, 1), "September 1, 2026"),
        ("june 5, 2026", date(2026, 6, 5), "June 5, 2026"),
        ("1 Mar 2016", date(2016, 3, 1), "1 Mar 2016"),
        ("1-Mar-16", date(2016, 3, 1), "1-Mar-16"),
        ("Mar 2016", date(2016, 3, 1), "Mar 2016"),
        ("Mar 1", date(2026, 3, 1), "Mar 1"),
        ("Tuesday, September 1, 2026", date(2026, 9, 1), "Tuesday, September 1, 2026"),
        ("Tue, Sep 1, 2026", date(2026, 9, 1), "Tue, Sep 1, 2026"),
    ],
)
def test_a_date_with_the_name_of_its_month_is_one_in_english(book: Book, text: str, day: date, shown: str) -> None:
    typed = cell(book, text)
    assert typed["effectiveValue"] == {"numberValue": (day - DAY_ZERO).days}
    assert typed["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    assert typed["formattedValue"] == shown


@pytest.mark.parametrize(("text", "hour"), [("Sep 1, 2026 10:30", 10), ("Sep 1, 2026 10:30 PM", 22)])
def test_a_time_may_come_after_such_a_date(book: Book, text: str, hour: int) -> None:
    assert cell(book, text)["effectiveValue"]["numberValue"] == pytest.approx(46266 + (hour + 0.5) / 24)


@pytest.mark.parametrize("text", ["Room 12", "Act 3 2016", "Feb 30 2016", "Mar 32", "Marching 3", "Mon 5", "$5€", "€"])
def test_what_only_looks_like_a_date_or_an_amount_stays_text(book: Book, text: str) -> None:
    assert cell(book, text)["effectiveValue"] == {"stringValue": text}


def test_a_date_in_english_words_is_text_in_a_russian_spreadsheet(api: Api) -> None:
    assert cell(new_book(api, "ru_RU"), "Mar 1 2016")["effectiveValue"] == {"stringValue": "Mar 1 2016"}


@pytest.mark.parametrize(
    ("locale", "text", "shown"),
    [
        ("en_US", "€5", "€5.00"),
        ("en_US", "5 €", "€5.00"),
        ("en_US", "-€5", "-€5.00"),
        ("en_US", "£1,234.5", "£1,234.50"),
        ("en_US", "$5", "$5.00"),
        ("en_GB", "£5", "£5.00"),
        ("en_GB", "€5", "€5.00"),
        ("ru_RU", "€5", "5,00\u00a0€"),
        ("ru_RU", "5,5 $", "5,50\u00a0$"),
        ("ru_RU", "100,00 ₽", "100,00\u00a0₽"),
        ("de_DE", "5 €", "5,00\u00a0€"),
    ],
)
def test_an_amount_shows_in_the_currency_that_was_typed(api: Api, locale: str, text: str, shown: str) -> None:
    typed = cell(new_book(api, locale), text)
    assert typed["userEnteredFormat"]["numberFormat"]["type"] == "CURRENCY"
    assert typed["formattedValue"] == shown
