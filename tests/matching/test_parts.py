"""How well two people suit each other: each part of a score by itself, and what all parts have in common."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import PART_TITLES, Rules, match, scoring
from automation.matching.people import read_mentees, read_mentors
from automation.matching.preferences import read_preferences
from automation.matching.scoring import Scoring
from sheets_schema.vocabulary import DEPARTMENT_IGNORED
from tests.matching.people import choices, decisions, mentees, mentors, small_cases, some_choices, some_rules

NOT_WEIGHED: dict[str, Any] = dict.fromkeys(PART_TITLES, 0.0)


def share(part: str, mentee: dict[str, Any], mentor: dict[str, Any], **rules: Any) -> float:
    """What of a part's points the pair earns, as if the part were the whole score."""
    only = Rules(**{**NOT_WEIGHED, part: 1, **rules})
    return float(match(mentees(A=mentee), mentors(X=mentor), rules=only).pairs.score[0]) / 100


def reasons(mentee: dict[str, Any], mentor: dict[str, Any], **rules: Any) -> str:
    return str(match(mentees(A=mentee), mentors(X=mentor), rules=Rules(**rules)).candidates.reasons[0])


def some_scoring(left: pd.DataFrame, right: pd.DataFrame, chosen: pd.DataFrame | None, rules: Rules) -> Scoring:
    asking, offering = read_mentees(left)[0], read_mentors(right)[0]
    return scoring.prepare(asking, offering, read_preferences(chosen, asking, offering)[0], rules)


# What all parts have in common


@settings(deadline=None)
@given(small_cases(), some_rules, st.data())
def test_a_block_is_the_pairs_that_it_is_made_of_and_some_of_its_columns_are_those_of_the_whole(
    case: tuple[pd.DataFrame, pd.DataFrame], rules: Rules, data: st.DataObject
) -> None:
    chosen = choices(*((*who, rank) for who, rank in data.draw(some_choices(*case)).items()))
    found = some_scoring(*case, chosen, rules)
    whole = found.block(slice(None))
    row, column = (at.ravel() for at in np.indices(whole.shape))
    by_part = found.of_pairs(row, column)
    assert np.array_equal(sum(by_part.values()), whole.ravel())

    rows = np.array(data.draw(st.lists(st.integers(0, whole.shape[0] - 1))), dtype=np.intp)
    columns = np.array(data.draw(st.lists(st.integers(0, whole.shape[1] - 1))), dtype=np.intp)
    assert np.array_equal(found.block(rows, columns), whole[np.ix_(rows, columns)])
    assert np.array_equal(found.block(rows), whole[rows])
    assert np.array_equal(found.block(slice(0, 2), columns), whole[:2][:, columns])


@settings(deadline=None)
@given(small_cases(), some_rules, st.data())
def test_no_score_and_no_part_exceeds_the_most_that_is_promised(
    case: tuple[pd.DataFrame, pd.DataFrame], rules: Rules, data: st.DataObject
) -> None:
    chosen = choices(*((*who, rank) for who, rank in data.draw(some_choices(*case)).items()))
    found, points = some_scoring(*case, chosen, rules), rules.points()
    scores = found.block(slice(None))
    row, column = (at.ravel() for at in np.indices(scores.shape))
    assert (found.most()[:, np.newaxis] >= scores).all()
    assert (scores >= 0).all() and (scores <= 1000).all()
    for name, part in found.parts.items():
        earned = part.of_pairs(row, column)
        assert (earned <= part.most(row)).all()
        assert ((earned >= 0) & (earned <= points[name])).all()
        assert part.constant is None or (earned == part.constant).all()


@settings(deadline=None)
@given(small_cases(), st.data())
def test_the_parts_of_a_score_add_up_to_it(case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject) -> None:
    chosen = choices(*((*who, rank) for who, rank in data.draw(some_choices(*case)).items()))
    result = match(*case, preferences=chosen)
    for parts, score in zip(result.candidates.parts, result.candidates.score, strict=True):
        earned = [float(number.replace(",", ".")) for number in re.findall(r"([\d,]+) из", parts)]
        assert sum(earned) == pytest.approx(score)


