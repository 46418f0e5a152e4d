"""How numbers, dates and truth are written where a spreadsheet's locale is spoken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """``date_order`` is the order of day, month and year in a typed date, e.g. ``"dmy"``."""

    language: str
    decimal: str
    group: str
    date_order: str
    date_pattern: str
    time_pattern: str
    currency_pattern: str
    true: str = "TRUE"
    false: str = "FALSE"

    @property
    def date_time_pattern(self) -> str:
        return f"{self.date_pattern} {self.time_pattern}"

    def currency(self, sign: str) -> str:
        """The pattern of an amount in the currency with this sign: where the locale's own stands."""
        if sign in self.currency_pattern:
            return self.currency_pattern
        if self.currency_pattern.startswith('"'):
            return f"[${sign}]#,##0.00"
        return f"#,##0.00[$\u00a0{sign}]"


_US = Locale("en", ".", ",", "mdy", "m/d/yyyy", "h:mm:ss am/pm", '"$"#,##0.00')
_UK = Locale("en", ".", ",", "dmy", "dd/mm/yyyy", "hh:mm:ss", '"£"#,##0.00')
_RU = Locale("ru", ",", "\u00a0", "dmy", "dd.mm.yyyy", "h:mm:ss", '#,##0.00"\u00a0₽"', "ИСТИНА", "ЛОЖЬ")
_DE = Locale("de", ",", ".", "dmy", "dd.mm.yyyy", "hh:mm:ss", '#,##0.00"\u00a0€"', "WAHR", "FALSCH")

_LOCALES = {"en_US": _US, "en": _US, "en_GB": _UK, "ru_RU": _RU, "ru": _RU, "de_DE": _DE, "de": _DE}


def locale_named(name: str) -> Locale:
    """The locale ``name`` ("ru_RU"); one that is not known writes as the United States do."""
    return _LOCALES.get(name, _US)
