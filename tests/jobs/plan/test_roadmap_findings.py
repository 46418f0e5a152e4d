"""What is wrong with the plan stands beside the measure, and what is only advice looks like advice."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

from tests.organisation import Organisation

TAB = "Дорожная карта"


def said(one: Organisation, number: str) -> list[str]:
    return str(one.row(TAB, number)["Что исправить"] or "").splitlines()


def digest(one: Organisation) -> str:
    """The letter to the curator."""
    letters = [message_from_bytes(raw, policy=default) for raw in one.letters()]
    [letter] = [
        letter
        for letter in letters
        if letter["To"] == "curator@example.com" and letter["Subject"].startswith("Программа наставничества на")
    ]
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def test_a_problem_of_the_plan_stands_beside_its_measure(technicum: Organisation) -> None:
    technicum.curator.type(TAB, {"М-0005": {"Срок": "Май 2025 г."}, "М-0006": {"Ответственные": "Методист"}})
    technicum.curator.type(TAB, {"М-0007": {"После пунктов": "7.1.1"}})
    technicum.cycle("deadlines")
    assert said(technicum, "М-0005")[0].startswith("Срок: «Май 2025 г.» кончается 31.05.2025, а план — 31.08.2024")
    assert said(technicum, "М-0006")[0].startswith("Ответственные: на листе «Сотрудники» никого с ролью «Методист»")
    assert said(technicum, "М-0007") == [
        "Срок: 30.11.2023 — раньше, чем пункт 7.1.1 (31.05.2024), после которого это делается; сдвиньте один из сроков."
    ]


def test_advice_is_called_so_and_changes_no_state(technicum: Organisation) -> None:
    technicum.curator.type(TAB, {"М-0010": {"Срок": "до 9.12.2023"}})
    technicum.cycle("deadlines")
    assert said(technicum, "М-0010") == [
        "Совет: Срок: 09.12.2023 — выходной (суббота); ближайшие рабочие — 08.12.2023 и 11.12.2023."
    ]
    assert technicum.row(TAB, "М-0010")["Состояние"] == "не начато"


def test_the_end_of_a_month_on_a_day_off_is_not_held_against_a_measure(technicum: Organisation) -> None:
    technicum.curator.type(TAB, {"М-0010": {"Срок": "Декабрь 2023 г."}})
    technicum.cycle("deadlines")
    assert said(technicum, "М-0010") == []


def test_a_measure_that_is_done_needs_no_mending(technicum: Organisation) -> None:
    technicum.curator.type(TAB, {"М-0005": {"Срок": "", "Ответственные": "", "Выполнено": True}})
    technicum.cycle("deadlines")
    assert said(technicum, "М-0005") == []


def test_the_curators_digest_names_problems_and_leaves_advice_out(technicum: Organisation) -> None:
    technicum.curator.type(TAB, {"М-0010": {"Срок": "до 9.12.2023"}, "М-0011": {"Ответственные": ""}})
    technicum.cycle()
    text = digest(technicum)
    assert "М-0011" in text and "никто не назван" in text
    assert "Совет" not in text and "выходной" not in text


def test_what_has_been_said_once_is_not_written_again(technicum: Organisation) -> None:
    technicum.cycle("deadlines")
    assert not technicum.cycle("deadlines").wrote


def test_roles_are_not_missed_while_nobody_is_entered_at_all(technicum: Organisation) -> None:
    technicum.curator.type("Сотрудники", {f"С-000{n}": {"Роль": "", "ФИО": "", "Эл. почта": ""} for n in (1, 2, 3)})
    technicum.cycle("deadlines")
    assert not [row for row in technicum.curator.rows(TAB) if "никого с ролью" in str(row["Что исправить"])]
