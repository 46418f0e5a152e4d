"""`match`: from two lists of people to proposed pairs, each with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from automation.matching import eligibility, problems, remedies, scoring, stable, wording
from automation.matching.arcs import Arcs, Integers, greatest
from automation.matching.assignment import Proof
from automation.matching.candidates import best_of_each, ranked
from automation.matching.combinations import Combinations
from automation.matching.decisions import Decisions, settle
from automation.matching.describer import Describer
from automation.matching.eligibility import Condition, Eligibility
from automation.matching.fairness import fairest
from automation.matching.groups import assign_groups, largest_groups, of_any_size, too_small, within_limits
from automation.matching.left_over import MOST_NAMED, GroupsNotFull, NobodyMeets, NoMentors, SeveralDecisions, Waits
from automation.matching.parts import Indices
from automation.matching.people import Mentees, Mentors, read_mentees, read_mentors, read_texts, repeated_columns
from automation.matching.preferences import SIDES, Preferences, read_preferences
from automation.matching.problems import Problem
from automation.matching.reasons import Because, NoGroup, NotProposed, Reason, Reasons, in_words
from automation.matching.rules import MAXIMUM, PART_TITLES, Mode, Rules
from automation.matching.scoring import Scoring
from automation.matching.stable import Stability
from automation.matching.steadiness import steady
from automation.matching.swaps import Swap, Taken, Weights

_CELLS = 1 << 20


@dataclass(frozen=True)
class Matching:
    """The outcome, every frame sorted by mentee's id and with a plain range index.

    Attributes:
        pairs: one row for each mentee who has a mentor: `mentee`, `mentor`, `score` (0 … 100, tenths),
            `source`: "accepted" or "assigned" (the curator's decisions), "matched" (proposed here).
        candidates: for each mentee without a decision up to three possible mentors, best first: `mentee`,
            `rank` (from 1), `mentor`, `score`, `reasons` (Russian), `proposed` (True for the mentor in
            `pairs`, who always ranks first), `parts` (Russian: how the score adds up), `grounds` (the reasons as data:
            a tuple of `automation.matching.reasons`).
        unmatched: everyone without a mentor: `mentee`, `reason` (Russian), `grounds` (the same as data: a tuple of
            `automation.matching.left_over`).
        problems: input that could not be used as it stands: `mentee`, `mentor` (either may be ""),
            `problem` (Russian: what is wrong and what to do).
        proof: that the pairs proposed here are the best there are, over all combinations; or that they are stable.
    """

    pairs: pd.DataFrame
    candidates: pd.DataFrame
    unmatched: pd.DataFrame
    problems: pd.DataFrame
    proof: Proof | Stability
    _advise: Callable[[int], pd.DataFrame] = field(repr=False, compare=False)

    def remedies(self, most: int = 5) -> pd.DataFrame:
        """What would help most where somebody is left over, computed when asked: as `automation.matching.remedies.told`
        gives it, each by itself; empty where nobody is left over.
        """
        return self._advise(most)


def match(
    mentees: pd.DataFrame,
    mentors: pd.DataFrame,
    *,
    rules: Rules = Rules(),  # noqa: B008  (frozen)
    decisions: pd.DataFrame | None = None,
    preferences: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    mode: Mode = "best",
) -> Matching:
    """Pair mentees with mentors: the curator's decisions first, then as many pairs as there can be, then those that
    mean most to the people in them (how near a score comes to the highest that this mentee can have with anybody, their
    place in the queue and how much they need it, as the rules weigh it), then the fairest: the lowest score of a pair
    proposed here as high as that allows (the curator's pairs are not up for it), then with loads as equal as can be,
    then with most of what was proposed before; or by mutual choice, so that no two would both rather be together. The
    result depends on neither the order of rows nor on anything outside the arguments.

    Everyone passed in takes part; leave out who may not. Columns may be missing and cells empty (NA, None, ()).

    Args:
        mentees: indexed by id. `form` (the mentoring form wanted; empty: any), `requests` (tuples of text), `wish`
            (the request in the mentee's own words), and what both sides have: `days`, `times`, `interests` (tuples
            of text), `meeting` (one of `MEETING_WAYS`), `department`, `years` (full years of work), `born` (a date),
            `avoids` (ids of those on the other side with whom the person would not work), `person` (whatever
            identifies the human: nobody mentors himself). Of theirs alone `waiting` (days that they have waited for a
            mentor) and `need` (a whole number from 0: how much more than others they need one). Under each of
            `rules.questions` what was chosen there, on both sides.
        mentors: indexed by id. The same, and `forms`, `competences`, `ages` (tuples of text; `AGE_GROUPS`),
            `capacity` (whole number of mentees at most; anything else counts as 0 and is reported), `least` (who takes
            a group or nobody: the smallest), `busy` (places that official pairs take), `taken` (places of mentees who
            are not passed in), `trained` (True or False), `experience` (in the mentor's own words).
            Without the column `forms`, every mentor agrees to every form.
        rules: weights and conditions.
        decisions: `mentee`, `mentor`, `verdict` ("accepted", "rejected", "assigned", "ended"). Accepted and assigned
            pairs stand whatever the conditions and the number of places say; rejected ones may not be, ended ones
            (they have worked already) are not proposed.
        preferences: whom people chose after they had met: `mentee`, `mentor`, `by` ("mentee" or "mentor": who of the
            two chose the other), `rank` (1 for the first choice; a choice without a rank is a first one).
        previous: the proposals that people have seen, `mentee` and `mentor`: of equally good pairs these stay, so that
            a decision moves nobody else without need. Who is not here any more, or may not be paired, is left out.
        mode: "best" for the best set of pairs; "mutual" for one that is stable: everyone prefers those they chose, in
            their order, then the others by score. It knows no smallest groups and no previous proposals, and computes
            all scores: for thousands of people, not for tens of thousands.

    Wrong input never raises: it is explained in `Matching.problems`.
    """
    some_mentees, mentee_problems = read_mentees(mentees, rules.questions)
    all_mentors, mentor_problems = read_mentors(mentors, rules.questions)
    if mode == "mutual":
        all_mentors, rules = of_any_size(all_mentors, rules)
    some_mentors, limit_problems = within_limits(all_mentors, rules)
    settled = settle(decisions, some_mentees, some_mentors)
    chosen, choice_problems = read_preferences(preferences, some_mentees, some_mentors)
    found = (
        mentee_problems,
        mentor_problems,
        limit_problems,
        settled.problems,
        choice_problems,
        _weight_problems(rules),
        repeated_columns(mentees, "наставляемых"),
        repeated_columns(mentors, "наставников"),
        repeated_columns(decisions, "решений"),
        repeated_columns(preferences, "выбора после встречи"),
        repeated_columns(previous, "прежних предложений"),
    )
    run = _Run(some_mentees, some_mentors, settled, chosen, rules, mode)
    return run.matching([*chain.from_iterable(found)], _known_pairs(previous, some_mentees, some_mentors))


def _known_pairs(previous: pd.DataFrame | None, mentees: Mentees, mentors: Mentors) -> Integers:
    """Whom each mentee was proposed, (mentees,): the position of the mentor, or -1."""
    former = np.full(len(mentees.ids), -1)
    if previous is not None:
        mentee_at, mentor_at = ({id_: at for at, id_ in enumerate(people.ids)} for people in (mentees, mentors))
        rows = sorted(zip(read_texts(previous, "mentee"), read_texts(previous, "mentor"), strict=True), reverse=True)
        for mentee, mentor in rows:
            if mentee in mentee_at and mentor in mentor_at:
                former[mentee_at[mentee]] = mentor_at[mentor]
    return former


def _weight_problems(rules: Rules) -> list[Problem]:
    wrong = [PART_TITLES.get(part, part) for part in rules.wrong_weights()]
    found = [Problem("", "", f"Вес «{title}» должен быть числом от 0. Пока он считается нулём.") for title in wrong]
    if not any(rules.points().values()):
        found.append(Problem("", "", "Все веса равны нулю, поэтому у всех пар балл 0. Задайте хотя бы один вес."))
    return found


class _Run:
    """One matching: what its steps share."""

    def __init__(
        self, mentees: Mentees, mentors: Mentors, settled: Decisions, chosen: Preferences, rules: Rules, mode: Mode
    ) -> None:
        self.mentees, self.mentors, self.settled, self.rules = mentees, mentors, settled, rules
        self.fixed_mentee, self.fixed_mentor = settled.fixed_positions()
        fixed = np.bincount(self.fixed_mentor, minlength=len(mentors.ids))
        self.taken: Integers = (mentors.taken + fixed).astype(np.int64)
        self.free: Integers = np.maximum(mentors.capacity - self.taken, 0)
        self.least: Integers = np.maximum(mentors.least - self.taken, 0)
        self.without_group = np.zeros(len(mentors.ids), dtype=np.bool_)
        """(mentors,): who takes a group only and has none; known once the pairs are chosen."""
        self.chosen, self.mode = chosen, mode
        self.scoring: Scoring = scoring.prepare(mentees, mentors, chosen, rules)
        self.eligibility: Eligibility = eligibility.prepare(mentees, mentors, settled, self.free, self.scoring, rules)

    def matching(self, reported: list[Problem], former: Integers) -> Matching:
        """`former` is the position of the mentor whom each mentee was proposed before, or -1."""
        undecided = np.setdiff1d(np.arange(len(self.mentees.ids)), self.fixed_mentee)
        waiting = np.isin(undecided, list(self.settled.contradicted))
        asking = np.flatnonzero(~waiting)
        asked = undecided[asking]
        combinations = self._combinations(undecided)
        best = best_of_each(combinations)
        self.weights = self._weights(undecided, best)
        if waiting.any():
            combinations = self._combinations(asked)
        choose = partial(self._best, combinations, former[asked]) if self.mode == "best" else self._mutual
        mentor, shown = choose(asked)
        proposed = np.full(len(undecided), -1)
        proposed[asking] = mentor
        size = np.bincount(proposed[proposed >= 0], minlength=len(self.free))
        self.without_group = (self.least > 1) & (size == 0)
        reported = [*reported, *too_small(self.mentors, self.taken, size)]
        offered = ranked(best, proposed)
        return Matching(
            pairs=self._pairs(undecided, proposed),
            candidates=self._candidates(undecided, offered, proposed, self.free - size),
            unmatched=self._unmatched(undecided, proposed),
            problems=problems.as_frame(reported),
            proof=shown,
            _advise=partial(self._remedies, undecided[~waiting], proposed[~waiting]),
        )

    def _weights(self, mentees: Indices, best: Arcs) -> Weights:
        """What decides which of the mentees wait, for all positions.

        Whoever gets their best has lost nothing, however high that score is: somebody who asks for more, or answers
        more questions, has other scores, and neither a greater claim nor a smaller one.
        """
        highest, queue, need = np.zeros((3, len(self.mentees.ids)), dtype=np.int64)
        highest[mentees] = greatest(best.mentee, best.score, np.zeros(len(mentees), dtype=np.int64))
        queue[mentees] = self.rules.queue_counts(self.mentees.waiting[mentees])
        need[mentees] = self.rules.need_counts(self.mentees.need[mentees])
        return Weights(highest, queue, need)

    def _best(self, combinations: Combinations, former: Integers, mentees: Indices) -> tuple[Integers, Proof]:
        """The position of each one's mentor, or -1, and what proves it; the combinations are those of the mentees."""
        claims = MAXIMUM + self.weights.claims[mentees]
        possible = self._still_possible(mentees, former)
        assignment = fairest(combinations, assign_groups(combinations, self.free, self.least, claims, possible))
        assignment = steady(assignment, possible, self.taken)
        return assignment.mentor, assignment.proof

    def _still_possible(self, mentees: Indices, former: Integers) -> Arcs:
        """Earlier proposals that may be made again; `former` is the position of each one's mentor then, or -1."""
        known = np.flatnonzero(former >= 0)
        mentee, mentor = mentees[known], former[known]
        possible = np.ones(len(known), dtype=np.bool_)
        for requirement in self.eligibility.requirements.values():
            possible &= requirement.of_pairs(mentee, mentor)
        score = np.zeros(len(known), dtype=np.int64)
        for tenths in self.scoring.of_pairs(mentee, mentor).values():
            score += tenths
        return Arcs(known, mentor, score)[possible]

    def _mutual(self, mentees: Indices) -> tuple[Integers, Stability]:
        """The same by mutual choice."""
        possible = self.eligibility.possible(mentees)
        scores = np.where(possible, self.scoring.block(mentees), stable.IMPOSSIBLE).astype(np.int16)
        shape = len(self.mentees.ids), len(self.mentors.ids)
        named = [stable.choices(self.chosen, side, shape)[mentees] for side in SIDES]
        wanted = stable.liking(scores, *named)
        mentor = stable.pair_by_choice(wanted, self.free)
        blocking = stable.blocking_pairs(wanted, self.free, mentor)
        return mentor, Stability(pairs=int((mentor >= 0).sum()), blocking=len(blocking))

    def _combinations(self, mentees: Indices) -> Combinations:
        return Combinations.of(self.scoring, self.eligibility, mentees)

    def _points(self, mentee: Indices, mentor: Indices) -> tuple[dict[str, list[int]], npt.NDArray[np.float64]]:
        """The parts of the scores of single pairs in tenths of a point, and the scores in points, each (pairs,)."""
        by_part = self.scoring.of_pairs(mentee, mentor)
        total = sum(by_part.values(), np.zeros(len(mentee), dtype=np.int64))
        return {part: tenths.tolist() for part, tenths in by_part.items()}, total / 10

    def _pairs(self, undecided: Indices, proposed: Indices) -> pd.DataFrame:
        paired = proposed >= 0
        mentee = np.concatenate([self.fixed_mentee, undecided[paired]])
        mentor = np.concatenate([self.fixed_mentor, proposed[paired]])
        source = [*self.settled.fixed.values(), *["matched"] * int(paired.sum())]
        _, scores = self._points(mentee, mentor)
        pairs = pd.DataFrame(
            {
                "mentee": pd.Series([self.mentees.ids[i] for i in mentee], dtype="str"),
                "mentor": pd.Series([self.mentors.ids[j] for j in mentor], dtype="str"),
                "score": pd.Series(scores, dtype="float64"),
                "source": pd.Series(source, dtype="str"),
            }
        )
        return pairs.iloc[np.argsort(mentee, kind="stable")].reset_index(drop=True)

    def _candidates(self, undecided: Indices, ranked: Indices, proposed: Indices, left: Integers) -> pd.DataFrame:
        row, rank = np.nonzero(ranked >= 0)
        mentee, mentor = undecided[row], ranked[row, rank]
        earned, scores = self._points(mentee, mentor)
        is_proposed = proposed[row] == mentor
        grounds = self._grounds(mentee, mentor, rank, scores, earned, is_proposed, left)
        return pd.DataFrame(
            {
                "mentee": pd.Series([self.mentees.ids[i] for i in mentee], dtype="str"),
                "rank": rank + 1,
                "mentor": pd.Series([self.mentors.ids[j] for j in mentor], dtype="str"),
                "score": pd.Series(scores, dtype="float64"),
                "reasons": pd.Series(list(map(in_words, grounds)), dtype="str"),
                "proposed": is_proposed,
                "parts": pd.Series(wording.parts(earned, self.rules.points(), len(mentee)), dtype="str"),
                "grounds": pd.Series(grounds, dtype="object"),
            }
        )

    def _grounds(
        self,
        mentee: Indices,
        mentor: Indices,
        rank: Indices,
        scores: npt.NDArray[np.float64],
        earned: dict[str, list[int]],
        is_proposed: npt.NDArray[np.bool_],
        left: Integers,
    ) -> list[Reasons]:
        """What speaks for each candidate and, for those not proposed, why not."""
        describer = Describer(self.mentees, self.mentors, self.taken.tolist(), self.scoring, self.rules)
        grounds = describer.grounds(mentee.tolist(), mentor.tolist(), earned)
        # The proposed mentor, if there is one, always ranks first.
        first = np.flatnonzero(rank == 0)[np.cumsum(rank == 0) - 1]
        is_higher = scores > scores[first]
        others = np.flatnonzero(~is_proposed)
        columns = mentee, mentor, left[mentor] > 0, is_proposed[first], is_higher
        for at, *pair in zip(others.tolist(), *(column[others].tolist() for column in columns), strict=True):
            grounds[at] = (*grounds[at], self._why_not(*pair))
        return grounds

    def _why_not(self, mentee: int, mentor: int, has_place: bool, other_proposed: bool, is_higher: bool) -> Reason:
        """`is_higher`: than the score of the other, if somebody is proposed."""
        if mentee in self.settled.contradicted:
            return _NOT_PROPOSED[Because.CONTRADICTED]
        if self.without_group[mentor]:
            return NoGroup(int(self.mentors.least[mentor]))
        if has_place:
            return _NOT_PROPOSED[Because.SPARE]
        if self.mode == "mutual":
            return _NOT_PROPOSED[Because.PREFERRED_OTHERS]
        if not other_proposed:
            return _NOT_PROPOSED[Because.NOT_ENOUGH]
        return _NOT_PROPOSED[Because.HIGHER_BUT_TAKEN if is_higher else Because.TAKEN]

    def _remedies(self, mentees: Indices, proposed: Indices, most: int) -> pd.DataFrame:
        """`proposed` is the position of each one's mentor, or -1. Those who wait for the curator to choose one of
        several mentors are not among them: it is not a mentor that they lack.
        """
        # What a choice of others would have been, had there been somebody more, nobody can count.
        whoever_is_left = mentees if (proposed < 0).any() and self.mode == "best" else mentees[:0]
        possible = self.eligibility.without(Condition.FREE).possible(whoever_is_left)
        # With a mentor who has more mentees than places, one place more changes nothing.
        possible &= (self.taken <= self.mentors.capacity) & ~self.without_group
        now = remedies.Situation(
            ids=[self.mentees.ids[i] for i in whoever_is_left],
            form=[self.mentees.form[i] for i in whoever_is_left],
            requests=[self.mentees.requests[i] for i in whoever_is_left],
            possible=possible,
            mentor=proposed[: len(whoever_is_left)].astype(np.int64),
            may_grow=self.mentors.capacity < largest_groups(self.mentors, self.rules),
            forms={form: eligibility.group_limits(form, self.rules) for form in self.rules.forms},
        )
        return remedies.told(now, self.mentors, most=most)

    def _unmatched(self, undecided: Indices, proposed: Indices) -> pd.DataFrame:
        grounds: list[Reasons] = []
        mentees = undecided[proposed < 0]
        taken = self._taken(undecided[proposed >= 0], proposed[proposed >= 0])
        step = max(1, _CELLS // max(1, len(self.mentors.ids)))
        for start in range(0, len(mentees), step):
            grounds += [(why,) for why in self._why_unmatched(mentees[start : start + step], taken)]
        return pd.DataFrame(
            {
                "mentee": pd.Series([self.mentees.ids[i] for i in mentees], dtype="str"),
                "reason": pd.Series(list(map(in_words, grounds)), dtype="str"),
                "grounds": pd.Series(grounds, dtype="object"),
            }
        )

    def _taken(self, mentee: Indices, mentor: Indices) -> Taken:
        scores = np.zeros(len(mentee), dtype=np.int64)
        for tenths in self.scoring.of_pairs(mentee, mentor).values():
            scores += tenths
        return Taken(mentee, mentor, scores, self.weights)

    def _why_unmatched(self, mentees: Indices, taken: Taken) -> list[Reason]:
        if not self.mentors.ids:
            return [NoMentors()] * len(mentees)
        suitable = np.ones((len(mentees), len(self.mentors.ids)), dtype=np.bool_)
        failed: list[NobodyMeets | None] = [None] * len(mentees)
        for condition, possible in self.eligibility.conditions(mentees):
            for at in np.flatnonzero(suitable.any(axis=1) & ~possible.any(axis=1)).tolist():
                failed[at] = self._nobody_meets(condition, int(mentees[at]), np.flatnonzero(suitable[at]))
            suitable = possible.copy()
        swaps = taken.cheapest(mentees, self.scoring.block(mentees), suitable)
        count = suitable.sum(axis=1).tolist()
        return [self._why_one(i, failed[at], count[at], swaps[at]) for at, i in enumerate(mentees.tolist())]

    def _nobody_meets(self, condition: Condition, mentee: int, before: Indices) -> NobodyMeets:
        """`before` are the mentors who meet all the earlier conditions."""
        first = tuple([self.mentors.ids[j] for j in before[:MOST_NAMED].tolist()])
        form, wanted = self.mentees.form[mentee], self.mentees.requests[mentee]
        return NobodyMeets(condition, len(before), first, form, form in self.rules.forms, wanted)

    def _why_one(self, mentee: int, failed: NobodyMeets | None, suitable: int, swap: Swap | None) -> Reason:
        """`failed` is the first condition that nobody meets; `suitable`, how many mentors meet them all."""
        if mentee in self.settled.contradicted:
            return SeveralDecisions()
        if failed is not None:
            return failed
        if swap is None:
            return GroupsNotFull()
        names = self.mentees.ids[mentee], self.mentees.ids[swap.other], self.mentors.ids[swap.mentor]
        return Waits(suitable, swap, *names, by_choice=self.mode == "mutual")


_NOT_PROPOSED = {because: NotProposed(because) for because in Because}
"""The same is said of many."""
