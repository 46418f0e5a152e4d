"""Forms follow what the spreadsheet gives them to say: in the cycle after it was changed, and at no call otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from automation.testing import Organisation, organisation
from automation.workbook.commit import commit
from automation.workbook.following import follow_forms
from sheets_schema.columns import CURATOR, FORM, Choice, Key, Text
from sheets_schema.form import Form, Rows, Section, Wording
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet


class Colours(Sheet):
    """What can be chosen."""

    title = "Цвета"
    position = 90
    frozen = 1
    typed_by_hand = True

    id = Key(prefix="Ц")
    word = Text("Слово", owner=CURATOR)


class Votes(Sheet):
    """What was chosen."""

    title = "Голоса"
    position = 91
    frozen = 1

    id = Key(prefix="Г")
    colour = Choice("Цвет", ("белый",), owner=FORM)


class Vote(Form):
    """Asks for a colour."""

    title = "Какой цвет?"
    description = "Выберите."
    fills = Votes
    each_answer_counts = True
    sections = (Section("Цвет", (Votes.colour,)),)

    @classmethod
    def worded(cls, rows: Rows) -> Wording:
        words = tuple(rows(Colours)[Colours.word].dropna())
        return Wording("Выберите из новых." if words else "", {Votes.colour: words}, is_ready=bool(words))


@pytest.fixture
def one() -> Iterator[Organisation]:
    schema = replace(NASTAVNIK, sheets=(*NASTAVNIK.sheets, Colours, Votes), forms=(*NASTAVNIK.forms, Vote))
    with organisation(schema) as made:
        yield made


def follow(one: Organisation) -> int:
    """As a cycle does; gives the calls that the forms took."""
    book = one.book()
    before = one.google.calls.total()
    follow_forms(one.google, book)
    took = one.google.calls.total() - before
    if book.state != book.state_as_read:
        commit(
            one.google.spreadsheets, one.spreadsheet, {}, book.state, where=book.tabs, expected=book.state_as_read.write
        )
    return took


def said(one: Organisation) -> tuple[str, list[str]]:
    form = one.google.forms.get(one.book().state.forms[Vote.name])
    (item,) = form["items"]
    options = item["questionItem"]["question"]["choiceQuestion"]["options"]
    return form["info"]["description"], [option["value"] for option in options]


def type_in(one: Organisation, word: str) -> None:
    service = one.google.spreadsheets
    book = one.book()
    table = book[Colours]
    table.append([{Colours.id: f"Ц-{len(table) + 1:04d}", Colours.word: word}], by=(CURATOR,))
    commit(service, one.spreadsheet, book.changes(), book.state, where=book.tabs, expected=book.state_as_read.write)


def test_a_form_says_what_its_tab_gives_it_and_what_it_says_already_costs_no_call(one: Organisation) -> None:
    assert said(one) == ("Выберите.", ["белый"])
    assert follow(one) == 0
    type_in(one, "синий")
    assert follow(one) > 0
    assert said(one) == ("Выберите из новых.", ["синий"])
    assert follow(one) == 0


def test_nobody_answers_a_form_before_it_has_what_it_must_say(one: Organisation) -> None:
    form = one.book().state.forms[Vote.name]
    state = one.google.forms.get(form)["publishSettings"]["publishState"]
    assert not state.get("isPublished")
    type_in(one, "синий")
    follow(one)
    assert one.google.forms.get(form)["publishSettings"]["publishState"]["isPublished"]


def test_a_form_whose_tab_is_gone_goes_on_saying_what_it_said(one: Organisation) -> None:
    type_in(one, "синий")
    follow(one)
    gone = one.book()[Colours].tab.sheet_id
    one.google.spreadsheets.batch_update(one.spreadsheet, {"requests": [{"deleteSheet": {"sheetId": gone}}]})
    assert follow(one) == 0
    assert said(one) == ("Выберите из новых.", ["синий"])
