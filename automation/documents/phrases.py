"""Russian phrases: job titles in cases, nouns with numbers, dates and terms in words.

>>> inflect_phrase("старший мастер производственного обучения", "dative")
'старшему мастеру производственного обучения'
>>> count(5, "наставническая пара")
'5 наставнических пар'
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import Any

from automation.documents.grammar import Case, analyzer, check_case, dictionary_parses, inflected, like

NO_BREAK_SPACE = "\u00a0"

_WORD = re.compile(r"(?:[a-z]+-)?[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)
_BETWEEN_TITLES = re.compile(r"(\s*[,;/]\s*|\s+[—–]\s+|\s+и\s+)")
_COUNTED_OTHERWISE = {"год": "лет", "человек": "человек"}
_MODIFIERS = ("ADJF", "PRTF")
# Posts newer than the dictionary (тьютор), whose endings leave no doubt.
_NEW_POST = re.compile(r".{2,}(?:тор|ист|лог|нер|мейкер)")


@lru_cache(maxsize=1024)
def inflect_phrase(text: str, case: str) -> str:
    """A job title or another noun phrase in the grammatical case.

    The head noun and the adjectives that agree with it change, what depends on them stays:
    «заместителю директора», «исполняющему обязанности директора».  Titles joined by a comma or «и»
    change each.  A phrase that does not begin with words of the dictionary in the nominative
    («и. о. директора», «зам. директора») comes back as it is.  ValueError for an unknown case.
    """
    checked = check_case(case)
    first, *rest = _BETWEEN_TITLES.split(text)
    return _inflect_title(first, checked, people_only=False) + "".join(
        _inflect_title(title, checked, people_only=True) for title in rest
    )


def count(number: int, noun: str) -> str:
    """The number with its noun in the form that it asks for, joined by a no-break space: «5 пар».

    The noun comes in the nominative singular, with adjectives before it if need be.
    """
    words = [like(word, _counted(word, number, noun)) for word in noun.split()]
    return NO_BREAK_SPACE.join([_with_minus(number), " ".join(words)])


def date_in_words(day: date) -> str:
    """«20 ноября 2023 г.», with no-break spaces."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y 'г.'", locale="ru").replace(" ", NO_BREAK_SPACE)


def month_in_words(day: date) -> str:
    """The month of a day, «ноябрь 2023 г.», with no-break spaces."""
    from babel.dates import format_date

    return format_date(day, "LLLL y 'г.'", locale="ru").replace(" ", NO_BREAK_SPACE)


def days_left(days: int) -> str:
    """How far a deadline is: «осталось 5 дней», «срок — сегодня», «просрочено на 1 день»."""
    if days == 0:
        return "срок — сегодня"
    if days < 0:
        return f"просрочено на {count(-days, 'день')}"
    return f"{'остался' if _plural(days) == 'one' else 'осталось'} {count(days, 'день')}"


def _with_minus(number: int) -> str:
    return str(number).replace("-", "−")


def _plural(number: int) -> str:
    from babel import Locale

    return str(Locale("ru").plural_form(abs(number)))


def _counted(word: str, number: int, noun: str) -> str:
    lower = word.lower()
    form = _plural(number)
    parse = _reading(lower)
    if form == "one" or parse is None:
        return lower
    if parse.tag.POS in _MODIFIERS:
        head = _reading(noun.split()[-1].lower())
        feminine = head is not None and _gender(head) == "femn"
        return _form(parse, {"plur", "nomn" if form == "few" and feminine else "gent"}, lower)
    if form == "many" and lower in _COUNTED_OTHERWISE:
        return _COUNTED_OTHERWISE[lower]
    return str(parse.make_agree_with_number(2 if form == "few" else 5).word)


def _form(parse: Any, grammemes: set[str], otherwise: str) -> str:
    form = parse.inflect(grammemes)
    return otherwise if form is None else str(form.word)


def _reading(word: str) -> Any:
    """The commonest reading of a word, a proper name last."""
    parses = [p for p in dictionary_parses(word) if p.tag.POS in ("NOUN", *_MODIFIERS)]
    return min(parses, key=lambda p: "Sgtm" in p.tag, default=None)


def _inflect_title(title: str, case: Case, *, people_only: bool) -> str:
    words = title.split(" ")
    head = _head(words)
    if head is None or (people_only and not _is_person(words[head])):
        return title
    gender = _noun_gender(words[head])
    changed = [_inflect_word(word, case, gender) for word in words[: head + 1]]
    return " ".join(changed + words[head + 1 :])


def _head(words: list[str]) -> int | None:
    """Where the head noun stands: after the adjectives that agree with it, or the last of these."""
    start = len(list(takewhile(_is_adverb, words)))
    modifiers = list(takewhile(_is_modifier, words[start:]))
    after = start + len(modifiers)
    if after < len(words) and _readings(words[after], "NOUN") and _agree(modifiers, words[after]):
        return after
    # No noun: the first modifier names the person itself, «заведующий», «исполняющая».
    return start if modifiers else None


def _is_adverb(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and analyzer().parse(word.lower())[0].tag.POS == "ADVB"


def _is_modifier(word: str) -> bool:
    return bool(_readings(word, *_MODIFIERS))


def _is_person(word: str) -> bool:
    return any("anim" in p.tag or "Subx" in p.tag for p in _readings(word, "NOUN", *_MODIFIERS))


def _agree(modifiers: list[str], noun: str) -> bool:
    genders = {_gender(p) for p in _readings(noun, "NOUN")}
    return all(genders & {_gender(p) for p in _readings(word, *_MODIFIERS)} for word in modifiers)


def _noun_gender(word: str) -> str:
    readings = _readings(word, "NOUN", *_MODIFIERS)
    return _gender(min(readings, key=lambda p: "anim" not in p.tag))


def _gender(parse: Any) -> str:
    return str(parse.tag.gender or "")


def _readings(word: str, *parts_of_speech: str) -> list[Any]:
    """The nominative singular readings of a word, or of the last half of a hyphenated one."""
    if not _WORD.fullmatch(word):
        return []
    last = word.lower().rsplit("-", 1)[-1]
    return [p for p in _parses(last) if p.tag.POS in parts_of_speech and "Fixd" not in p.tag]


def _parses(word: str) -> Sequence[Any]:
    known = dictionary_parses(word)
    if known or not _NEW_POST.fullmatch(word):
        return known
    guesses = analyzer().parse(word)
    return [p for p in guesses if {"NOUN", "anim", "masc", "sing", "nomn"} in p.tag]


def _inflect_word(word: str, case: Case, gender: str) -> str:
    return "-".join(like(piece, _inflect_piece(piece.lower(), case, gender)) for piece in word.split("-"))


def _inflect_piece(piece: str, case: Case, gender: str) -> str:
    parses = [p for p in _parses(piece) if _gender(p) == gender]
    if not parses:
        return piece
    # The reading as a person first: «мастер», not the sort of boat.
    best = min(parses, key=lambda p: ("anim" not in p.tag, "Sgtm" in p.tag))
    masculine = gender == "masc" and best.tag.POS in _MODIFIERS
    extra = ("sing", gender, "anim") if masculine and case == "accusative" else ()
    return inflected(best, case, *extra) or piece
