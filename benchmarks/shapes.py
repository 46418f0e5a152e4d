"""The crowds that the growth of a matching is measured on: what people are like there, and how many of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import cycle, islice, pairwise
from typing import Any

import pandas as pd

from automation.matching import Rules
from benchmarks.matching import all_alike, people
from sheets_schema.vocabulary import AGE_GROUPS, COMPETENCES, DAYTIMES, INTERESTS, MENTORING_FORMS, WEEKDAYS

TODAY = date(2024, 1, 15)


@dataclass(frozen=True)
class Crowd:
    """What `match` is given."""

    mentees: pd.DataFrame
    mentors: pd.DataFrame
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    """One kind of crowd.

    Attributes:
        name: what it is called in the report.
        drawn: the crowd with so many mentees.
        sizes: how many mentees it is measured with.
        open: whether the proof may stay open here, so long as the product says so.
    """

    name: str
    drawn: Callable[[int], Crowd]
    sizes: tuple[int, ...]
    open: bool = False


def usual(mentees: int) -> Crowd:
    return Crowd(*people(mentees, -(-mentees // 3), capacity=3))


def alike(mentees: int) -> Crowd:
    return Crowd(*all_alike(mentees, -(-mentees // 3)))


def one_for_all(mentees: int) -> Crowd:
    """One mentor gives everything, has time every day, and everybody has chosen them: nobody has a higher score."""
    crowd = usual(mentees)
    everything = {"forms": MENTORING_FORMS, "competences": COMPETENCES, "days": WEEKDAYS, "interests": INTERESTS}
    answers = {column: [values, *crowd.mentors[column][1:]] for column, values in everything.items()}
    chosen = _choices((id_, crowd.mentors.index[0]) for id_ in crowd.mentees.index)
    return Crowd(crowd.mentees, crowd.mentors.assign(**answers), {"preferences": chosen})


def chain(mentees: int) -> Crowd:
    """Every mentee suits two mentors with one place each, the mentor before and the one after: one person more at one
    end moves all.

    Each asks for something else than the one before in one respect alone, and each mentor can do what two of them ask.
    """
    topics = tuple(f"{topic}, {level}" for topic in COMPETENCES for level in ("основы", "углублённо"))
    asked = _changed_one_by_one(AGE_GROUPS, DAYTIMES, WEEKDAYS, MENTORING_FORMS, topics)[:mentees]
    born = dict(zip(AGE_GROUPS, (date(2008, 1, 1), date(2003, 1, 1), date(1993, 1, 1), date(1973, 1, 1)), strict=True))
    rows = [
        {"born": born[age], "times": (time,), "days": (day,), "form": form, "requests": (topic,)}
        for age, time, day, form, topic in asked
    ]
    of_two = [tuple(tuple(dict.fromkeys(both)) for both in zip(*two, strict=True)) for two in pairwise(asked)]
    answers = ["ages", "times", "days", "forms", "competences"]
    mentors = pd.DataFrame(
        [tuple((one,) for one in asked[0]), *of_two], columns=answers, index=_ids("Н", mentees)
    ).assign(capacity=1)
    rules = Rules(common_time_required=True, as_of=TODAY)
    return Crowd(pd.DataFrame(rows, index=_ids("НМ", mentees)), mentors, {"rules": rules})


def chain_of_choices(mentees: int) -> Crowd:
    """Every mentee has chosen two mentors, each of whom one more has chosen; nothing else is known of anybody."""
    asking, offering = _ids("НМ", mentees), _ids("Н", mentees + 1)
    chosen = _choices((id_, mentor) for at, id_ in enumerate(asking) for mentor in offering[at : at + 2])
    mentors = pd.DataFrame({"capacity": 1}, index=offering[:mentees])
    return Crowd(pd.DataFrame(index=asking), mentors, {"preferences": chosen})


def usual_with_choices(mentees: int) -> Crowd:
    """Usual answers, and everybody has chosen two mentors after they had met."""
    crowd, rng = usual(mentees), random.Random(2023)
    mentors = list(crowd.mentors.index)
    chosen = _choices((id_, mentor) for id_ in crowd.mentees.index for mentor in rng.sample(mentors, 2))
    return Crowd(crowd.mentees, crowd.mentors, {"preferences": chosen})


def few_mentors(mentees: int) -> Crowd:
    """Places for a tenth."""
    return Crowd(*people(mentees, -(-mentees // 30), capacity=3))


def groups(mentees: int) -> Crowd:
    """Every mentor takes a group of two or three at least, and there are places for half as many again."""
    return _grouped(*people(mentees, -(-mentees // 4), capacity=6), (2, 3))


def full_groups(mentees: int, size: int) -> Crowd:
    """Every mentor takes a group of one size alone."""
    return _grouped(*people(mentees, -(-mentees // size), capacity=size), (size,))


def _grouped(mentees: pd.DataFrame, mentors: pd.DataFrame, least: tuple[int, ...]) -> Crowd:
    return Crowd(mentees, mentors.assign(least=list(islice(cycle(least), len(mentors)))))


def _changed_one_by_one(*respects: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All combinations of answers, each differing from the one before in one answer (a reflected Gray code)."""
    asked: list[tuple[str, ...]] = [()]
    for answers in respects:
        asked = [(*before, one) for at, before in enumerate(asked) for one in (answers[::-1] if at % 2 else answers)]
    return asked


def _choices(chosen: Iterable[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(chosen, columns=["mentee", "mentor"]).assign(by="mentee", rank=1)


def _ids(prefix: str, count: int) -> list[str]:
    return [f"{prefix}-{number:05d}" for number in range(count)]


TO_10_000 = (1_000, 2_000, 5_000, 10_000)

SHAPES: Mapping[str, Shape] = {
    "usual": Shape("Обычная организация", usual, (*TO_10_000, 20_000, 50_000)),
    "alike": Shape("Никто ничем не отличается", alike, TO_10_000),
    "one_for_all": Shape("Все хотят одного наставника", one_for_all, TO_10_000),
    "chain": Shape("Цепочка: каждому подходят двое", chain, TO_10_000),
    "chain_of_choices": Shape("Цепочка: каждый выбрал двоих", chain_of_choices, TO_10_000),
    "usual_with_choices": Shape("Обычная, и каждый выбрал двоих", usual_with_choices, TO_10_000),
    "few_mentors": Shape("Мест на десятую часть", few_mentors, (*TO_10_000, 20_000)),
    "groups": Shape("Группы от 2–3 до 6", groups, TO_10_000, open=True),
    "groups_of_3": Shape("Группы ровно по 3", partial(full_groups, size=3), (250, 500, 1_000), open=True),
    "groups_of_7": Shape("Группы ровно по 7", partial(full_groups, size=7), (250, 500, 1_000), open=True),
}
