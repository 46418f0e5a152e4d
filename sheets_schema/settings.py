"""Settings, declared as a class whose attributes are typed: what the curator may change without anybody's help.

@dataclass(frozen=True, kw_only=True)
class Settings(SettingValues):
    tab = SettingsTab
    soon_days: float = setting(Number("«Скоро» — это, дней", owner=CURATOR, required=True), 14, "Когда …")

An object holds the values that one organisation has. The attribute's name is the setting's code in the spreadsheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import chain
from typing import Any, ClassVar

from sheets_schema.columns import Column
from sheets_schema.sheet import Sheet


@dataclass(frozen=True)
class Setting:
    """One setting: the column that its value is checked as, its default, and a few words to the curator."""

    column: Column
    default: str | float | bool | None
    explanation: str


def setting(column: Column, default: str | float | bool | None, explanation: str) -> Any:
    """Declare an attribute of `SettingValues`; it has the type that a cell of the column is read as."""
    return field(metadata={Setting: Setting(column, default, explanation)})


@dataclass(frozen=True, kw_only=True)
class SettingValues:
    """What an organisation has set; the default where that is missing or wrong."""

    tab: ClassVar[type[Sheet]]
    """The tab where it stands: columns `code`, `parameter`, `value`, `tried`, `explanation`."""

    time_zone: str
    """By which every organisation's days begin and end."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """Code → what to correct."""

    @classmethod
    @cache
    def declared(cls) -> Mapping[str, Setting]:
        """The settings by their codes, in the order in which they are written down."""
        known = {one.name: one.metadata[Setting] for one in fields(cls) if Setting in one.metadata}
        own = (vars(base).get("__annotations__", ()) for base in reversed(cls.__mro__) if base is not SettingValues)
        return {name: known[name] for name in dict.fromkeys(chain.from_iterable(own)) if name in known}
