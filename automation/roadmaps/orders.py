"""The orders that a text speaks of, by what they are about."""

from __future__ import annotations

import re

ABOUT_PAIRS = "о парах"

_SUBJECTS = {
    ABOUT_PAIRS: r"закреплени\w+|наставническ\w+ (?:пар|групп)\w*|\bпар(?:ах)?\b",
    "о положении": r"положени\w+",
    "о дорожной карте": r"дорожн\w+ карт\w+|плана мероприятий",
    "о кураторе": r"куратор\w*|координатор\w*",
    "о программах": r"программ\w*",
    "о внедрении": r"внедрени\w+|целев\w+ модел\w+",
    "о поощрении": r"поощрени\w+|награжд\w+|стимулир\w+",
}
"""What an order is about → the words that say so; the first that stands in its title counts."""

_ORDER = re.compile(
    r"\bприказ(?:а|ы|ов|ом)?(?:\(\w+\))?\s+"
    r"(?:[^\s№]+ ){0,3}?"  # «по техникуму»; what has a number has been issued already
    r"[«\"„]?(?:о|об|обо)\s([^;.\n]*)",
    re.IGNORECASE,
)


def orders_in(text: str) -> list[str]:
    """What the orders that a text speaks of are about, each once: «о парах»."""
    subjects = [_subject(found) for found in _ORDER.findall(text)]
    return list(dict.fromkeys(subject for subject in subjects if subject))


def _subject(title: str) -> str:
    """The subject that the title names first; its own words where it is another one."""
    named = {subject: re.search(words, title.lower()) for subject, words in _SUBJECTS.items()}
    starts = {subject: found.start() for subject, found in named.items() if found}
    if starts:
        return min(starts, key=lambda subject: starts[subject])
    return "о" + "".join(f" {word}" for word in re.findall(r"\w+", title.lower())[:5])
