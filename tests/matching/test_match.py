import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import PART_TITLES, Matching, Proof, Rules, match
from tests.matching.exhaustive import HIGHEST, ByDefinition, best_assignment, claims_of
from tests.matching.people import (
    FORM,
    OTHER_FORM,
    choices,
    decisions,
    mentees,
    mentors,
    small_cases,
    some_choices,
    some_rules,
)


def reason(matching: Matching, mentee: str) -> str:
    return str(matching.unmatched.set_index("mentee").loc[mentee, "reason"])


def as_tuples(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def tables(matching: Matching) -> list[pd.DataFrame]:
    return [matching.pairs, matching.candidates, matching.unmatched, matching.problems]


def weighted(weights: Mapping[str, Any]) -> Rules:
    return Rules(**weights)


def draw_decisions(data: st.DataObject, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """At most one decision a mentee, so none contradicts another."""
    verdict = st.sampled_from([None, None, "rejected", "ended", "accepted", "assigned"])
    chosen = [(id_, data.draw(st.sampled_from(list(right.index))), data.draw(verdict)) for id_ in left.index]
    return decisions(*(row for row in chosen if row[2]))


@settings(deadline=None)
@given(small_cases(), some_rules, st.data())
def test_the_pairs_are_as_many_and_as_good_as_the_best_of_all_combinations(
    case: tuple[pd.DataFrame, pd.DataFrame], rules: Rules, data: st.DataObject
) -> None:
    left, right = case
    # Whoever is on both sides is the matter of a test of its own.
    left["person"] = left["person"] + "/mentee"
    decided, chosen = draw_decisions(data, left, right), data.draw(some_choices(left, right))
    result = match(left, right, rules=rules, decisions=decided, preferences=as_frame(chosen))

    fixed = {(i, j) for i, j, verdict in as_tuples(decided) if verdict in ("accepted", "assigned")}
    barred = {(i, j) for i, j, verdict in as_tuples(decided) if verdict in ("rejected", "ended")}
    taken = Counter(j for _, j in fixed)
    free = {j: max(0, int(right.capacity[j]) - taken[j]) for j in right.index}
    undecided = [i for i in left.index if i not in {i for i, _ in fixed}]
    defined = ByDefinition(left, right, rules, chosen)

    def score(i: str, j: str) -> int:
        possible = defined.fits(i, j) and free[j] and (i, j) not in barred
        return defined.tenths(i, j) if possible else -1

    scores = {i: [score(str(i), str(j)) for j in right.index] for i in undecided}
    matched = result.pairs[result.pairs.source == "matched"]
    assert fixed == set(as_tuples(result.pairs[result.pairs.source != "matched"][["mentee", "mentor"]]))
    assert not set(as_tuples(matched[["mentee", "mentor"]])) & barred
    assert all(count <= free[str(j)] for j, count in Counter(matched.mentor).items())
    tenths = np.rint(matched.score * 10).astype(int)
    claims = dict(zip(scores, claims_of(list(scores.values()), rules), strict=True))
    weight = int(tenths.sum()) + sum(claims[i] for i in matched.mentee)
    reached = len(matched), weight, int(tenths.min()) if len(matched) else HIGHEST
    assert reached == best_assignment(list(scores.values()), list(free.values()), list(claims.values()))
    assert isinstance(result.proof, Proof) and result.proof.gap == 0
    for i, j, shown in as_tuples(result.candidates[["mentee", "mentor", "score"]]):
        assert round(float(str(shown)) * 10) == score(str(i), str(j)) >= 0


def as_frame(chosen: Mapping[tuple[str, str, str], int]) -> pd.DataFrame:
    return choices(*((*who, rank) for who, rank in chosen.items()))


@settings(deadline=None)
@given(small_cases(), st.data())
def test_everyone_is_either_paired_or_told_why_not(
    case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    left, right = case
    result = match(left, right, decisions=draw_decisions(data, left, right))
    assert sorted([*result.pairs.mentee, *result.unmatched.mentee]) == sorted(left.index)
    assert result.unmatched.reason.str.endswith(".").all()


@settings(deadline=None)
@given(small_cases(), st.data())
def test_the_order_of_rows_changes_nothing(case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject) -> None:
    left, right = case
    decided = draw_decisions(data, left, right)
    shuffled = [frame.iloc[data.draw(st.permutations(range(len(frame))))] for frame in (left, right, decided)]
    plain = match(left, right, decisions=decided)
    again = match(shuffled[0], shuffled[1], decisions=shuffled[2])
    for one, other in zip(tables(plain), tables(again), strict=True):
        pd.testing.assert_frame_equal(one, other)


@settings(deadline=None)
@given(small_cases())
def test_candidates_are_ranked_with_the_proposed_mentor_first_and_the_rest_by_score(
    case: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    result = match(*case)
    proposed = dict(zip(result.pairs.mentee, result.pairs.mentor, strict=True))
    for mentee, rows in result.candidates.groupby("mentee"):
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
        assert rows.mentor.is_unique
        assert rows.mentor[rows.proposed].tolist() == [proposed[m] for m in [mentee] if m in proposed]
        assert not rows.proposed.iloc[1:].any()
        assert rows.score[~rows.proposed].is_monotonic_decreasing


@settings(deadline=None)
@given(small_cases())
def test_the_parts_of_a_score_add_up_to_it(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    result = match(*case)
    for parts, score in zip(result.candidates.parts, result.candidates.score, strict=True):
        earned = [float(number.replace(",", ".")) for number in re.findall(r"([\d,]+) из", parts)]
        assert sum(earned) == pytest.approx(score)


def test_a_mentor_who_scores_higher_but_goes_to_another_says_so() -> None:
    left = mentees(A={"requests": ("урок", "конкурс")}, B={"requests": ("урок",)})
    right = mentors(X={"competences": ("урок", "конкурс")}, Y={"competences": ("конкурс",)})
    result = match(left, right)
    assert as_tuples(result.pairs[["mentee", "mentor"]]) == [("A", "Y"), ("B", "X")]
    first, second = as_tuples(result.candidates[result.candidates.mentee == "A"][["mentor", "reasons"]])
    assert first[0] == "Y"
    assert "балл выше, но его места предложены другим" in str(second[1])


def test_reasons_name_what_is_covered_and_what_is_in_common() -> None:
    person = {"days": ("чт", "вт", "пн"), "interests": ("театр",), "department": "логистика"}
    left = mentees(A={"requests": ("урок", "конкурс", "портфолио"), **person})
    right = mentors(X={"competences": ("урок", "портфолио"), "capacity": 2, **person, "days": ("чт", "вт")})
    assert match(left, right).candidates.reasons.tolist() == [
        "поможет с 2 запросами из 3: урок, портфолио (не поможет с этим: конкурс); общее время: вт, чт; "
        "общие интересы: театр; из одного подразделения: логистика; у наставника 2 места"
    ]


def test_what_is_unknown_counts_for_half_and_is_said() -> None:
    left = mentees(A={"form": None, "days": ("вт",)})
    (row,) = match(left, mentors(X={})).candidates.to_dict("records")
    assert row["score"] == 52.5
    assert row["parts"] == (
        "запросы 25 из 50, выбор после встречи 7,5 из 15, время 5 из 10, свои слова 2,5 из 5, интересы 2,5 из 5, "
        "стаж 2,5 из 5, как встречаться 1,5 из 3, подразделение 1 из 2, нагрузка 5 из 5"
    )
    assert "удобные дни наставника неизвестны: уточните" in row["reasons"]
    assert "форма наставничества в анкете не указана: уточните" in row["reasons"]


def test_a_rare_competence_weighs_more() -> None:
    left = mentees(A={"requests": ("урок", "аттестация")})
    right = mentors(X={"competences": ("аттестация",)}, Y={}, Z={})
    result = match(left, right)
    assert result.pairs.mentor.tolist() == ["X"]


def test_a_very_long_value_is_shortened_in_reasons() -> None:
    long = "а" * 50_000
    result = match(mentees(A={"requests": (long,)}), mentors(X={"competences": (long,)}))
    assert len(result.candidates.reasons[0]) < 300


@pytest.mark.parametrize(
    ("left", "right", "decided", "expected"),
    [
        ({}, None, [], "Ни один наставник сейчас не участвует"),
        ({"form": OTHER_FORM}, {}, [], f"Нет ни одного наставника, согласного на форму «{OTHER_FORM}»"),
        ({"form": "кружок"}, {"forms": ("кружок",)}, [], "Форма наставничества «кружок» в организации не ведётся"),
        ({"form": None}, {"forms": ()}, [], "Форма наставничества в анкете не указана"),
        ({"person": "same"}, {"person": "same"}, [], "только сам наставляемый"),
        ({"requests": ("пение",)}, {}, [], "есть 1 наставник, но никто не может помочь с тем, что нужно: пение"),
        ({}, {"capacity": 0}, [], "Подходит 1 наставник (X), но число мест для наставляемых у него 0 или не указано"),
        ({}, {}, [("A", "X", "rejected")], "Подходит 1 наставник (X), но вы отклонили его"),
        ({}, {}, [("B", "X", "accepted")], "Подходит 1 наставник (X), но все его места заняты парами, которые вы уже"),
        ({}, {"capacity": 1}, [], "желающих больше, чем мест"),
    ],
)
def test_each_kind_of_failure_has_its_reason(
    left: dict[str, Any], right: dict[str, Any] | None, decided: list[tuple[str, str, str]], expected: str
) -> None:
    # mentee 0 comes first and takes the only place, if nothing else stands in A's way
    people = mentees(**{"0": {"requests": ("урок",)}, "A": left, "B": {}})
    result = match(people, mentors(**({} if right is None else {"X": right})), decisions=decisions(*decided))
    assert expected in reason(result, "A")


def test_an_accepted_pair_uses_a_place_and_leaves_the_candidates() -> None:
    result = match(mentees(A={}, B={}), mentors(X={}, Y={}), decisions=decisions(("A", "X", "accepted")))
    assert as_tuples(result.pairs[["mentee", "mentor", "source"]]) == [("A", "X", "accepted"), ("B", "Y", "matched")]
    assert result.candidates.mentor.tolist() == ["Y"]


def test_an_assigned_pair_is_obeyed_against_form_competence_and_capacity() -> None:
    left = mentees(A={"form": OTHER_FORM, "requests": ("пение",)}, B={})
    decided = decisions(("A", "X", "assigned"), ("B", "X", "assigned"))
    result = match(left, mentors(X={}), decisions=decided)
    assert as_tuples(result.pairs[["mentee", "mentor", "source"]]) == [("A", "X", "assigned"), ("B", "X", "assigned")]
    assert result.problems.mentee.tolist() == ["A", "B"]
    assert result.problems.problem.str.contains("мест: 1, а выбранных для него наставляемых: 2").all()


def test_a_mentor_assigned_by_name_outranks_one_accepted_from_the_list() -> None:
    decided = decisions(("A", "X", "accepted"), ("A", "Y", "assigned"))
    result = match(mentees(A={}), mentors(X={}, Y={}), decisions=decided)
    assert as_tuples(result.pairs[["mentor", "source"]]) == [("Y", "assigned")]
    assert result.problems.mentor.tolist() == ["X"]


def test_two_accepted_mentors_are_asked_about_and_no_third_is_proposed() -> None:
    decided = decisions(("A", "X", "accepted"), ("A", "Y", "accepted"))
    result = match(mentees(A={}), mentors(X={}, Y={}, Z={}), decisions=decided)
    assert result.pairs.empty
    assert not result.candidates.proposed.any()
    assert "Выбрано несколько наставников" in reason(result, "A")
    assert result.problems.mentor.tolist() == ["X", "Y"]


def test_a_pair_both_accepted_and_rejected_is_not_made_and_is_asked_about() -> None:
    decided = decisions(("A", "X", "accepted"), ("A", "X", "rejected"))
    result = match(mentees(A={}), mentors(X={}), decisions=decided)
    assert result.pairs.empty
    assert "и выбрана, и отклонена" in result.problems.problem[0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("нет", "X", "accepted"), "наставляемый нет сейчас не участвует"),
        (("A", "нет", "rejected"), "наставник нет сейчас не участвует"),
        (("A", np.nan, "assigned"), "не указан наставник"),
        (("A", "X", "может быть"), "Непонятное решение «может быть»"),
        (("A", "X", None), "Непонятное решение «»"),
    ],
)
def test_a_decision_that_cannot_be_used_is_explained(row: tuple[object, object, object], expected: str) -> None:
    result = match(mentees(A={}), mentors(X={}), decisions=decisions(row))
    assert expected in result.problems.problem[0]
    assert result.pairs.source.tolist() == ["matched"]


@pytest.mark.parametrize("empty", [pd.DataFrame, mentees])
def test_empty_sides_give_empty_tables(empty: Callable[[], pd.DataFrame]) -> None:
    assert all(table.empty for table in tables(match(empty(), empty())))
    assert reason(match(mentees(A={}), empty()), "A").startswith("Ни один наставник")
    assert match(empty(), mentors(X={})).pairs.empty


@pytest.mark.parametrize("capacity", [None, np.nan, pd.NA, -1, 1.5, "два", True, float("inf")])
def test_places_that_are_not_a_whole_number_count_as_none_and_are_reported(capacity: object) -> None:
    result = match(mentees(A={}), mentors(X={"capacity": capacity}, Y={}))
    assert result.pairs.mentor.tolist() == ["Y"]
    assert result.problems.mentor.tolist() == ["X"]
    assert "сколько наставляемых" in result.problems.problem[0]


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA])
def test_cells_without_a_value_count_as_not_stated(nothing: object) -> None:
    left = mentees(A=dict.fromkeys(["form", "requests", "days", "department", "interests", "person"], nothing))
    right = mentors(X=dict.fromkeys(["competences", "days", "department", "interests", "person"], nothing))
    assert match(left, right).pairs.score.tolist() == [52.5]


def test_optional_columns_may_be_missing() -> None:
    left, right = pd.DataFrame(index=["A"]), pd.DataFrame({"capacity": [1]}, index=["X"])
    assert match(left, right).pairs.mentor.tolist() == ["X"]


def test_rows_with_the_same_id_take_no_part_until_the_ids_differ() -> None:
    left = pd.concat([mentees(A={}), mentees(A={}), mentees(B={})])
    result = match(left, mentors(X={"capacity": 3}))
    assert result.pairs.mentee.tolist() == ["B"]
    assert result.problems.mentee.tolist() == ["A"]


def test_a_thousand_mentees_who_want_one_mentor_fill_that_mentors_places() -> None:
    left = mentees(**{f"{at:04}": {"requests": ("урок",)} for at in range(1000)})
    result = match(left, mentors(X={"capacity": 7}, Y={"competences": ("пение",), "capacity": 1000}))
    assert result.pairs.mentor.tolist() == ["X"] * 7
    assert len(result.unmatched) == 993


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_makes_no_sense_counts_as_zero_and_is_reported(weight: float) -> None:
    result = match(mentees(A={}), mentors(X={}), rules=Rules(days=weight))
    assert "время" not in result.candidates.parts[0]
    assert "Вес «время»" in result.problems.problem[0]


def test_with_all_weights_zero_people_are_still_paired() -> None:
    result = match(mentees(A={}), mentors(X={}), rules=weighted(dict.fromkeys(PART_TITLES, 0.0)))
    assert result.pairs.score.tolist() == [0]
    assert "Все веса равны нулю" in result.problems.problem[0]


def test_the_condition_on_requests_can_be_switched_off() -> None:
    left, right = mentees(A={"requests": ("пение",)}), mentors(X={})
    assert match(left, right).pairs.empty
    lenient = match(left, right, rules=Rules(request_must_be_covered=False))
    assert "не поможет ни с одним запросом: пение" in lenient.candidates.reasons[0]


@given(st.fixed_dictionaries({part: st.floats(0, allow_infinity=False) for part in PART_TITLES}))
def test_the_greatest_parts_add_up_to_a_hundred_points(weights: dict[str, float]) -> None:
    points = weighted(weights).points()
    assert sum(points.values()) in (0, 1000)
    assert min(points.values()) >= 0


def test_the_form_is_what_separates_people() -> None:
    left = mentees(A={"form": FORM}, B={"form": OTHER_FORM})
    right = mentors(X={"forms": (OTHER_FORM,)}, Y={"forms": (FORM,)})
    assert as_tuples(match(left, right).pairs[["mentee", "mentor"]]) == [("A", "Y"), ("B", "X")]


def test_a_candidate_with_a_place_left_is_called_a_spare() -> None:
    result = match(mentees(A={"requests": ("урок",)}), mentors(X={}, Y={}))
    assert result.candidates.mentor.tolist() == ["X", "Y"]
    assert result.candidates.reasons[1].endswith("; запасной вариант: место у него есть")
    assert "запасной" not in result.candidates.reasons[0]


def test_a_decision_moves_nobody_without_need() -> None:
    """Everybody is as good as everybody: whatever was proposed before is as good as anything else."""
    left, right = mentees(A={}, B={}, C={}), mentors(X={}, Y={}, Z={})
    before = pd.DataFrame([("A", "Z"), ("B", "Y"), ("C", "X")], columns=["mentee", "mentor"])
    assert as_tuples(match(left, right, previous=before).pairs[["mentee", "mentor"]]) == as_tuples(before)
    refused = match(left, right, decisions=decisions(("A", "Z", "rejected")), previous=before)
    kept = {*as_tuples(refused.pairs[["mentee", "mentor"]])} & {*as_tuples(before)}
    assert len(kept) == 1  # whoever was refused takes the place of one other


def test_earlier_proposals_that_may_not_be_made_again_or_name_nobody_here_are_left_out() -> None:
    gone = pd.DataFrame([("A", "Y"), ("A", "X"), ("B", "X"), ("?", None), ("A", "W")], columns=["mentee", "mentor"])
    result = match(mentees(A={}), mentors(X={}, Y={"competences": ()}), previous=gone)
    assert as_tuples(result.pairs[["mentee", "mentor"]]) == [("A", "X")]


def test_a_better_set_is_not_given_up_for_an_earlier_one() -> None:
    left = mentees(A={"requests": ("урок", "конкурс")})
    right = mentors(X={"competences": ("урок",)}, Y={"competences": ("урок", "конкурс")})
    before = pd.DataFrame([("A", "X")], columns=["mentee", "mentor"])
    assert match(left, right, previous=before).pairs.mentor.tolist() == ["Y"]


def test_a_few_mentors_who_come_near_are_named_and_many_are_counted() -> None:
    decided = decisions(*((f"B{mentor}", mentor, "accepted") for mentor in "WXYZ"))
    people = mentees(A={}, **{f"B{mentor}": {} for mentor in "WXYZ"})
    few = match(people, mentors(W={}, X={}, Y={}), decisions=decided)
    assert reason(few, "A").startswith("Подходят 3 наставника (W, X, Y), но все их места заняты")
    many = match(people, mentors(W={}, X={}, Y={}, Z={}), decisions=decided)
    assert reason(many, "A").startswith("Подходят 4 наставника, но все их места заняты")
