"""One round of the PyPI package `mentor-match` with our score as its rules. Runs in an environment of its own.

    .venv-peers/bin/python benchmarks/peers/mentor_match.py < people.json > pairs.json

Of its own so that what only this comparison needs stays out of what the product runs with.

Its rules take the whole score, part by part, and who may not be paired. Not to be said in its rules: more than one
mentee a mentor in a round (so it is compared with one place each), and everything but pairs: candidates, reasons,
fairness, a proof. That more pairs go before a greater total takes a bonus for every pair.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

process: Any = import_module("matching.process")
rules: Any = import_module("matching.rules.rule")
Mentor: Any = import_module("matching.mentor").Mentor
Mentee: Any = import_module("matching.mentee").Mentee


class Points:
    """A rule that gives as many points as it finds: what `Generic` does for two outcomes, for any number."""

    def __init__(self, points: Callable[[Any, Any], int]) -> None:
        self._points = points

    def evaluate(self, match_object: Any) -> bool:
        return bool(self.apply(match_object))

    def apply(self, match_object: Any) -> int:
        return self._points(match_object.mentee, match_object.mentor)


def our_rules(task: dict[str, Any]) -> list[Any]:
    """Our conditions and parts of the score; whatever nobody has answered gives everybody the same."""
    points: dict[str, int] = task["points"]
    rarity: dict[str, int] = task["rarity"]

    def requests(mentee: Any, mentor: Any) -> int:
        met = sum(rarity[value] for value in mentee.requests & mentor.competences)
        return round(points["requests"] * met / sum(rarity[value] for value in mentee.requests))

    def overlap(part: str, enough: int) -> Callable[[Any, Any], int]:
        def earned(mentee: Any, mentor: Any) -> int:
            wanted, offered = getattr(mentee, part), getattr(mentor, part)
            known = wanted and offered
            share = min(len(wanted & offered) / min(len(wanted), enough), 1) if known else 0.5
            return round(points[part] * share)

        return earned

    return [
        rules.Generic({True: task["bonus"] + task["same_for_all"], False: 0}, lambda match: True),
        Points(overlap("interests", task["enough_interests"])),
        Points(overlap("days", task["enough_days"])),
        Points(requests),
        rules.Disqualify(lambda match: not match.mentee.requests & match.mentor.competences),
        rules.Disqualify(lambda match: match.mentee.form not in match.mentor.forms),
    ]


def person(kind: Any, answers: dict[str, Any]) -> Any:
    made = kind(grade=0, email=answers["id"])
    for name, value in answers.items():
        setattr(made, name, frozenset(value) if isinstance(value, list) else value)
    return made


def main() -> None:
    """Read the task, take one round, print how long it took and who is with whom."""
    task = json.load(sys.stdin)
    mentees = [person(Mentee, answers) for answers in task["mentees"]]
    mentors = [person(Mentor, answers) for answers in task["mentors"]]
    began = time.perf_counter()
    process.process_data(mentors, mentees, [our_rules(task)])
    taken = time.perf_counter() - began
    pairs = [[mentee.id, mentor.id] for mentee in mentees for mentor in mentee.mentors]
    json.dump({"seconds": taken, "pairs": pairs}, sys.stdout)


if __name__ == "__main__":
    main()