@pytest.mark.parametrize("part", [part for part in PART_TITLES if part not in ("requests", "load")])
def test_what_nobody_has_said_earns_half_and_is_added_once(part: str) -> None:
    only = Rules(**{**NOT_WEIGHED, part: 1})
    found = some_scoring(mentees(A={}, B={}), mentors(X={}, Y={}), None, only)
    assert found.parts[part].constant == 500


def test_a_part_that_has_no_weight_is_not_told() -> None:
    said = {"days": ("вт",), "interests": ("театр",), "years": 3, "meeting": "очно", "department": "логистика"}
    assert reasons(said, said, **NOT_WEIGHED) == "запросы в анкете не указаны; у наставника 1 место"


def test_the_strongest_reason_comes_first() -> None:
    mentee = {"requests": ("урок", "портфолио"), "interests": ("театр",), "days": ("вт",)}
    told = reasons(mentee, {**mentee, "competences": ("урок",)}, requests=1, interests=9, days=5)
    assert re.match("общие интересы: .*; общее время: .*; поможет с 1 запросом из 2: ", told)


def test_reasons_do_not_grow_with_the_answers() -> None:
    many = tuple(f"тема {number}" for number in range(200))
    words = " ".join(f"двигатель{'абвгд'[n % 5]}" for n in range(100))
    mentee = {"requests": many, "interests": many, "days": many, "times": many, "wish": words}
    told = reasons(mentee, {"competences": many, "experience": words, **mentee})
    assert len(told) < 600
    assert "поможет со всеми запросами (200): тема 0, тема 1, тема 2, тема 3, тема 4 и ещё 195" in told


# Requests


def test_a_request_that_few_can_cover_weighs_more() -> None:
    left = mentees(A={"requests": ("урок", "аттестация")})
    right = mentors(X={"competences": ("аттестация",)}, Y={}, Z={})
    result = match(left, right)
    assert result.pairs.mentor.tolist() == ["X"]


def test_a_rare_competence_is_called_rare_once() -> None:
    others: dict[str, Any] = {f"М-{number:02}": {} for number in range(20)}
    left = mentees(A={"requests": ("аттестация",)}, B={"requests": ("аттестация", "урок")})
    right = mentors(X={"competences": ("аттестация", "урок"), "capacity": 2}, **others)
    told = match(left, right).candidates.set_index(["mentee", "mentor"]).reasons
    assert told["A", "X"].startswith("поможет с запросом: аттестация (редкая компетенция); ")
    assert told["B", "X"].startswith(
        "поможет со всеми запросами (2): аттестация, урок (редкая компетенция: аттестация); "
    )


# Time


@pytest.mark.parametrize(
    ("mentee", "mentor", "earned", "told"),
    [
        ({"days": ("вт", "чт")}, {"days": ("чт", "вт")}, 1, "общее время: вт, чт;"),
        ({"days": ("вт", "чт")}, {"days": ("чт",)}, 0.5, "общее время: чт;"),
        ({"days": ("вт",)}, {"days": ("вт",)}, 1, "общее время: вт;"),
        ({"days": ("вт",)}, {"days": ("ср",)}, 0, "нужно договориться о времени (общих дней нет)"),
        ({"days": ("вт",)}, {}, 0.5, "удобные дни наставника неизвестны: уточните"),
        ({}, {"days": ("вт",)}, 0.5, ""),
    ],
)
def test_days_in_common_are_what_counts_of_days(
    mentee: dict[str, Any], mentor: dict[str, Any], earned: float, told: str
) -> None:
    assert share("days", mentee, mentor) == earned
    assert told in reasons(mentee, mentor)


def test_who_did_not_name_days_is_not_asked_for_them_where_the_weight_of_time_is_no_number() -> None:
    assert "уточните" not in reasons({"form": "педагог–педагог", "days": ("вт",)}, {}, days=None)


