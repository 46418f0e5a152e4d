"""One cell's value: as it was entered, as it is, and as it is shown."""

from __future__ import annotations

from automation.embedded.spreadsheets.locales import Locale
from automation.embedded.spreadsheets.model import Formula, Json, Value
from automation.embedded.spreadsheets.number_format import show_number


def entered_value(value: Value) -> Json:
    """``ExtendedValue`` of what was entered; empty for a cell that a formula elsewhere fills."""
    if isinstance(value, Formula):
        return {} if value.is_spilled else {"formulaValue": value.text}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"numberValue": value}


def effective_value(value: Value) -> Json:
    """``ExtendedValue`` of what the cell comes to; empty for a formula that comes to an empty cell."""
    if not isinstance(value, Formula):
        return entered_value(value)
    if value.error:
        return {"errorValue": {"type": value.error, "message": value.message}}
    return {} if value.result is None else entered_value(value.result)


def formatted(value: Value, number_format: Json | None, locale: Locale) -> str:
    """The value as the cell shows it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return locale.true if value else locale.false
    if isinstance(value, Formula):
        if value.error:
            return value.shown_error
        return formatted(value.result, number_format or value.number_format, locale)
    return "" if value is None else show_number(value, number_format, locale)
