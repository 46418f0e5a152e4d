"""Of which category each person is, and whether that goes together with their mentoring form and date of birth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.cells import is_missing
from automation.workbook.table import Table
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import CATEGORIES, EMPLOYER, GRADUATE, PEDAGOGUE, PUPIL, STUDENT, fits, sides_of

AGES = {PUPIL: (6, 21), STUDENT: (14, 80), PEDAGOGUE: (17, 100), EMPLOYER: (16, 100), GRADUATE: (14, 100)}
"""Category → the full years between which somebody of it is likely to be."""

_TITLE = Bank.category.column.title
NOT_SAID = f"{_TITLE}: не указана; выберите, кто это, и станет видно, подходит ли форма наставничества"
UNFIT_MENTEE = (
    "{title}: в форме «{form}» наставляемый — {side}, а в столбце «{category_title}» стоит «{category}»; исправьте "
    "что-то одно"
)
UNFIT_MENTOR = (
    "{title}: ни в одной из отмеченных форм наставник не «{category}»; исправьте их или столбец «{category_title}»"
)
PARTLY_UNFIT = (
    "{title}: «{forms}» — в подборе не учитывается, потому что в столбце «{category_title}» стоит «{category}»"
)
UNLIKELY_AGE = "{title}: {born} — вряд ли это {category}; проверьте дату и столбец «{category_title}»"


def of_people(bank: Table) -> pd.Series:
    """Everybody's category: as it is said, or as their mentoring forms leave no other; missing where neither says."""
    said = bank[Bank.category]
    return said.fillna(pd.Series([_only(forms, bank) for forms in _forms(bank)], index=bank.index, dtype="str"))


def unsuitable(bank: Table, today: date) -> Iterator[tuple[int, str]]:
    """The rows in which the category does not go together with the mentoring form or the date of birth."""
    sentence = _of_mentor if bank.sheet is Mentors else _of_mentee
    for row, category, forms, born in _said(bank):
        yield from ((row, one) for one in (sentence(category, forms), _of_age(category, born, today)) if one)


def advice(bank: Table) -> Iterator[tuple[int, str]]:
    """What is to be said of rows that are as good as any other."""
    unknown = of_people(bank).isna()
    yield from ((int(str(row)), NOT_SAID) for row in bank.index[unknown])
    for row, category, forms, _ in _said(bank) if bank.sheet is Mentors else ():
        left = suitable(category, forms)
        if left and left != forms:
            unfit = ", ".join(form for form in forms if form not in left)
            yield row, _told(PARTLY_UNFIT, Mentors.forms, category, forms=unfit)


def suitable(category: Any, forms: tuple[str, ...]) -> tuple[str, ...]:
    """Of these forms those in which somebody of a category may mentor; all, where it is not known."""
    if is_missing(category):
        return forms
    return tuple(form for form in forms if fits(category, sides_of(form)[0]))


def _said(bank: Table) -> Iterator[tuple[int, str, tuple[str, ...], Any]]:
    """Row, category, mentoring forms and day of birth of those of whom it is said who they are."""
    columns = (bank[name].tolist() for name in (Bank.category, Bank.born))
    for row, forms, category, born in zip(bank.index.tolist(), _forms(bank), *columns, strict=True):
        if category in CATEGORIES:
            yield row, category, forms, born


def _forms(bank: Table) -> list[tuple[str, ...]]:
    if bank.sheet is Mentors:
        return list(bank[Mentors.forms])
    return [() if is_missing(form) else (form,) for form in bank[Mentees.form].tolist()]


def _only(forms: tuple[str, ...], bank: Table) -> str | None:
    """The one category that these forms leave to somebody in this bank."""
    at = 0 if bank.sheet is Mentors else 1
    sides = {sides_of(form)[at] for form in forms}
    return sides.pop() if len(sides) == 1 and sides <= {*CATEGORIES} else None


def _of_mentee(category: str, forms: tuple[str, ...]) -> str:
    unfit = [form for form in forms if not fits(category, sides_of(form)[1])]
    return "".join(_told(UNFIT_MENTEE, Mentees.form, category, form=form, side=sides_of(form)[1]) for form in unfit)


def _of_mentor(category: str, forms: tuple[str, ...]) -> str:
    return _told(UNFIT_MENTOR, Mentors.forms, category) if forms and not suitable(category, forms) else ""


def _of_age(category: str, born: Any, today: date) -> str:
    if is_missing(born) or Bank.born.column.problem_on(born, today):
        return ""  # of a day that cannot be it is said already
    youngest, oldest = AGES[category]
    if youngest <= today.year - born.year <= oldest:
        return ""
    return _told(UNLIKELY_AGE, Bank.born, category, born=f"{born:%d.%m.%Y}")


def _told(sentence: str, about: Any, category: str, **more: Any) -> str:
    return sentence.format(title=about.column.title, category=category, category_title=_TITLE, **more)
