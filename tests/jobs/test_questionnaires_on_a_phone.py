"""Every declared questionnaire, filled in on a phone by each of the people whom it asks different things, with scripts
and without: what they are shown is what is theirs, and it arrives in its own cells.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from automation.workbook import cells
from automation.workbook.questionnaires import question_id
from sheets_schema.columns import (
    Choice,
    Choices,
    Column,
    Date,
    Email,
    Flag,
    Link,
    Name,
    Number,
    PersonName,
    Phone,
    Text,
)
from sheets_schema.form import Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.consents import ConsentForm, agreement
from sheets_schema.tabs.consents import Consents
from sheets_schema.vocabulary import PERSONAL_DATA, YES
from tests.embedded.pages.conftest import PATIENCE, PHONE
from tests.embedded.pages.test_form import fits
from tests.jobs.books import spelled
from tests.organisation import PARENTS_NAME, Organisation

BORN = "2004-03-14"


def answer(column: Column, number: int) -> list[str]:
    """What somebody answers to the question of a column, nobody else the same where people are told apart."""
    match column:
        case PersonName():
            return [f"Ветрова Анна {spelled(number)}"]
        case Email():
            return [f"vetrova{number}@example.com"]
        case Phone():
            return ["+7 912 345-67-89"]
        case Choices():
            return list(column.options[:2])
        case Choice():
            return [column.options[-1]]
        case Date():
            return [BORN]
        case Number():
            return [f"{max(column.least or 0, 2):g}"]
        case Link():
            return ["https://example.com/proof"]
        case Text():
            return ["Первая строка\nвторая, с запятой" if column.long else f"Ответ {number}"]
    raise AssertionError(f"nobody has said here how people answer a {type(column).__name__}")


def people_of(form: type[Form]) -> list[str]:
    """One of the people for each way through the form."""
    if not form.leads():
        return [""]
    ways: dict[Any, str] = {}
    for one in form.leads()[form.fills.named(form.fills.divided_by)]:
        ways.setdefault(tuple(section.title for section in form.sections if form.is_for(section, one)), one)
    return list(ways.values())


def fill_page(page: Page, form: type[Form], said: dict[Name[Any], list[str]]) -> set[str]:
    """Answer what stands on the page; the names of the columns that were asked."""
    asked = set()
    for name, values in said.items():
        fields = page.locator(f'[name="entry.{int(question_id(form, name), 16)}"]:not([type="hidden"])')
        if fields.count():
            asked.add(str(name))
            if isinstance(name.column, Choice | Choices | Flag):
                for value in values:
                    page.locator(f'[name="entry.{int(question_id(form, name), 16)}"][value="{value}"]').check()
            else:
                fields.first.fill(values[0])
    return asked


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("form", NASTAVNIK.forms, ids=lambda form: form.__name__)
def test_everybody_is_asked_what_is_theirs_and_it_arrives_in_its_cells(
    form: type[Form], scripts: bool, technicum: Organisation, chromium: Browser
) -> None:
    options: dict[str, Any] = {**PHONE, "locale": "ru-RU", "java_script_enabled": scripts}
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE)
    page, link = context.new_page(), technicum.server.url + urlsplit(technicum.links[form.title]).path
    sent = []
    for number, people in enumerate(people_of(form), 1):
        said = {name: answer(form.fills.columns[name], number) for name in form.asked()}
        if issubclass(form, ConsentForm):
            said[Consents.answer] = [agreement(1)]
        if people:
            said[form.fills.named(form.fills.divided_by)] = [people]
        page.goto(link)
        asked: set[str] = set()
        while page.get_by_role("status").count() == 0:
            assert fits(page)
            asked |= fill_page(page, form, said)
            page.get_by_role("button", name=re.compile("Далее|Отправить")).first.click()
        shown = {str(name) for section in form.sections if form.is_for(section, people) for name in section.columns}
        assert asked == shown
        sent.append({name: values for name, values in said.items() if name in shown})
    context.close()
    for number in range(1, 1 + len(sent)) if not form.each_answer_counts else ():
        whose = {"number": form.fills.key_column().number(number), "given_by": PARENTS_NAME, "born": BORN}
        technicum.consent(PERSONAL_DATA, **whose)
    technicum.cycle("collect")
    rows = technicum.curator.rows(form.fills.title)
    assert len(rows) == len(sent)
    for row, values in zip(rows, sent, strict=True):
        for name in form.asked():
            column = form.fills.columns[name]
            if name == Consents.answer and issubclass(form, ConsentForm):
                assert row[column.title] == YES
                continue
            meant = cells.write(column, [cells.value(column, ", ".join(values[name]))])[0] if name in values else None
            assert row[column.title] == meant, column.title
