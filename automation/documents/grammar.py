"""The two dictionaries behind every Russian word form here, loaded on first use and kept.

pymorphy3 knows the OpenCorpora dictionary; pytrovich knows rules for names.  Neither is right
alone, so the callers compare them.
"""

import logging
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Sequence

Case = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"]
Gender = Literal["male", "female"]

CASES: tuple[Case, ...] = get_args(Case)

_GRAMMEMES: dict[Case, str] = {
    "nominative": "nomn",
    "genitive": "gent",
    "dative": "datv",
    "accusative": "accs",
    "instrumental": "ablt",
    "prepositional": "loct",
}


@cache
def analyzer() -> Any:
    """The pymorphy3 analyzer (0.1 s and 20 MB, hence once a process)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _petrovich() -> Any:
    from pytrovich.maker import PetrovichDeclinationMaker

    # It logs every name that it declines; a filter holds whatever level the logs are set to.
    for module in ("maker", "detector"):
        logging.getLogger(f"pytrovich.{module}").addFilter(lambda _: False)
    return PetrovichDeclinationMaker()


def check_case(case: str) -> Case:
    """The case by its English name; ValueError for any other word."""
    for known in CASES:
        if case == known:
            return known
    raise ValueError(f"unknown case {case!r}, expected one of {', '.join(CASES)}")


@cache
def dictionary_parses(word: str) -> "Sequence[Any]":
    """The nominative singular readings of a lower-case word that stand in the dictionary itself."""
    if not analyzer().word_is_known(word):
        return ()
    return tuple(p for p in analyzer().parse(word) if "nomn" in p.tag and "plur" not in p.tag)


def inflected(parse: Any, case: Case, *extra: str) -> str | None:
    """One reading's form in the case, or None where the dictionary has none."""
    form = parse.inflect({_GRAMMEMES[case], *extra})
    return None if form is None else str(form.word)


@cache
def by_rules(word: str, part: str, gender: Gender, case: Case) -> str:
    """pytrovich's form of a lower-case name; part is FIRSTNAME, MIDDLENAME or LASTNAME."""
    from pytrovich import enums

    form = _petrovich().make(
        getattr(enums.NamePart, part),
        getattr(enums.Gender, gender.upper()),
        getattr(enums.Case, case.upper()),
        word,
    )
    return str(form)


def like(original: str, form: str) -> str:
    """A lower-case form, spelt as the original is: in capitals, with a capital, without ё.

    Only letters beyond the common beginning are replaced, so МакДональд keeps its own capitals.
    """
    if "ё" not in original.lower():
        form = form.replace("ё", "е")
    if len(original) > 1 and original.isupper():
        return form.upper()
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(original.lower(), form, strict=False)))
    return original[:kept] + form[kept:]
