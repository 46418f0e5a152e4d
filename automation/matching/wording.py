"""Plain Russian for numbers, lists and what the whole matching comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from babel import Locale

from automation.matching.rules import PART_TITLES

_LONGEST_VALUE = 80
_MOST_VALUES = 5


def parts(earned: Mapping[str, list[int]], most: Mapping[str, int], count: int) -> list[str]:
    """How so many scores add up, «запросы 45 из 50, время 10 из 10, …»; all in tenths of a point."""
    told = []
    for part, tenths in earned.items():
        said = {points: _part(part, points, most[part]) for points in set(tenths)}  # few differ
        told.append([said[points] for points in tenths])
    return list(map(", ".join, zip(*told, strict=True))) if told else [""] * count


@cache
def _part(part: str, points: float, most: int) -> str:
    return f"{PART_TITLES.get(part, part)} {number(points)} из {number(most)}"


def in_points(tenths: int) -> str:
    """Tenths of a point in words: «50 баллов», «4,5 балла»."""
    whole, rest = divmod(tenths, 10)
    return f"{number(tenths)} балла" if rest else counted(whole, "балл")


def not_proven(pairs: int, most_pairs: int, further: float) -> str:
    """That there may be better pairs, and how far from them these are at most; `further` in points."""
    if pairs < most_pairs:
        limit = f"предложено пар: {pairs}, могло бы быть больше, но не больше {most_pairs}"
    else:
        more = in_points(round(10 * further))
        limit = f"пар больше быть не может, но подходить они могли бы лучше, все вместе — самое большее на {more}"
    return f"{_NOT_PROVEN}: {limit}. {_TO_PROVE}"


_NOT_PROVEN = (
    "Не доказано, что лучше распределить нельзя. Часть наставников берёт только группу, и всех способов составить "
    "группы программа не проверила"
)
_TO_PROVE = (
    "Можно работать с тем, что предложено. Чтобы способов стало меньше, примите часть пар или уменьшите число "
    "в столбце «Группа не меньше»."
)


def signed(tenths: int) -> str:
    """«+2,5», «−10»."""
    return f"{'+' if tenths > 0 else '−'}{number(abs(tenths))}"


def one_mentor_more(form: str, competence: str) -> str:
    """What would help: somebody new, for a mentoring form (or "", any) and something asked for (or "", anything)."""
    about = f" по теме «{brief(competence)}»" if competence else ""
    return f"ещё один наставник{f' ({brief(form)})' if form else ''}{about}"


def one_place_more(mentor: str) -> str:
    """What would help: a place more with the mentor who has this number."""
    return f"ещё одно место у наставника {mentor}"


def listed(values: Iterable[str]) -> str:
    """Values after a comma, the first few of many; in quotation marks those that have a comma themselves."""
    shown = [f"«{brief(value)}»" if "," in value else brief(value) for value in values]
    more = len(shown) - _MOST_VALUES
    return ", ".join(shown) if more < 2 else f"{', '.join(shown[:_MOST_VALUES])} и ещё {more}"


@lru_cache(maxsize=4096)
def brief(value: str) -> str:
    words = " ".join(value[: 2 * _LONGEST_VALUE].split())
    return words if len(words) <= _LONGEST_VALUE else words[: _LONGEST_VALUE - 1].rstrip() + "…"


def number(tenths: float) -> str:
    whole, rest = divmod(round(tenths), 10)
    return f"{whole},{rest}" if rest else str(whole)


_NOUNS = {
    "запрос": ("запрос", "запроса", "запросов"),
    "место": ("место", "места", "мест"),
    "наставник": ("наставник", "наставника", "наставников"),
    "год": ("год", "года", "лет"),
    "балл": ("балл", "балла", "баллов"),
    "человек": ("человек", "человека", "человек"),
}


def counted(count: int, noun: str) -> str:
    """«2 наставника», of the nouns that are spoken of here."""
    one, few, many = _NOUNS[noun]
    return f"{count} {({'one': one, 'few': few}).get(plural(count), many)}"


def counted_with(count: int, noun: str) -> str:
    """«2 запросами», after «с»."""
    return f"{count} {_NOUNS[noun][0]}{'ом' if plural(count) == 'one' else 'ами'}"


@cache
def plural(count: int) -> str:
    """CLDR plural category of a whole number in Russian."""
    return str(Locale("ru").plural_form(count))
