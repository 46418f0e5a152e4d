"""The matching: all of it beside `mentor-match`, its assignment alone beside exact solvers of other kinds.

Whoever is compared gets the same people and the same objective, as many pairs as there can be and then the greatest
total; what everybody's pairs are worth is told first.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment

from automation.matching import Proof, Rules, Stability, eligibility, match, scoring
from automation.matching.arcs import Integers
from automation.matching.assignment import assign
from automation.matching.combinations import Combinations
from automation.matching.decisions import Decisions
from automation.matching.people import read_mentees, read_mentors
from automation.matching.preferences import read_preferences
from automation.matching.scoring import Scoring
from benchmarks.measure import Figure, against, seconds
from sheets_schema.vocabulary import COMPETENCES, DAYTIMES, INTERESTS, MEETING_WAYS, MENTORING_FORMS, WEEKDAYS

Scores = npt.NDArray[np.int16]

ROOT = Path(__file__).parent.parent
PEER = ROOT / "benchmarks/peers/mentor_match.py"
PEERS_PYTHON = ROOT / ".venv-peers/bin/python"
"""Made by `make bench`: what only a comparison needs stays out of what the product runs with."""

SCIPY, OR_TOOLS = "scipy, столбец на место", "OR-tools на всех сочетаниях"

MANY = 3_000
"""From so many mentees on ours has to be the fastest: all combinations are too many to look at."""


def figures() -> Iterator[Figure]:
    yield from _all_of_it()
    yield from _assignment_alone(500, 500, {SCIPY: 1.5, OR_TOOLS: None})
    yield from _assignment_alone(MANY, 1000, {SCIPY: 1, OR_TOOLS: 1})
    # scipy takes a minute and a half and 2.5 GB for so many.
    yield from _assignment_alone(10_000, 3_400, {OR_TOOLS: 1})
    yield from _by_mutual_choice(5000, 1700)
    yield from _all_alike(10_000, 3_400)
    yield from _fair()


def _all_alike(asking: int, offering: int) -> Iterator[Figure]:
    proof = proof_of(*all_alike(asking, offering))
    taken = seconds(lambda: match(*all_alike(asking, offering)), runs=1, warm_ups=0)
    yield Figure(f"— {asking} × {offering}, никто ничем не отличается", taken, "с", 4)
    yield gap(proof.gap)


def all_alike(asking: int, offering: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """People who have said nothing that tells them apart."""
    mentees = pd.DataFrame({"form": [MENTORING_FORMS[0]] * asking}, index=[f"НМ-{n:05d}" for n in range(asking)])
    return mentees, pd.DataFrame({"capacity": [3] * offering}, index=[f"Н-{n:05d}" for n in range(offering)])


def _fair() -> Iterator[Figure]:
    """How often people have a mentor where places are short, by how much they wrote; held to a difference that chance
    explains once in a thousand times."""
    for what, few, many in (("назвали один запрос", 1, 3), ("назвали два запроса, остальное пусто", 2, 2)):
        shares = _shares(few, many)
        peer = f"те, кто {'назвал три' if many == 3 else 'ответил и на необязательные'}: {shares[1]:.1%}".replace(
            ".", ","
        )
        yield Figure(f"Мест на половину: получили наставника те, кто {what}", 100 * shares[0], "%", peer=peer)
        yield Figure("— разница", 100 * abs(shares[0] - shares[1]), "проц. пункта", 4.0)


def _shares(few: int, many: int, rounds: int = 60, size: int = 120) -> tuple[float, float]:
    """Of two halves of a crowd that ask for so many things; where it is as many, the second answers all else too."""
    served = [0, 0]
    for seed in range(rounds):
        rng = random.Random(seed)
        mentees, mentors = people(size, size // 4, capacity=2, seed=seed)
        mentees["form"], mentors["forms"] = (
            MENTORING_FORMS[0],
            pd.Series([MENTORING_FORMS] * len(mentors), mentors.index),
        )
        mentors = with_all_parts(mentors)
        writes_more = pd.Series(rng.sample([False, True] * (size // 2), size), index=mentees.index)
        mentees["requests"] = [tuple(rng.sample(COMPETENCES, many if more else few)) for more in writes_more]
        if few == many:
            nothing = pd.Series([()] * size, mentees.index)
            silent, told = mentees.assign(days=nothing, interests=nothing), with_all_parts(mentees)
            mentees = told.where(writes_more, silent.reindex(columns=told.columns))
        matched = match(mentees, mentors).pairs.mentee
        for more in (False, True):
            served[more] += int(writes_more[matched].eq(more).sum())
    half = rounds * size // 2
    return served[0] / half, served[1] / half


def people(asking: int, offering: int, *, capacity: int, seed: int = 2023) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentees and mentors who want and give what the vocabulary has, drawn from a seed."""
    rng = random.Random(seed)

    def some(values: tuple[str, ...], least: int, most: int) -> tuple[str, ...]:
        return tuple(rng.sample(values, rng.randint(least, most)))

    def common() -> dict[str, tuple[str, ...]]:
        return {"days": some(WEEKDAYS, 1, 4), "interests": some(INTERESTS, 0, 3)}

    mentees = [
        {"form": rng.choice(MENTORING_FORMS), "requests": some(COMPETENCES, 1, 3), **common()} for _ in range(asking)
    ]
    mentors = [
        {"forms": some(MENTORING_FORMS, 1, 3), "competences": some(COMPETENCES, 2, 5), "capacity": capacity, **common()}
        for _ in range(offering)
    ]
    return (
        pd.DataFrame(mentees, index=[f"НМ-{number:05d}" for number in range(asking)]),
        pd.DataFrame(mentors, index=[f"Н-{number:05d}" for number in range(offering)]),
    )


