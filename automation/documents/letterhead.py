"""What an official paper repeats: the lines under an organisation's name, and blanks to fill by hand.

Source: ГОСТ Р 7.0.97-2016, 5.8 (reference data on the organisation), 5.10 (date), 5.11 (number).
"""

from collections.abc import Mapping
from datetime import date

from automation.documents.phrases import date_in_words

NO_BREAK_SPACE = "\u00a0"
_BLANK_DATE = "«___» ____________ 20___ г.".replace(" ", NO_BREAK_SPACE)
_BLANK = "______"


def contact_lines(organisation: Mapping[str, object]) -> list[str]:
    """The lines of a letterhead under the name: address, phone and e-mail, registration numbers.

    Takes `address`, `phone`, `email`, `ogrn`, `inn` and `kpp`, each of which may be absent or empty.
    """
    given = {key: str(value).strip() for key, value in organisation.items() if value}
    reach = _joined(", ", _labelled("тел.", given.get("phone")), _labelled("эл. почта:", given.get("email")))
    tax = _joined("/", given.get("inn"), given.get("kpp"))
    labels = _joined("/", "ИНН" if given.get("inn") else None, "КПП" if given.get("kpp") else None)
    registration = _joined(", ", _labelled("ОГРН", given.get("ogrn")), _labelled(labels, tax))
    return [line for line in (given.get("address"), reach, registration) if line]


def date_or_blank(day: date | None) -> str:
    """«20 ноября 2023 г.», or a blank to write the date by hand."""
    return _BLANK_DATE if day is None else date_in_words(day)


def or_blank(text: object) -> str:
    """The text, or a blank to write it by hand."""
    return str(text) if text not in (None, "") else _BLANK


def lower_first(text: str) -> str:
    """The text from a small letter, to stand inside a sentence; «ИТ-специалист» and the group «А-21» stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def upper_first(text: str) -> str:
    """The text from a capital, to begin a line; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def _labelled(label: str | None, text: str | None) -> str | None:
    return f"{label}{NO_BREAK_SPACE}{text}" if text else None


def _joined(separator: str, *texts: str | None) -> str | None:
    return separator.join(text for text in texts if text) or None
