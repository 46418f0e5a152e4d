"""What a spreadsheet and its questionnaires are, as a value: whoever reads, checks, writes or makes them is given it.

An organisation's schema is nastavnik's own (`sheets_schema.nastavnik`) and what the organisation added; a test's may be
one tab of three columns.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import TypeVar

from sheets_schema.form import Form
from sheets_schema.settings import SettingValues
from sheets_schema.sheet import Sheet

_Declared = TypeVar("_Declared", Sheet, Form)


@dataclass(frozen=True)
class Schema:
    """Tabs in the order in which the spreadsheet shows them, questionnaires by name, and the settings."""

    sheets: tuple[type[Sheet], ...]
    settings: type[SettingValues]
    forms: tuple[type[Form], ...] = ()

    @classmethod
    def declared_in(cls, tabs: ModuleType, questionnaires: ModuleType, settings: type[SettingValues]) -> Schema:
        """All that the modules of two packages declare: a new one need not be told of anywhere else."""
        sheets = sorted(_declared_in(tabs, Sheet), key=lambda sheet: sheet.position)
        forms = sorted(_declared_in(questionnaires, Form), key=lambda form: form.name)
        return cls(tuple(sheets), settings, tuple(forms))

    @cached_property
    def by_name(self) -> dict[str, type[Sheet]]:
        """The tabs by their names."""
        return {sheet.name: sheet for sheet in self.sheets}

    def form(self, name: str) -> type[Form] | None:
        """The questionnaire of this name, if there is one."""
        return next((form for form in self.forms if form.name == name), None)


def _declared_in(package: ModuleType, base: type[_Declared]) -> Iterator[type[_Declared]]:
    """Subclasses of `base` that a module of `package` itself defines and gives a title."""
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == module.__name__ and item.title:
                yield item