def _by_mutual_choice(asking: int, offering: int) -> Iterator[Figure]:
    """All of it by mutual choice, of people who answered and of people of whom nothing is known: every score equal, so
    that everybody would rather have the same mentors."""
    mentees, mentors = people(asking, offering, capacity=3)
    size = f"{asking:,} × {offering:,}".replace(",", "\u00a0")
    for what, frames in (
        (f"Взаимный выбор {size}, по 3 места", (mentees, mentors)),
        ("— когда никто ничего не ответил", (mentees[[]], mentors[["capacity"]])),
    ):
        found = match(*frames, mode="mutual").proof
        assert isinstance(found, Stability)
        yield Figure(what, seconds(partial(match, *frames, mode="mutual"), runs=3, warm_ups=0), "с", 3)
        yield Figure("— пар, где оба предпочли бы друг друга", found.blocking, "", budget=0)


def gap(proof_gap: float) -> Figure:
    """The line that fails the whole report unless no better pairs exist."""
    return Figure("— до верхней границы по всем сочетаниям", proof_gap, "балл.", budget=0.0)


def _all_of_it() -> Iterator[Figure]:
    mentees, mentors = people(500, 500, capacity=1)
    proof = proof_of(mentees, mentors)
    ours = seconds(lambda: match(mentees, mentors))
    peer = _mentor_match(mentees, mentors)
    compared = "mentor-match не установлен: его ставит make bench"
    if peer:
        yield _worth(proof, "mentor-match", peer)
        compared = against("mentor-match (один круг, без объяснений)", peer.seconds, ours)
    yield Figure("Подбор 500 × 500, с баллами и объяснениями", ours, "с", 0.08, peer=compared)
    yield gap(proof.gap)
    everything = with_all_parts(mentees), with_all_parts(mentors)
    yield Figure("— когда люди ответили на все вопросы", seconds(lambda: match(*everything)), "с", 0.1)
    yield gap(proof_of(*everything).gap)


def with_all_parts(people: pd.DataFrame) -> pd.DataFrame:
    """The same people with answers to the questions that need not be answered: every part of a score varies."""
    rng = random.Random(len(people.columns))
    words = " ".join((*COMPETENCES, *INTERESTS)).split()

    def each(answer: Callable[[], Any]) -> list[Any]:
        return [answer() for _ in range(len(people))]

    said = each(lambda: " ".join(rng.choices(words, k=8)))
    return people.assign(
        wish=said,
        experience=said,
        times=each(lambda: tuple(rng.sample(DAYTIMES, rng.randint(0, 2)))),
        years=each(lambda: rng.randint(0, 40)),
        meeting=each(lambda: rng.choice(MEETING_WAYS)),
        department=each(lambda: rng.choice(COMPETENCES)),
        busy=each(lambda: rng.randint(0, 1)),
    )


def proof_of(mentees: pd.DataFrame, mentors: pd.DataFrame) -> Proof:
    """That the pairs of these people are the best there are."""
    proof = match(mentees, mentors).proof
    assert isinstance(proof, Proof)
    return proof


@dataclass(frozen=True)
class Peer:
    """What another program found, in our score, and how long it took."""

    seconds: float
    pairs: int
    total: float


def _worth(ours: Proof, name: str, theirs: Peer) -> Figure:
    """Quality first: never fewer pairs than a peer. Whom a peer lets wait for a greater total is its own matter."""
    assert ours.pairs >= theirs.pairs, f"{name} found {theirs.pairs} pairs; we {ours.pairs}"
    what = f"— пары и сумма баллов: {ours.pairs} пар"
    return Figure(what, ours.total, "балл.", peer=f"{name}: {theirs.pairs} пар, {theirs.total:.1f} балл.")


