"""The ground floor: what the sheets, the forms and the roadmaps are. Declarations only, no I/O.

    from sheets_schema.tabs.mentees import Mentees

    Mentees.title                    # "Банк наставляемых"
    Mentees.columns["email"].title   # "Эл. почта"

A tab is one module in `tabs/`, a questionnaire one module in `questionnaires/`, an organisation's plan one YAML file
in `roadmaps/`. `sheets()` and `forms()` find them: nothing else has to be told.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TypeVar

from sheets_schema.form import Form
from sheets_schema.sheet import Sheet

_Declared = TypeVar("_Declared", Sheet, Form)


@cache
def sheets() -> tuple[type[Sheet], ...]:
    """Every declared tab, in the order in which the spreadsheet shows them."""
    return tuple(sorted(_declared_in("sheets_schema.tabs", Sheet), key=lambda sheet: sheet.position))


@cache
def forms() -> tuple[type[Form], ...]:
    """Every declared questionnaire, by name."""
    return tuple(sorted(_declared_in("sheets_schema.questionnaires", Form), key=lambda form: form.name))


def _declared_in(package: str, base: type[_Declared]) -> list[type[_Declared]]:
    """Subclasses of `base` that a module of `package` itself defines and gives a title."""
    modules = pkgutil.iter_modules(importlib.import_module(package).__path__)
    return [
        item
        for module in modules
        for item in vars(importlib.import_module(f"{package}.{module.name}")).values()
        if isinstance(item, type)
        and issubclass(item, base)
        and item.__module__ == f"{package}.{module.name}"
        and item.title
    ]