@pytest.mark.parametrize(
    ("mine", "theirs", "earned", "told"),
    [
        (("вечер",), ("вечер", "день"), 1, "общее время: вт, чт вечером;"),
        (("вечер", "день"), ("день", "вечер"), 1, "общее время: вт, чт днём или вечером;"),
        (("вечер",), (), 1, "общее время: вт, чт;"),
        (
            ("вечер",),
            ("утро", "день"),
            0,
            "нужно договориться о времени (наставляемому удобно вечером, наставнику утром или днём)",
        ),
    ],
)
def test_days_are_of_no_use_when_no_hour_of_them_suits_both(
    mine: tuple[str, ...], theirs: tuple[str, ...], earned: float, told: str
) -> None:
    days = {"days": ("вт", "чт")}
    assert share("days", {**days, "times": mine}, {**days, "times": theirs}) == earned
    assert told in reasons({**days, "times": mine}, {**days, "times": theirs})


def test_hours_alone_speak_neither_for_nor_against_until_they_exclude_each_other() -> None:
    assert share("days", {"times": ("утро",)}, {"times": ("утро",)}) == 0.5
    assert "обоим удобно утром" in reasons({"times": ("утро",)}, {"times": ("утро",)})
    assert share("days", {"times": ("утро",)}, {"times": ("вечер",)}) == 0


# Words


def test_texts_that_speak_of_the_same_earn_more_whatever_the_forms_of_their_words() -> None:
    wish = {"wish": "Интересна диагностика двигателей"}
    told = {"experience": "Двигатель и его диагностику знаю"}
    assert share("words", wish, told) == 1
    assert "запрос и опыт наставника об одном: двигатель, диагностика" in reasons(wish, told)


def test_different_words_are_as_good_as_none() -> None:
    wish = {"wish": "Интересна диагностика двигателей"}
    assert share("words", wish, {"experience": "Вяжу и вышиваю"}) == 0.5
    assert share("words", wish, {"experience": ""}) == 0.5
    assert "об одном" not in reasons(wish, {"experience": "Вяжу и вышиваю"})


def test_words_without_a_topic_do_not_make_texts_alike() -> None:
    wish = {"wish": "Я очень хочу, чтобы мне помогли, и это для меня новый опыт"}
    assert share("words", wish, {"experience": "Я очень хочу помочь, это и для меня новый опыт"}) == 0.5


def test_a_word_that_many_use_says_less_than_a_rare_one() -> None:
    left = mentees(A={"wish": "гитара и завод"})
    texts = {f"М-{number:02}": {"experience": "завод, кузница"} for number in range(4)}
    right = mentors(X={"experience": "гитара, кузница"}, **texts)
    scores = match(left, right, rules=Rules(**{**NOT_WEIGHED, "words": 1, "enough_likeness": 1})).candidates
    assert scores.mentor[0] == "X" and scores.score[0] > scores.score[1] > 50


def test_what_nearly_everybody_writes_is_left_aside() -> None:
    people = {f"М-{number:03}": {"experience": f"завод, тема{'абвгдеж'[number % 7]}"} for number in range(100)}
    told = match(mentees(A={"wish": "завод"}), mentors(**people)).candidates.reasons
    assert len(told) and not told.str.contains("об одном").any()