def _mentor_match(mentees: pd.DataFrame, mentors: pd.DataFrame) -> Peer | None:
    """One round of `mentor-match` on the same people; None where it is not installed."""
    if not PEERS_PYTHON.exists():
        return None
    prepared, rules = _Prepared.of(mentees, mentors), Rules()
    task = {
        "mentees": [{"id": id_, **answers} for id_, answers in mentees.to_dict("index").items()],
        "mentors": [{"id": id_, **answers} for id_, answers in mentors.to_dict("index").items()],
        "points": rules.points(),
        "rarity": {value: scoring.rarity(prepared.scoring.offers[value], len(mentors)) for value in COMPETENCES},
        "enough_days": rules.enough_days,
        "enough_interests": rules.enough_interests,
        "same_for_all": sum(part.constant or 0 for part in prepared.scoring.parts.values()),
        "bonus": 1_000_000,
    }
    command = [str(PEERS_PYTHON), str(PEER)]
    answer = json.loads(
        subprocess.run(command, input=json.dumps(task), capture_output=True, check=True, text=True).stdout
    )
    at = [{id_: position for position, id_ in enumerate(sorted(frame.index))} for frame in (mentees, mentors)]
    rows, columns = np.array([[at[0][i], at[1][j]] for i, j in answer["pairs"]], dtype=np.intp).T
    scores = prepared.scores()[rows, columns]
    assert (scores >= 0).all()
    return Peer(answer["seconds"], len(scores), float(scores.sum()) / 10)


def _assignment_alone(asking: int, offering: int, most: Mapping[str, float | None]) -> Iterator[Figure]:
    """Our assignment beside others on the same scores, after all have found the same optimum.

    `most` says with which, and how many times as long as each we may take.
    """
    prepared = _Prepared.of(*people(asking, offering, capacity=3))
    scores, places = prepared.scores(), prepared.places
    found = assign(prepared.combinations, places)
    bonus = found.bonus
    solvers: dict[str, Callable[[], Integers]] = {
        SCIPY: lambda: _scipy(scores, places, bonus),
        OR_TOOLS: lambda: _ortools(scores, places, bonus),
    }
    runs = 5 if asking < MANY else 1
    ours = seconds(lambda: assign(prepared.combinations, places), runs=max(runs, 3))
    size = f"{asking:,} × {offering:,}".replace(",", "\u00a0")
    yield Figure(f"— одно назначение {size}, по 3 места, с доказательством", ours, "с")
    for name, at_most in most.items():
        solve = solvers[name]
        mentor = solve()
        paired = np.flatnonzero(mentor >= 0)
        total = int(scores[paired, mentor[paired]].sum(dtype=np.int64))
        assert (len(paired), total) == (found.proof.pairs, found.score.sum()), f"{name} found another optimum"
        theirs = seconds(solve, runs=runs, warm_ups=0)
        compared = f"{against(name, theirs, ours)} (пары и сумма те же)"
        yield Figure("— во сколько раз дольше, чем рядом", ours / theirs, "", at_most, peer=compared)
    yield gap(found.proof.gap)


@dataclass(frozen=True)
class _Prepared:
    """What `match` decides by for some people."""

    scoring: Scoring
    combinations: Combinations
    possible: npt.NDArray[np.bool_]
    places: Integers

    @classmethod
    def of(cls, mentees: pd.DataFrame, mentors: pd.DataFrame) -> _Prepared:
        asking, offering, rules = read_mentees(mentees)[0], read_mentors(mentors)[0], Rules()
        points = scoring.prepare(asking, offering, read_preferences(None, asking, offering)[0], rules)
        allowed = eligibility.prepare(asking, offering, Decisions(), offering.capacity, points, rules)
        everyone = np.arange(len(asking.ids))
        return cls(points, Combinations.of(points, allowed, everyone), allowed.possible(everyone), offering.capacity)

    def scores(self) -> Scores:
        """All scores in tenths of a point, negative where a pair is impossible."""
        return np.where(self.possible, self.scoring.block(np.arange(len(self.possible))), np.int16(-1))


def _scipy(scores: Scores, places: Integers, bonus: int) -> Integers:
    """Everybody's mentor, or -1, by `linear_sum_assignment` with a column for each place."""
    worth = np.repeat(np.where(scores < 0, 0, scores.astype(np.int64) + bonus), places, axis=1)
    owner = np.repeat(np.arange(len(places)), places)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    mentor = np.full(len(scores), -1)
    paired = worth[rows, columns] > 0
    mentor[rows[paired]] = owner[columns[paired]]
    return mentor


def _ortools(scores: Scores, places: Integers, bonus: int) -> Integers:
    """Everybody's mentor, or -1, by a min-cost flow on all possible combinations."""
    mentees, mentors = scores.shape
    row, column = np.nonzero(scores >= 0)
    everyone, seats, sink = np.arange(mentees), mentees + np.arange(mentors), mentees + mentors
    flow: Any = min_cost_flow.SimpleMinCostFlow()
    worth = scores[row, column].astype(np.int64) + bonus
    pairing = flow.add_arcs_with_capacity_and_unit_cost(row, mentees + column, np.ones_like(row), -worth)
    flow.add_arcs_with_capacity_and_unit_cost(seats, np.full(mentors, sink), places, np.zeros(mentors, np.int64))
    one, free = np.ones(mentees, np.int64), np.zeros(mentees, np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(everyone, np.full(mentees, sink), one, free)
    flow.set_nodes_supplies(np.append(everyone, sink), np.append(one, -mentees))
    assert flow.solve() == flow.OPTIMAL
    used = flow.flows(pairing) > 0
    mentor = np.full(mentees, -1)
    mentor[row[used]] = column[used]
    return mentor
