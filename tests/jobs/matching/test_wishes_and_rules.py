"""What people wish and the organisation asks for, from the sheet to the proposals and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.runner.job import all_jobs
from sheets_schema.questionnaires.choice_after_meeting import ChoiceAfterMeeting
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.tabs.settings import SettingsTab
from sheets_schema.vocabulary import WEIGHTS
from tests.jobs.books import Rows, book
from tests.organisation import Organisation

TODAY = date(2024, 1, 15)
CYCLE = ("validate", "preferences", "match", "pairs", "states")

MENTEE: Mapping[str, Any] = {
    "full_name": "Ветрова Анна Сергеевна",
    "born": "14.03.2004",
    "occupation": "А-21",
    "form": "педагог–студент",
    "requests": "помощь в учёбе",
}
MENTOR: Mapping[str, Any] = {
    "full_name": "Осипов Павел Юрьевич",
    "born": "01.08.1979",
    "occupation": "преподаватель физики",
    "forms": "педагог–студент",
    "competences": "помощь в учёбе",
    "capacity": 2,
}


def people(default: Mapping[str, Any], prefix: str, *changes: Mapping[str, Any]) -> Rows:
    """Rows of a bank, each with an address and a birthday of its own."""
    return [
        {
            **default,
            "id": f"{prefix}-{number:04d}",
            "email": f"{'mentee' if prefix == 'НМ' else 'mentor'}{number}@example.com",
            "born": default["born"].replace("14.", f"{number:02}.").replace("01.", f"{number:02}."),
            **one,
        }
        for number, one in enumerate(changes, 1)
    ]


def mentees(*changes: Mapping[str, Any]) -> Rows:
    return people(MENTEE, "НМ", *changes)


def mentors(*changes: Mapping[str, Any]) -> Rows:
    return people(MENTOR, "Н", *changes)


def cycle(rows: Mapping[str, Rows], **settings: Any) -> Book:
    """A book after the jobs that make pairs; everybody has agreed to everything."""
    agreed = [
        {"id": f"С-{at}", "person": one["id"], "kind": kind, "answer": "да", "given_on": "01.09.2023"}
        for at, one in enumerate([*rows.get("mentees", ()), *rows.get("mentors", ())])
        for kind in ("персональные данные", "дополнительные обязанности")
    ]
    one = book({**rows, "consents": agreed}, **settings)
    again(one)
    return one


def again(one: Book) -> None:
    for name in CYCLE:
        all_jobs()[name](one, TODAY)


def said(one: Book, tab: str, row: str, column: str) -> str:
    """A cell of the row with this number, as text; "" for an empty one."""
    table = one.tables[tab]
    (value,) = table[table.sheet.named(column)][table[table.key] == row].fillna("")
    return str(value)


def problems_of_settings(one: Book) -> dict[str, str]:
    settings = one[SettingsTab]
    return dict(zip(settings[SettingsTab.code], settings[SettingsTab.problems].fillna(""), strict=True))


def states(one: Book) -> dict[str, str]:
    return dict(zip(one[Matches][Matches.id], one[Matches][Matches.state], strict=True))


# What the organisation asks for


def test_only_trained_mentors_are_proposed_when_the_setting_says_so() -> None:
    rows = {"mentees": mentees({}), "mentors": mentors({}, {"trained": "01.12.2023"}, {"trained": "01.02.2024"})}
    assert states(cycle(rows)) == {f"НМ-0001/Н-000{n}": "предложен" if n == 1 else "запасной" for n in (1, 2, 3)}
    assert states(cycle(rows, only_trained=True)) == {"НМ-0001/Н-0002": "предложен"}


def test_nobody_trained_is_said_to_be_the_reason() -> None:
    one = cycle({"mentees": mentees({}), "mentors": mentors({})}, only_trained=True)
    assert "он не обучен (столбец «Обучен» пуст)" in said(one, "matches", "НМ-0001/—", "reasons")


def test_departments_are_looked_at_when_the_setting_says_so() -> None:
    rows = {
        "mentees": mentees({"department": "Логистика"}),
        "mentors": mentors({"department": "Экономика"}, {"department": "логистика"}),
    }
    assert cycle(rows)[Matches][Matches.score].nunique() == 1
    preferred = cycle(rows, departments="желательно из одного")
    assert states(preferred)["НМ-0001/Н-0002"] == "предложен"
    assert states(cycle(rows, departments="только из одного")) == {"НМ-0001/Н-0002": "предложен"}
    assert states(cycle(rows, departments="только из разных")) == {"НМ-0001/Н-0001": "предложен"}


def test_a_weight_changes_who_is_proposed() -> None:
    rows = {
        "mentees": mentees({"days": "вт", "interests": "книги"}),
        "mentors": mentors({"days": "вт", "interests": "спорт"}, {"days": "ср", "interests": "книги"}),
    }
    assert states(cycle(rows))["НМ-0001/Н-0001"] == "предложен"
    assert states(cycle(rows, weight_interests=90))["НМ-0001/Н-0002"] == "предложен"


@pytest.mark.parametrize(("weight", "says"), [(-5, "-5 — слишком мало"), ("много", "не число"), ("", "не заполнено")])
def test_a_weight_that_makes_no_sense_is_explained_and_its_usual_value_counts(weight: Any, says: str) -> None:
    rows = {"mentees": mentees({}), "mentors": mentors({})}
    one = cycle(rows, weight_days=weight)
    problems = dict(
        zip(
            one.tables["settings"][SettingsTab.code],
            one.tables["settings"][SettingsTab.problems].fillna(""),
            strict=True,
        )
    )
    assert says in problems["weight_days"]
    assert one[Matches][Matches.score].tolist() == cycle(rows)[Matches][Matches.score].tolist()


def test_all_weights_zero_are_explained_and_people_are_paired_all_the_same() -> None:
    nothing = {f"weight_{part}": 0 for part in WEIGHTS}
    one = cycle({"mentees": mentees({}), "mentors": mentors({})}, **nothing)
    problems = dict(
        zip(
            one.tables["settings"][SettingsTab.code],
            one.tables["settings"][SettingsTab.problems].fillna(""),
            strict=True,
        )
    )
    assert "все веса равны нулю" in problems["weight_requests"]
    assert states(one) == {"НМ-0001/Н-0001": "предложен"}


# Whom people would rather not have


@pytest.mark.parametrize(
    ("mentee", "mentor"),
    [({"avoid": "с Осиповым"}, {}), ({"avoid": "н-1"}, {}), ({}, {"avoid": "Ветрова Анна"})],
)
def test_who_is_named_by_either_side_is_not_proposed(mentee: dict[str, Any], mentor: dict[str, Any]) -> None:
    one = cycle({"mentees": mentees(mentee), "mentors": mentors(mentor)})
    assert states(one) == {"НМ-0001/—": "нет наставника"}
    assert "эту пару исключает личная просьба в анкете" in said(one, "matches", "НМ-0001/—", "reasons")
    assert (said(one, "mentees", "НМ-0001", "problems"), said(one, "mentees", "НМ-0001", "status")) == (
        "",
        "готов",
    )


def test_a_name_that_fits_several_bars_them_all_and_asks_whom_it_means() -> None:
    brothers = mentors({}, {"full_name": "Осипов Глеб Юрьевич"}, {"full_name": "Лапина Ольга Яковлевна"})
    one = cycle({"mentees": mentees({"avoid": "Осипов"}), "mentors": brothers})
    assert states(one) == {"НМ-0001/Н-0003": "предложен"}
    assert said(one, "mentees", "НМ-0001", "problems") == (
        "Совет: кого не хотел бы: «Осипов» — это может быть Н-0001 или Н-0002; пока никто из них не предлагается. "
        "Впишите номер."
    )
    assert said(one, "mentees", "НМ-0001", "status") == "готов"


def test_a_wish_that_names_nobody_is_left_to_the_curator() -> None:
    one = cycle({"mentees": mentees({"avoid": "с теми, кто кричит"}), "mentors": mentors({"avoid": "нет"})})
    assert "«с теми, кто кричит» — такого среди наставников нет" in said(one, "mentees", "НМ-0001", "problems")
    assert said(one, "mentors", "Н-0001", "problems") == ""
    assert states(one) == {"НМ-0001/Н-0001": "предложен"}


# Whom people chose after they had met


CHOSEN = {"who": "Ветрова Анна", "wishes": "Лапина Ольга"}
TWO = mentors({}, {"full_name": "Лапина Ольга Яковлевна"})


def test_a_choice_after_the_meeting_tips_the_scales() -> None:
    rows: dict[str, Rows] = {"mentees": mentees({}), "mentors": TWO}
    assert states(cycle(rows))["НМ-0001/Н-0001"] == "предложен"
    both = [CHOSEN, {"who": "с Лапиной Ольгой Яковлевной", "wishes": "НМ-0001"}]
    one = cycle({**rows, "preferences": both})
    assert states(one)["НМ-0001/Н-0002"] == "предложен"
    assert "оба выбрали друг друга" in said(one, "matches", "НМ-0001/Н-0002", "reasons")
    table = one.tables["preferences"]
    assert table[Preferences.id].tolist() == ["В-0001", "В-0002"]
    assert table[Preferences.person].tolist() == ["НМ-0001", "Н-0002"]
    assert table[Preferences.chosen].tolist() == ["Н-0002", "НМ-0001"]


def test_the_order_in_which_people_are_named_is_the_order_of_the_choice() -> None:
    answer = {"who": "НМ-0001", "wishes": "Лапина\nОсипов П. Ю."}
    one = cycle({"mentees": mentees({}), "mentors": TWO, "preferences": [answer]})
    assert one.tables["preferences"][Preferences.chosen].tolist() == ["Н-0002, Н-0001"]
    assert "(2-й выбор)" in said(one, "matches", "НМ-0001/Н-0001", "reasons")


def test_of_two_answers_of_one_person_the_last_is_taken() -> None:
    answers = [{"id": "В-0001", **CHOSEN}, {"id": "В-0002", "who": "НМ-0001", "wishes": "Осипов"}]
    one = cycle({"mentees": mentees({}), "mentors": TWO, "preferences": answers})
    assert one.tables["preferences"][Preferences.chosen].fillna("").tolist() == ["", "Н-0001"]
    assert "ответил ещё раз (строка В-0002)" in said(one, "preferences", "В-0001", "problems")
    assert states(one)["НМ-0001/Н-0001"] == "предложен"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"who": "Петров Пётр", "wishes": "Лапина"}, "Кто отвечает: такого нет ни в одном банке"),
        ({"who": "Ветрова", "wishes": "Лапина"}, "Кто отвечает: это может быть НМ-0001 или НМ-0002; впишите номер"),
        ({"who": "НМ-0001", "wishes": "Осипова"}, "«Осипова» — это может быть Н-0001 или Н-0003; впишите номер"),
        ({"who": "НМ-0001", "wishes": "Сидоров"}, "«Сидоров» — такого среди наставников нет; впишите ФИО или номер"),
        ({"who": "НМ-0001", "wishes": ""}, "С кем хотел бы работать: не заполнено"),
    ],
)
def test_an_answer_that_is_not_understood_says_what_to_put_right(answer: dict[str, str], says: str) -> None:
    asking = mentees({}, {"full_name": "Ветрова Яна Ильинична"})
    offering = [*TWO, *mentors({}, {}, {"full_name": "Осипова Ольга Яковлевна"})[2:]]
    one = cycle({"mentees": asking, "mentors": offering, "preferences": [answer]})
    assert says in said(one, "preferences", "В-0001", "problems")


def test_somebody_who_is_in_both_banks_chooses_for_both() -> None:
    kotov = {"full_name": "Котов Олег Ильич", "born": "01.02.1979"}
    asking = mentees({}, {**kotov, "email": "kotov@example.com"})
    offering = [*TWO, *mentors({}, {}, {**kotov, "email": "KOTOV@example.com"})[2:]]
    answer = {"who": "Котов Олег", "wishes": "Лапина Ольга, Ветрова"}
    one = cycle({"mentees": asking, "mentors": offering, "preferences": [answer]})
    assert one.tables["preferences"][Preferences.person].tolist() == ["НМ-0002, Н-0003"]
    assert one.tables["preferences"][Preferences.chosen].tolist() == ["Н-0002, НМ-0001"]
    assert said(one, "preferences", "В-0001", "problems") == ""
    told = dict(zip(one[Matches][Matches.id], one[Matches][Matches.reasons].fillna(""), strict=True))
    assert "наставляемый выбрал этого наставника" in told["НМ-0002/Н-0002"]
    assert "наставник выбрал этого наставляемого" in told["НМ-0001/Н-0003"]


def test_an_answer_on_the_questionnaires_page_reaches_the_proposals(proposed: Organisation) -> None:
    def choose(**answers: str) -> None:
        proposed.answer(ChoiceAfterMeeting, answers)

    silent = "Молчалин Алексей Степанович"
    proposed.mentee(consents={}, full_name=silent, email="molchalin@example.com")
    proposed.cycle()
    choose(who="Ветрова Анна Сергеевна", wishes="Осипов Павел Юрьевич")
    choose(who="Осипов Павел Юрьевич", wishes="Ветрову Анну")
    choose(who=silent, wishes="Осипов Павел Юрьевич")
    proposed.cycle()
    rows = proposed.curator.rows("Выбор после встречи")
    assert [(row["Номер участника"], row["Кого выбрал"]) for row in rows] == [
        ("НМ-0001", "Н-0001"),
        ("Н-0001", "НМ-0001"),
    ]
    assert rows[0]["Ответ получен"]
    assert "оба выбрали друг друга" in proposed.row("Подбор", "НМ-0001/Н-0001")["Почему"]
    assert proposed.cycle().changed == {}


def test_a_choice_on_paper_is_typed_in_and_numbered(proposed: Organisation) -> None:
    proposed.curator.add("Выбор после встречи", [{"Кто отвечает": "НМ-0001", "С кем хотел бы работать": "Н-0001"}])
    proposed.cycle()
    assert proposed.row("Выбор после встречи", "В-0001")["Кого выбрал"] == "Н-0001"
    assert "наставляемый выбрал этого наставника" in proposed.row("Подбор", "НМ-0001/Н-0001")["Почему"]
    assert proposed.cycle().changed == {}


# How a pair ended


def _part(one: Organisation, **cells: Any) -> None:
    one.curator.type("Реестр пар", {"П-0001": {"Завершена": "20.11.2023", **cells}})
    one.cycle()


def test_a_pair_that_ended_well_is_proposed_again_and_made_anew_when_it_is_accepted_anew(paired: Organisation) -> None:
    _part(paired, **{"Как завершена": "успешно"})
    proposal = paired.row("Подбор", "НМ-0001/Н-0001")
    assert (proposal["Состояние"], proposal["Решение"], proposal["Пара"]) == ("предложен", "принять", "П-0001")
    assert "Совет: эта пара уже была и завершена успешно" in proposal["Что исправить"]
    assert paired.cycle().changed == {}

    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": ""}})
    paired.cycle()
    proposal = paired.row("Подбор", "НМ-0001/Н-0001")
    assert (proposal["Состояние"], proposal["Пара"], proposal["Что исправить"]) == ("предложен", None, None)
    assert len(paired.curator.rows("Реестр пар")) == 1

    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    paired.cycle()
    assert [(row["№"], row["Состояние"]) for row in paired.curator.rows("Реестр пар")] == [
        ("П-0001", "завершена"),
        ("П-0002", "в проекте приказа"),
    ]
    assert paired.row("Подбор", "НМ-0001/Н-0001")["Пара"] == "П-0002"
    assert paired.cycle().changed == {}


@pytest.mark.parametrize("outcome", ["неуспешно", "", "как-то так"])
def test_a_pair_that_did_not_end_well_never_returns(paired: Organisation, outcome: str) -> None:
    _part(paired, **{"Как завершена": outcome})
    assert "такая пара уже была и завершена" in paired.row("Подбор", "НМ-0001/—")["Почему"]
    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": ""}})
    paired.cycle()
    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    paired.cycle()
    assert [row["Состояние"] for row in paired.curator.rows("Реестр пар")] == ["завершена"]
    assert paired.cycle().changed == {}


def test_a_candidate_who_returns_may_be_rejected(paired: Organisation) -> None:
    _part(paired, **{"Как завершена": "успешно"})
    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "отклонить"}})
    paired.cycle()
    assert paired.row("Подбор", "НМ-0001/Н-0001")["Состояние"] == "отклонён"
    assert paired.row("Подбор", "НМ-0001/—")["Состояние"] == "нет наставника"
    assert paired.cycle().changed == {}


def test_a_decision_made_before_there_was_a_column_for_its_pair_is_not_taken_for_a_new_one(
    paired: Organisation,
) -> None:
    # As an organisation has it that was set up by an earlier version: the pair is over, the decision names none.
    _part(paired)
    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Пара": ""}})
    paired.cycle()
    assert paired.row("Подбор", "НМ-0001/Н-0001")["Пара"] == "П-0001"
    paired.curator.type("Реестр пар", {"П-0001": {"Как завершена": "успешно"}})
    paired.cycle()
    assert [row["№"] for row in paired.curator.rows("Реестр пар")] == ["П-0001"]


# Groups


def test_a_mentor_who_takes_a_group_only_is_proposed_to_several_or_to_nobody() -> None:
    group = mentors({"least_group": 2})
    alone = cycle({"mentees": mentees({}), "mentors": group})
    assert states(alone) == {"НМ-0001/Н-0001": "запасной", "НМ-0001/—": "нет наставника"}
    assert "берёт группу от 2 человек, она не собралась" in said(alone, "matches", "НМ-0001/Н-0001", "circumstances")
    together = cycle({"mentees": mentees({}, {}), "mentors": group})
    assert states(together) == {"НМ-0001/Н-0001": "предложен", "НМ-0002/Н-0001": "предложен"}


def test_a_setting_limits_the_groups_of_a_form() -> None:
    rows = {"mentees": mentees({}, {}, {}), "mentors": mentors({"capacity": 3})}
    assert list(states(cycle(rows)).values()).count("предложен") == 3
    assert list(states(cycle(rows, group_students="до 2")).values()).count("предложен") == 2
    assert "предложен" not in states(cycle(rows, group_students="от 4")).values()


@pytest.mark.parametrize("text", ["много", "5–3", "3", "от", "0–0", "до 0"])
def test_a_size_of_groups_that_makes_no_sense_is_explained_and_does_not_count(text: str) -> None:
    rows = {"mentees": mentees({}), "mentors": mentors({})}
    one = cycle(rows, group_students=text)
    problems = dict(
        zip(
            one.tables["settings"][SettingsTab.code],
            one.tables["settings"][SettingsTab.problems].fillna(""),
            strict=True,
        )
    )
    assert "напишите, например: 3–8, от 2 или до 5" in problems["group_students"]
    assert states(one) == {"НМ-0001/Н-0001": "предложен"}


def test_a_group_larger_than_the_places_is_to_be_corrected() -> None:
    one = cycle({"mentees": mentees({}), "mentors": mentors({"capacity": 2, "least_group": 3})})
    assert said(one, "mentors", "Н-0001", "status") == "нужны данные"
    assert said(one, "mentors", "Н-0001", "problems").startswith("Группа не меньше: 3, а в столбце «Сколько настав")


# What a decision moves


def proposed(mentee: str, mentor: str, **decided: str) -> dict[str, str]:
    """A row of «Подбор» as an earlier cycle left it."""
    return {"id": f"{mentee}/{mentor}", "mentee": mentee, "mentor": mentor, "state": "предложен", **decided}


def test_a_proposal_that_a_decision_about_others_moves_says_whom_it_replaces() -> None:
    rows = {
        "mentees": mentees({}, {}),
        "mentors": mentors({"capacity": 1}, {"capacity": 1}),
        "matches": [
            proposed("НМ-0001", "Н-0001", decision="назначить", assigned="Н-0002"),
            proposed("НМ-0002", "Н-0002"),
        ],
    }
    one = cycle(rows)
    for _ in range(2):  # what has been said stays
        moved = one[Matches].frame[[Matches.id, Matches.moved]].dropna().to_numpy().tolist()
        assert moved == [["НМ-0002/Н-0001", "15.01.2024: вместо Н-0002"]]
        again(one)


def test_who_is_left_without_a_mentor_by_a_decision_about_others_is_told_whom_they_had() -> None:
    taken = [proposed("НМ-0001", "Н-0001", decision="принять"), proposed("НМ-0002", "Н-0001")]
    one = cycle({"mentees": mentees({}, {}), "mentors": mentors({"capacity": 1}), "matches": taken})
    assert said(one, "matches", "НМ-0002/—", "moved") == "15.01.2024: вместо Н-0001"
    assert said(one, "matches", "НМ-0001/Н-0001", "moved") == ""


def test_of_a_mentor_whom_the_curator_rejected_the_decision_says_enough() -> None:
    refused = [proposed("НМ-0001", "Н-0001", decision="отклонить")]
    one = cycle({"mentees": mentees({}), "mentors": mentors({}, {}), "matches": refused})
    assert states(one) == {"НМ-0001/Н-0001": "отклонён", "НМ-0001/Н-0002": "предложен"}
    assert not one[Matches][Matches.moved].notna().any()