HOSTILE = ["я" * 50_000, "двигатель " * 5_000, "=1+1", "🙂" * 100, "\x00\n\t", "<b>{{ 7*7 }}</b>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_compared_like_any_other(text: str) -> None:
    assert 0.5 <= share("words", {"wish": text}, {"experience": text}) <= 1


# Experience


@pytest.mark.parametrize(
    ("mine", "theirs", "earned", "told"),
    [
        (0, 12, 1, "стаж наставника больше на 12 лет;"),
        (2, 5, 1, "стаж наставника больше на 3 года"),
        (2, 4, 0.5, "стаж наставника больше на 2 года"),
        (5, 30, 1, "стаж наставника больше на 25 лет;"),
        (5, 31, 0.5, "стаж наставника больше на 26 лет (разница большая)"),
        (5, 5, 0, "но стаж у обоих одинаковый"),
        (0, 0, 0, "но стаж у обоих одинаковый"),
        (30, 15, 0, "но стаж наставника меньше на 15 лет"),
        (2, 1, 0, "но стаж наставника меньше на 1 год"),
        (None, 5, 0.5, ""),
        (5, None, 0.5, ""),
    ],
)
def test_a_mentor_with_more_experience_is_better_up_to_a_gap_that_is_too_big(
    mine: int | None, theirs: int | None, earned: float, told: str
) -> None:
    assert share("experience", {"years": mine}, {"years": theirs}) == earned
    assert told in reasons({"years": mine}, {"years": theirs})


# Ways of meeting, departments, interests


@pytest.mark.parametrize(
    ("mine", "theirs", "earned", "told"),
    [
        ("очно", "очно", 1, "оба за встречи очно"),
        ("дистанционно", "дистанционно", 1, "оба за встречи дистанционно"),
        ("очно", "всё равно", 1, "встречаться можно очно"),
        ("всё равно", "всё равно", 1, ""),
        ("очно", "дистанционно", 0, "как встречаться (наставляемый хочет очно, наставник дистанционно)"),
        (None, "очно", 0.5, ""),
    ],
)
def test_both_meet_in_the_way_that_suits_them(mine: str | None, theirs: str, earned: float, told: str) -> None:
    assert share("meeting", {"meeting": mine}, {"meeting": theirs}) == earned
    assert told in reasons({"meeting": mine}, {"meeting": theirs})


def test_what_is_to_be_agreed_on_is_said_in_one_breath() -> None:
    told = reasons({"days": ("вт",), "meeting": "очно"}, {"days": ("ср",), "meeting": "дистанционно"})
    assert (
        "нужно договориться о времени (общих дней нет) и о том, как встречаться "
        "(наставляемый хочет очно, наставник дистанционно)" in told
    )


def test_one_department_counts_while_the_organisation_prefers_it() -> None:
    one, same = {"department": "Отделение логистики"}, {"department": "логистики"}
    assert share("department", one, same) == 1
    assert share("department", one, {"department": "экономика"}) == 0
    assert "из одного подразделения: Отделение логистики" in reasons(one, same)
    assert "из одного подразделения" not in reasons(one, same, department_rule=DEPARTMENT_IGNORED)
    assert Rules(department_rule=DEPARTMENT_IGNORED).points()["department"] == 0


# Load


def test_places_that_official_pairs_take_are_a_load_and_fresh_decisions_are_none() -> None:
    assert share("load", {}, {"capacity": 4, "busy": 0}) == 1
    assert share("load", {}, {"capacity": 4, "busy": 3}) == 0.25
    people = mentees(A={}, B={}), mentors(X={"capacity": 2}, Y={"capacity": 2, "busy": 1})
    assert set(match(*people).pairs.mentor) == {"X"}
    before, after = (match(*people, decisions=some).pairs for some in (None, decisions(("A", "X", "accepted"))))
    assert before.score.tolist() == after.score.tolist()


# Choices after the meeting


@pytest.mark.parametrize(
    ("chosen", "earned", "told"),
    [
        ([("A", "X", "mentee", 1), ("A", "X", "mentor", 1)], 1, "оба выбрали друг друга"),
        ([("A", "X", "mentee", 1)], 0.75, "наставляемый выбрал этого наставника;"),
        ([("A", "X", "mentor", None)], 0.75, "наставник выбрал этого наставляемого;"),
        ([("A", "X", "mentee", 2)], 0.7, "наставляемый выбрал этого наставника (2-й выбор)"),
        ([("A", "X", "mentee", 99)], 0.55, "(99-й выбор)"),
        ([("A", "X", "mentee", 1), ("B", "X", "mentor", 1)], 0.5, "наставляемый выбрал этого наставника;"),
        ([("A", "Y", "mentee", 1)], 0.25, ""),
        ([("A", "Y", "mentee", 1), ("B", "X", "mentor", 1)], 0, ""),
        ([], 0.5, ""),
    ],
)
def test_a_choice_of_both_counts_most_and_being_passed_over_counts_against(
    chosen: list[tuple[str, str, str, Any]], earned: float, told: str
) -> None:
    only = Rules(**{**NOT_WEIGHED, "preferences": 1})
    people = mentees(A={}, B={}), mentors(X={"capacity": 2}, Y={"capacity": 0})
    result = match(*people, rules=only, preferences=choices(*chosen))
    row: Any = result.candidates.set_index(["mentee", "mentor"]).loc[("A", "X")]
    assert row["score"] == round(100 * earned)
    assert told in row["reasons"]


def test_choices_of_people_who_do_not_take_part_are_of_no_account() -> None:
    chosen = choices(("A", "ушёл", "mentee", 1), ("ушла", "X", "mentor", 1))
    result = match(mentees(A={}), mentors(X={}), rules=Rules(**{**NOT_WEIGHED, "preferences": 1}), preferences=chosen)
    assert result.pairs.score[0] == 50
    assert result.problems.empty


def test_a_choice_of_nobody_knows_whom_is_explained() -> None:
    result = match(mentees(A={}), mentors(X={}), preferences=choices(("A", "X", "куратор", 1)))
    assert "Непонятно, чей это выбор: «куратор»" in result.problems.problem[0]


# Whatever the cells hold


cell = st.one_of(
    st.none(),
    st.sampled_from([np.nan, pd.NA, pd.NaT, float("inf"), -1, 10**30, True, "", "текст", "очно"]),
    st.sampled_from([(), ("вт", 5, None), [1]]),
    st.dates(),
    st.text(max_size=5),
    st.tuples(st.text(max_size=3), st.integers()),
)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_stands_in_a_cell_or_a_rule_there_is_a_result(data: st.DataObject) -> None:
    def frame(like: pd.DataFrame) -> pd.DataFrame:
        rows = [{name: data.draw(cell) for name in like.columns} for _ in range(data.draw(st.integers(0, 3)))]
        return pd.DataFrame(rows, columns=like.columns, index=[f"№{at}" for at in range(len(rows))], dtype="object")

    weight: Any = st.sampled_from([0, 1, -1, float("nan"), float("inf"), None, "много"])
    weights = {part: data.draw(weight) for part in PART_TITLES}
    rules = Rules(
        **weights,
        department_rule=data.draw(st.sampled_from(["", "только из одного"])),
        as_of=data.draw(st.none() | st.dates()),
        common_time_required=data.draw(st.booleans()),
        enough_likeness=data.draw(st.sampled_from([0, -1, 2])),
    )
    chosen = choices((data.draw(cell), data.draw(cell), data.draw(cell), data.draw(cell))).astype("object")
    left, right = frame(mentees(A={})), frame(mentors(X={}))
    result = match(left, right, rules=rules, preferences=chosen)
    assert sorted([*result.pairs.mentee, *result.unmatched.mentee]) == sorted(left.index)


def test_a_birthday_at_the_end_of_time_is_no_trouble() -> None:
    peers = {"form": "студент–студент", "born": date.max}, {"forms": ("студент–студент",), "born": date.min}
    rules = Rules(as_of=date.max - timedelta(days=1), peer_younger_months=60)
    assert len(match(mentees(A=peers[0]), mentors(X=peers[1]), rules=rules).pairs) == 1


@pytest.mark.parametrize("word", ["группа", "техникум", "студент", "работа", "урок"])
def test_a_word_that_every_programme_is_full_of_is_no_reason(word: str) -> None:
    text = {"wish": f"Моя {word}", "experience": f"Моя {word}"}
    assert "об одном" not in reasons({"wish": text["wish"]}, {"experience": text["experience"]})


def test_what_the_requests_say_already_is_not_said_again_of_the_words() -> None:
    wish = {"wish": "Хочу понять портфолио и двигатель", "requests": ("портфолио",)}
    told = reasons(wish, {"experience": "Собираю двигатель и портфолио", "competences": ("портфолио",)})
    assert "запрос и опыт наставника об одном: двигатель;" in told + ";"
