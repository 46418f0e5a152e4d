"""Who is one person, certainly or possibly, and who must never be taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from automation.people import CERTAIN, DIFFERENT, POSSIBLE, Record, Register, alike, compare
from benchmarks.people import people

BORN = date(2005, 3, 1)
ANNA = Record("1", "Ветрова Алёна Сергеевна", "alena@example.com", "+7 912 345-67-89", BORN)


def verdict(name: str, email: str = "", phone: str = "", born: date | None = None, of: Record = ANNA) -> str:
    found = {compare(one, other).verdict for one, other in _both_ways(of, Record("2", name, email, phone, born))}
    assert len(found) == 1
    return found.pop()


def _both_ways(one: Record, other: Record) -> list[tuple[Record, Record]]:
    return [(one, other), (other, one)]


@pytest.mark.parametrize(
    "name",
    [
        "ВЕТРОВА  Алена Сергеевна",
        "Алёна Сергеевна Ветрова",
        "Beтрoвa Алёна Сергеевна",  # Latin letters that look like Russian ones
    ],
)
def test_a_name_spelled_otherwise_is_the_same_with_one_thing_more(name: str) -> None:
    assert verdict(name, "Alena@example.com") == CERTAIN
    assert verdict(name, phone="89123456789") == CERTAIN
    assert verdict(name, born=BORN) == CERTAIN
    assert verdict(name) == POSSIBLE


@pytest.mark.parametrize(
    "name",
    [
        "Витрова Алёна Сергеевна",
        "Ветрова Алёна Сергевна",
        "Ветрова-Миних Алёна Сергеевна",
        "Ветрова Миних Алёна Сергеевна",
        "Ветрова Алёна",
        "Алёна Ветрова",
    ],
)
def test_a_name_that_is_nearly_the_same_takes_two_things_more(name: str) -> None:
    assert verdict(name, "alena@example.com", born=BORN) == CERTAIN
    assert verdict(name, "alena@example.com") == POSSIBLE
    assert verdict(name) == DIFFERENT


def test_a_changed_surname_takes_address_telephone_and_birthday() -> None:
    assert verdict("Носова Алёна Сергеевна", "alena@example.com", "8 912 3456789", BORN) == CERTAIN
    assert verdict("Носова Алёна Сергеевна", "alena@example.com", born=BORN) == POSSIBLE
    assert verdict("Носова Алёна Сергеевна", "alena@example.com") == DIFFERENT


@pytest.mark.parametrize("name", ["Ветрова А. С.", "А.С. Ветрова", "Ветрова Алнёа Сергеевна"])
def test_initials_and_a_slip_in_the_given_name_are_asked_about_for_they_may_be_a_twins(name: str) -> None:
    assert verdict(name, "alena@example.com", "+7 912 345-67-89", BORN) == POSSIBLE
    assert verdict(name, born=BORN) == POSSIBLE
    assert verdict(name) == DIFFERENT


@pytest.mark.parametrize(
    "name",
    [
        "Ветрова Полина Сергеевна",  # a twin
        "Ветров Антон Сергеевич",  # a twin brother
        "Ветрова Алёна Петровна",  # her aunt
        "Ветрова П. С.",
        "Сергеевна",
        "",
    ],
)
def test_another_given_name_or_patronymic_is_another_person_whatever_they_share(name: str) -> None:
    assert verdict(name, "alena@example.com", "+7 912 345-67-89", BORN) == DIFFERENT


def test_whoever_was_born_on_another_day_is_never_merged() -> None:
    father = date(1979, 5, 5)
    assert verdict(ANNA.name, born=father) == DIFFERENT
    assert verdict(ANNA.name, "alena@example.com", "+7 912 345-67-89", father) == POSSIBLE
    assert verdict(ANNA.name, "alena@example.com", born=date(2005, 1, 3)) == POSSIBLE
    assert verdict("Витрова Алёна Сергеевна", "alena@example.com", born=father) == DIFFERENT


def test_an_address_that_is_none_and_a_telephone_that_is_none_are_nobodys() -> None:
    mute = replace(ANNA, email="нет", phone="нет", born=None)
    assert verdict("Ветрова Алёна", "нет", "нет", of=mute) == DIFFERENT


def test_sons_and_daughters_without_patronymics_are_told_apart_by_their_birthdays() -> None:
    rustam = Record("1", "Хасанов Рустам", "family@example.com", born=BORN)
    assert verdict("Рустам Хасанов", born=BORN, of=rustam) == CERTAIN
    assert verdict("Хасанов Рустам", "family@example.com", of=rustam) == POSSIBLE
    assert verdict("Хасанов Руслан", "family@example.com", born=BORN, of=rustam) == DIFFERENT


def test_what_agrees_and_differs_is_told_in_words_and_quotes_nothing() -> None:
    other = Record("2", "Витрова Алёна Сергеевна", "alena@example.com", "+7 900 000-00-00", BORN)
    found = compare(ANNA, other)
    assert found.agrees == ("имя", "отчество", "эл. почта", "дата рождения")
    assert found.differs == ("фамилия (похоже на опечатку)", "телефон")


def test_a_newcomer_is_held_against_those_who_are_known() -> None:
    twin = Record("3", "Ветрова Полина Сергеевна", ANNA.email, ANNA.phone, BORN)
    newcomer = Record("answer", "Ветрова Полина Сергеевна", ANNA.email)
    assert [one.one for one in Register([ANNA, twin]).like(newcomer)] == ["3"]


def test_an_address_of_a_whole_office_makes_nobody_slow_and_the_name_is_enough() -> None:
    office = [Record(f"{n}", f"Ветрова Алёна {'абвгд'[n % 5]}сергеевна", "office@example.com") for n in range(500)]
    found = list(alike([*office, Record("a", ANNA.name, "office@example.com"), Record("b", ANNA.name, ANNA.email)]))
    assert [(one.one, one.other) for one in found if one.other == "b"] == [("a", "b")]


@pytest.mark.parametrize("seed", range(10, 14))
def test_on_lists_with_errors_nearly_all_are_found_and_nobody_is_merged_in_error(seed: int) -> None:
    records, couples = people(seed, 800)
    found = {frozenset((one.one, one.other)): one.likeness.verdict for one in alike(records)}
    assert {couple for couple, said in found.items() if said == CERTAIN} <= couples
    assert len(couples & found.keys()) >= 0.98 * len(couples)
