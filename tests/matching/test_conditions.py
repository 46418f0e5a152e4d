"""Who may be paired: each condition by itself, and its reason where it leaves a mentee without a mentor."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.matching import Matching, Rules, match
from automation.matching.rules import Mode
from sheets_schema.vocabulary import (
    ANY_SIZE,
    OTHER_DEPARTMENT_ONLY,
    SAME_DEPARTMENT_ONLY,
    SAME_DEPARTMENT_PREFERRED,
)
from tests.matching.exhaustive import is_without_circles
from tests.matching.people import FORM, OTHER_FORM, decisions, mentees, mentors, small_cases, some_rules

TODAY = date(2024, 11, 20)


def why_not(
    mentee: dict[str, Any], mentor: dict[str, Any], decided: tuple[tuple[str, str, str], ...] = (), **rules: Any
) -> str:
    """Why A has no mentor where X is the only one; "" where they are paired."""
    result = match(
        mentees(A=mentee), mentors(X=mentor), rules=Rules(as_of=TODAY, **rules), decisions=decisions(*decided)
    )
    return "" if len(result.pairs) else str(result.unmatched.reason[0])


def test_a_mentor_is_of_age() -> None:
    assert "он младше 18 лет" in why_not({}, {"born": date(2006, 11, 21)})
    assert not why_not({}, {"born": date(2006, 11, 20)})
    assert not why_not({}, {"born": None})


def test_a_student_may_be_mentored_by_a_student_who_is_not_of_age() -> None:
    peers = {"form": OTHER_FORM, "born": date(2008, 5, 1)}, {"forms": (OTHER_FORM,), "born": date(2007, 5, 1)}
    assert not why_not(*peers)


def test_a_minor_who_agrees_to_other_forms_too_is_proposed_to_students_only() -> None:
    minor = {"forms": (FORM, OTHER_FORM), "born": date(2007, 5, 1)}
    assert "младше 18 лет" in why_not({"form": FORM}, minor)
    assert not why_not({"form": OTHER_FORM}, minor)
    assert not why_not({"form": None}, minor)
    assert "младше 18 лет" in why_not({"form": None}, {**minor, "forms": (FORM,)})


def test_a_student_who_mentors_a_student_is_not_younger() -> None:
    mentee, mentor = {"form": OTHER_FORM, "born": date(2005, 5, 1)}, {"forms": (OTHER_FORM,), "born": date(2005, 5, 2)}
    assert "он младше наставляемого, а в этой форме наставник не младше того, кому помогает" in why_not(mentee, mentor)
    assert not why_not(mentee, {**mentor, "born": date(2005, 5, 1)})
    assert not why_not(mentee, mentor, peer_younger_months=1)
    assert not why_not({**mentee, "born": None}, mentor)


def test_who_names_no_form_is_given_a_mentor_only_in_a_form_that_both_could_be_in() -> None:
    grown_up, young = {"form": None, "born": date(1978, 5, 1)}, {"forms": (OTHER_FORM,), "born": date(2009, 5, 1)}
    assert "общие формы у них только те, где наставник сам учится, а в них" in why_not(grown_up, young)
    assert "общие формы у них" in why_not(grown_up, {**young, "forms": (FORM, OTHER_FORM)})  # for students alone
    assert "общие формы у них" in why_not(grown_up, {**young, "born": date(2000, 5, 1)})
    assert not why_not(grown_up, {**young, "born": date(2000, 5, 1), "forms": (FORM, OTHER_FORM)})
    assert not why_not(grown_up, {**young, "born": date(1978, 5, 1)})
    assert "только в формах, где наставник сам учится" in why_not(grown_up, {**young, "forms": (FORM,)})


_sizes = st.sampled_from([(0, ANY_SIZE), (0, 1), (2, 3), (4, 5)])
_birthdays = st.sampled_from([None, date(1978, 5, 1), date(2000, 5, 1), date(2009, 5, 1)])


@settings(deadline=None)
@given(
    wanted=st.sampled_from([FORM, OTHER_FORM, None]),
    agreed=st.sets(st.sampled_from([FORM, OTHER_FORM])).map(tuple),
    born=st.tuples(_birthdays, _birthdays),
    sizes=st.fixed_dictionaries({FORM: _sizes, OTHER_FORM: _sizes}),
    capacity=st.integers(0, 3),
    least=st.integers(0, 3),
    mode=st.sampled_from(get_args(Mode)),
)
def test_two_are_paired_only_in_a_form_that_meets_every_condition(
    wanted: str | None,
    agreed: tuple[str, ...],
    born: tuple[date | None, date | None],
    sizes: dict[str, tuple[int, int]],
    capacity: int,
    least: int,
    mode: Mode,
) -> None:
    three_alike = {id_: {"form": wanted, "born": born[0]} for id_ in "ABC"}
    offering = mentors(X={"forms": agreed, "born": born[1], "capacity": capacity, "least": least})
    found = match(mentees(**three_alike), offering, rules=Rules(as_of=TODAY, group_sizes=sizes), mode=mode)

    def suits(form: str) -> bool:
        old_enough = born[1] is None or born[1] <= date(2006, 11, 20)
        if form == OTHER_FORM:
            old_enough = None in born or str(born[1]) <= str(born[0])
        smallest, largest = sizes[form]
        smallest = max(least, smallest, 1) if mode == "best" else 1
        return old_enough and smallest <= min(capacity, largest)

    assert bool(len(found.pairs)) == any(suits(form) for form in agreed if wanted in (None, form))


def test_a_form_for_whose_groups_the_mentor_has_too_few_places_is_no_form_of_his() -> None:
    sizes = {FORM: (1, 3), OTHER_FORM: (5, 10)}
    mentor = {"forms": (FORM, OTHER_FORM), "capacity": 3}
    assert "на группу у него мало мест" in why_not({"form": OTHER_FORM}, mentor, group_sizes=sizes)
    assert not why_not({"form": FORM}, mentor, group_sizes=sizes)


def test_a_pedagogue_may_be_mentored_by_somebody_younger() -> None:
    assert not why_not({"born": date(1970, 1, 1)}, {"born": date(1990, 1, 1)})


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(2006, 11, 21), "младше 18 лет"),
        (date(2006, 11, 20), "18–24 года"),
        (date(1999, 11, 21), "18–24 года"),
        (date(1999, 11, 20), "25–35 лет"),
        (date(1988, 11, 20), "старше 35 лет"),
    ],
)
def test_a_mentor_is_proposed_to_the_ages_that_suit_him(born: date, group: str) -> None:
    others = tuple({"младше 18 лет", "18–24 года", "25–35 лет", "старше 35 лет"} - {group})
    assert not why_not({"born": born}, {"ages": (group,)})
    assert "он готов помогать людям другого возраста" in why_not({"born": born}, {"ages": others})
    assert not why_not({"born": None}, {"ages": others})


def test_only_trained_mentors_are_proposed_where_the_organisation_asks_for_that() -> None:
    assert not why_not({}, {"trained": False})
    assert "он не обучен (столбец «Обучен» пуст)" in why_not({}, {"trained": False}, training_required=True)
    assert not why_not({}, {"trained": True}, training_required=True)


@pytest.mark.parametrize(
    ("rule", "one", "other", "paired"),
    [
        (SAME_DEPARTMENT_ONLY, "Отделение логистики", "логистики отделение", True),
        (SAME_DEPARTMENT_ONLY, "логистика", "экономика", False),
        (SAME_DEPARTMENT_ONLY, None, "экономика", True),
        (OTHER_DEPARTMENT_ONLY, "логистика", "Логистика", False),
        (OTHER_DEPARTMENT_ONLY, "логистика", "экономика", True),
        (OTHER_DEPARTMENT_ONLY, "логистика", None, True),
        (SAME_DEPARTMENT_PREFERRED, "логистика", "экономика", True),
    ],
)
def test_departments_are_the_same_or_different_as_the_organisation_asks(
    rule: str, one: str | None, other: str | None, paired: bool
) -> None:
    reason = why_not({"department": one}, {"department": other}, department_rule=rule)
    assert (reason == "") == paired
    assert paired or "смотрите «Подразделения в паре» на листе «Настройки»" in reason


def test_a_department_that_is_not_known_is_asked_about_where_it_matters() -> None:
    people = mentees(A={"department": "логистика"}), mentors(X={})
    strict = match(*people, rules=Rules(department_rule=SAME_DEPARTMENT_ONLY)).candidates.reasons[0]
    assert "подразделение наставника неизвестно: уточните" in strict
    assert "подразделение" not in match(*people).candidates.reasons[0]


def test_people_who_can_never_meet_are_not_paired_where_the_organisation_asks_for_that() -> None:
    evening, morning = {"days": ("вт",), "times": ("вечер",)}, {"days": ("вт",), "times": ("утро",)}
    assert not why_not(evening, morning)
    assert "общего времени с ним нет" in why_not(evening, morning, common_time_required=True)
    assert "общего времени с ним нет" in why_not({"days": ("вт",)}, {"days": ("ср",)}, common_time_required=True)
    assert not why_not(evening, {"days": ("вт",)}, common_time_required=True)
    assert not why_not(evening, {}, common_time_required=True)


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_nobody_is_proposed_to_whoever_would_not_work_with_him(side: str) -> None:
    mentee, mentor = ({"avoids": ("X", "нет")}, {}) if side == "mentee" else ({}, {"avoids": ("A",)})
    reason = why_not(mentee, mentor)
    assert "Подходит 1 наставник, но эту пару исключает личная просьба в анкете" in reason  # whom, is told to nobody
    assert "A" not in reason and "X" not in reason, "who asked is nobody's business"


def test_a_pair_that_has_ended_is_not_proposed_again() -> None:
    assert "такая пара уже была и завершена" in why_not({}, {}, (("A", "X", "ended"),))


def test_a_pair_that_has_ended_is_made_again_when_the_curator_decides_so() -> None:
    decided = decisions(("A", "X", "ended"), ("A", "X", "accepted"))
    result = match(mentees(A={}), mentors(X={}), decisions=decided)
    assert result.pairs.source.tolist() == ["accepted"]
    assert result.problems.empty


def test_what_the_curator_accepts_stands_against_every_condition() -> None:
    left = mentees(A={"form": OTHER_FORM, "born": date(2005, 1, 1), "avoids": ("X",), "requests": ("пение",)})
    right = mentors(X={"born": date(2010, 1, 1), "capacity": 0, "ages": ("25–35 лет",), "department": "б"})
    strict = Rules(as_of=TODAY, training_required=True, common_time_required=True, department_rule=SAME_DEPARTMENT_ONLY)
    result = match(left, right, rules=strict, decisions=decisions(("A", "X", "accepted")))
    assert result.pairs.source.tolist() == ["accepted"]


# Nobody mentors his mentor


def colleagues(*names: str, **said: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """People who ask for a mentor and offer to be one; each is ready for one mentee."""
    people = {name: {"person": name, **said.get(name, {})} for name in names}
    return mentees(**{f"НМ-{n}": one for n, one in people.items()}), mentors(**{f"Н-{n}": p for n, p in people.items()})


def arrows(result: Matching) -> list[tuple[str, str]]:
    """(who is mentored, who mentors), by the one letter that each is known by."""
    return [(mentee[-1], mentor[-1]) for mentee, mentor in zip(result.pairs.mentee, result.pairs.mentor, strict=True)]


def test_two_who_could_mentor_each_other_do_not_and_the_more_experienced_mentors() -> None:
    result = match(*colleagues("А", "Б", А={"years": 3}, Б={"years": 12}))
    assert arrows(result) == [("А", "Б")]
    assert "тогда двое стали бы наставниками друг друга" in result.unmatched.reason[0]


def test_of_two_who_have_worked_equally_long_the_elder_mentors() -> None:
    assert arrows(match(*colleagues("А", "Б", А={"born": date(1980, 1, 1)}, Б={"born": date(1985, 1, 1)}))) == [
        ("Б", "А")
    ]


def test_nobody_is_proposed_to_his_mentor_nor_to_the_mentor_of_his_mentor() -> None:
    # А mentors Б and Б mentors В by the curator's decision, though В has worked longest.
    people = colleagues("А", "Б", "В", В={"years": 40})
    decided = decisions(("НМ-Б", "Н-А", "accepted"), ("НМ-В", "Н-Б", "assigned"))
    result = match(*people, decisions=decided)
    assert arrows(result) == [("Б", "А"), ("В", "Б")]
    assert "стали бы наставниками друг друга" in result.unmatched.reason[0]


def test_a_circle_that_the_curator_decided_on_stands_and_is_asked_about() -> None:
    decided = decisions(("НМ-А", "Н-Б", "accepted"), ("НМ-Б", "Н-А", "assigned"))
    result = match(*colleagues("А", "Б"), decisions=decided)
    assert len(result.pairs) == 2
    assert result.problems.problem.str.contains("Наставник в этой паре сам наставляемый этого человека").all()
    assert result.problems.mentee.tolist() == ["НМ-А", "НМ-Б"]


@settings(deadline=None)
@given(small_cases(), some_rules, st.data())
def test_proposals_close_no_circle_whatever_was_decided(
    case: tuple[pd.DataFrame, pd.DataFrame], rules: Rules, data: st.DataObject
) -> None:
    left, right = case
    mentor_of = {id_: data.draw(st.sampled_from([None, None, *right.index])) for id_ in left.index}
    decided = [(id_, mentor, "accepted") for id_, mentor in mentor_of.items() if mentor]
    result = match(left, right, rules=rules, decisions=decisions(*decided))
    people = [
        (left.person[mentee], right.person[mentor], source)
        for mentee, mentor, source in zip(result.pairs.mentee, result.pairs.mentor, result.pairs.source, strict=True)
    ]
    by_curator = [(mentee, mentor) for mentee, mentor, source in people if source != "matched"]
    if is_without_circles(by_curator):
        assert is_without_circles((mentee, mentor) for mentee, mentor, _ in people)


@settings(deadline=None)
@given(small_cases(), st.data())
def test_accepting_proposals_leaves_the_rest_as_many_and_as_good(
    case: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    left, right = case
    whole = match(left, right)
    some = [pair for pair in zip(whole.pairs.mentee, whole.pairs.mentor, strict=True) if data.draw(st.booleans())]
    after = match(left, right, decisions=decisions(*((*pair, "accepted") for pair in some)))
    assert len(after.pairs) == len(whole.pairs)
    assert round(after.pairs.score.sum(), 1) == round(whole.pairs.score.sum(), 1)
