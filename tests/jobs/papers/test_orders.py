"""Orders of several kinds beside each other: each is drafted, signed and left alone by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from automation.workbook.book import Book
from jobs.pair_life.register import states
from jobs.papers import documents
from jobs.papers.kinds import kinds
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.pairs import Pairs
from templates import read_bytes
from tests.jobs.books import Rows, book
from tests.organisation import Organisation

DAY = date(2024, 1, 15)
STAFF: Rows = [
    {"id": "С-0001", "role": "Директор", "full_name": "Белоконь Виктор Ильич", "job_title": "директор"},
    {"id": "С-0002", "role": "Куратор наставничества", "full_name": "Соколова-Миних Мария Петровна"},
]
ASKED = {"id": "М-0001", "number": "1.3.2", "measure": "Назначить", "proven_by": "приказ о кураторе подписан"}
SIGNED = {"number": "7", "dated": "12.01.2024", "signed": True}
WAITING = {
    "id": "П-0001",
    "mentor": "Н-0001",
    "mentor_name": "Соколов Илья Никитич",
    "mentee": "НМ-0001",
    "mentee_name": "Котова Яна Львовна",
    "form": "педагог–студент",
    "direction": "помощь в учёбе",
}
AGREED = {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "decision": "принять", "state": "принят"}
IN_DRAFT = {**WAITING, "order": "ПР-0002"}
PEOPLE: dict[str, Rows] = {
    "mentors": [{"id": "Н-0001", "full_name": "Соколов Илья Никитич"}],
    "mentees": [{"id": "НМ-0001", "full_name": "Котова Яна Львовна"}],
}
CURATORS = {"id": "ПР-0001", "purpose": "order/curator/2024-1", "state": "проект", "drafted_on": "10.01.2024"}
OF_PAIRS = {"id": "ПР-0002", "purpose": "order/pairs/2024-2", "state": "проект", "drafted_on": "10.01.2024"}
TEMPLATES = {read_bytes(kind.template): prefix for prefix, kind in kinds().items()}
DRAWN_UP = {"document": "https://example.com/1", "digest": "as it was"}


def lived(tabs: Mapping[str, Rows], **settings: Any) -> Book:
    one = book({"staff": STAFF, "matches": [AGREED], **PEOPLE, **tabs}, **settings)
    documents.run(one, DAY)
    return one


def orders(one: Book, *names: str) -> list[tuple[Any, ...]]:
    return list(one[Orders].frame[list(names)].itertuples(index=False, name=None))


def asked_for(one: Book) -> dict[str, str]:
    """Key of a document that was asked for → the kind by whose template it is drawn up."""
    return {document.key: TEMPLATES[document.template] for document in one.documents}


# Drafts


def test_each_kind_that_is_awaited_has_a_draft_of_its_own() -> None:
    one = lived({"pairs": [WAITING], "roadmap": [ASKED]})
    assert orders(one, "id", "subject", "purpose", "state") == [
        ("ПР-0001", "О назначении куратора и проектной команды", "order/curator/2024-1", "проект"),
        ("ПР-0002", "Об утверждении наставнических пар (групп)", "order/pairs/2024-2", "проект"),
    ]
    assert asked_for(one) == {"order/curator/2024-1": "order/curator", "order/pairs/2024-2": "order/pairs"}
    assert one[Pairs][Pairs.order].tolist() == ["ПР-0002"]


@pytest.mark.parametrize(
    "draft",
    [CURATORS, {"id": "ПР-0001", "number": "3-У"}, {"id": "ПР-0001", "purpose": "order/pairs/ended/2024-1"}],
    ids=["of the curator", "typed by hand", "of a later version"],
)
def test_pairs_join_no_draft_but_that_of_an_order_on_pairs(draft: dict[str, Any]) -> None:
    one = lived({"pairs": [WAITING], "orders": [draft]})
    assert one[Orders][Orders.purpose].tolist()[1:] == ["order/pairs/2024-2"]
    assert one[Pairs][Pairs.order].tolist() == ["ПР-0002"]
    assert asked_for(one).get("order/pairs/2024-2") == "order/pairs"


def test_pairs_join_the_draft_that_is_open() -> None:
    one = lived({"pairs": [WAITING], "orders": [{**OF_PAIRS, **DRAWN_UP}]})
    assert len(one[Orders]) == 1 and one[Pairs][Pairs.order].tolist() == ["ПР-0002"]
    assert asked_for(one) == {"order/pairs/2024-2": "order/pairs"}


@pytest.mark.parametrize(
    ("dated", "signs"),
    [
        (None, ("Соколова-Миних Мария Петровна", "исполняющий обязанности директора")),
        ("16.01.2024", ("Соколова-Миних Мария Петровна", "исполняющий обязанности директора")),
        ("20.01.2024", ("Белоконь Виктор Ильич", "директор")),
    ],
)
def test_whoever_stands_in_for_the_director_on_the_day_of_an_order_signs_it(
    dated: str | None, signs: tuple[str, str]
) -> None:
    away = {"away_from": "14.01.2024", "away_until": "19.01.2024", "stand_in": "Соколова-Миних"}
    one = lived(
        {"pairs": [IN_DRAFT], "orders": [{**OF_PAIRS, "dated": dated}], "staff": [{**STAFF[0], **away}, STAFF[1]]}
    )
    (document,) = one.documents
    director = document.context["director"]
    assert (director["full_name"], director["position"]) == signs
    assert document.context["curator"]["full_name"] == "Соколова-Миних Мария Петровна"


# Signatures


@pytest.mark.parametrize("signed", ["ПР-0001", "ПР-0002"])
def test_signing_an_order_of_one_kind_leaves_the_other_kind_alone(signed: str) -> None:
    tabs = {"pairs": [IN_DRAFT], "orders": [CURATORS, OF_PAIRS]}
    before = lived(tabs)
    said = {document.key: document.digest for document in before.documents}
    drawn_up = [{**row, **DRAWN_UP, "digest": said[str(row["purpose"])]} for row in (CURATORS, OF_PAIRS)]
    assert lived({**tabs, "orders": drawn_up}).documents == []
    one = lived({**tabs, "orders": [{**row, **SIGNED} if row["id"] == signed else row for row in drawn_up]})
    (document,) = one.documents
    row = next(row for row in drawn_up if row["id"] == signed)
    assert asked_for(one) == {row["purpose"]: str(row["purpose"]).rpartition("/")[0]}
    assert document.final and document.context["number"] == "7"
    assert [state for number, state in orders(one, "id", "state") if number != signed] == ["проект"]


def test_the_signed_order_of_the_curator_makes_no_pair_official_and_dates_none() -> None:
    one = lived({"pairs": [IN_DRAFT], "orders": [{**CURATORS, **SIGNED}, OF_PAIRS]})
    assert one[Pairs][Pairs.official_on].isna().all() and states(one).tolist() == ["в проекте приказа"]


def test_a_pair_is_official_from_the_date_of_its_own_order() -> None:
    other = {**CURATORS, **SIGNED, "dated": "09.01.2024"}
    one = lived({"pairs": [IN_DRAFT], "orders": [other, {**OF_PAIRS, **SIGNED}]})
    assert one[Pairs][Pairs.official_on].tolist() == [pd.Timestamp("2024-01-12")]


def test_an_order_of_no_known_kind_has_its_state_and_no_document() -> None:
    later = {"id": "ПР-0001", "purpose": "order/pairs/ended/2024-1", "state": "проект", **SIGNED}
    one = lived({"orders": [later, {"number": "12", "subject": "О работе в субботу"}]})
    assert one.documents == [] and orders(one, "state")[0] == ("подписан",)
    assert one[Orders][Orders.subject].tolist()[1] == "О работе в субботу"


def test_what_follows_from_a_signature_is_said_by_the_kind() -> None:
    ticked = {"signed": True, "number": "7"}
    one = lived({"orders": [{**CURATORS, **ticked}, {**OF_PAIRS, **ticked}, {"id": "ПР-0003", **ticked}]})
    wanted = "Отмечено «Подписан», но не вписаны номер и дата приказа: впишите их"
    assert one[Orders][Orders.problems].tolist() == [
        f"{wanted}.",
        f"{wanted}, и пары станут официальными.",
        f"{wanted}.",
    ]


def test_a_kind_that_waits_for_a_missing_tab_keeps_no_other_from_its_draft() -> None:
    one = book({"staff": STAFF, "matches": [AGREED], **PEOPLE, "pairs": [WAITING], "roadmap": [ASKED]})
    one._missing["roadmap"] = "Нет листа «Дорожная карта»."
    documents.run(one, DAY)
    assert list(asked_for(one)) == ["order/pairs/2024-1"]


def test_an_order_dated_ahead_is_asked_about_and_acts_from_its_day_on() -> None:
    dated = {**OF_PAIRS, **SIGNED, "dated": "31.01.2024"}
    before = lived({"pairs": [IN_DRAFT], "orders": [dated]})
    assert before[Orders][Orders.problems].str.startswith("Дата: 31.01.2024 ещё не наступило").all()
    assert before[Orders][Orders.state].tolist() == ["подписан"], "what is on paper is not drafted anew"
    assert states(before).tolist() == ["в проекте приказа"] and before[Pairs][Pairs.official_on].isna().all()
    before.moment += timedelta(days=16)
    documents.run(before, before.today)
    assert states(before).tolist() == ["утверждена"]
    assert before[Pairs][Pairs.official_on].dt.date.tolist() == [date(2024, 1, 31)]
    assert before[Orders][Orders.problems].isna().all()


def test_a_signed_order_whose_day_is_to_come_is_not_drafted_a_second_time() -> None:
    later = {**CURATORS, **SIGNED, "dated": "31.01.2024"}
    assert len(lived({"roadmap": [ASKED], "orders": [later]})[Orders]) == 1


# The order on the curator


def test_the_curators_order_is_drawn_up_once_the_plan_asks_for_it() -> None:
    assert len(lived({"roadmap": [{**ASKED, "proven_by": None}]})[Orders]) == 0
    assert len(lived({"roadmap": [ASKED]})[Orders]) == 1


@pytest.mark.parametrize(
    "there",
    [
        {"roadmap": [{**ASKED, "done": True}]},
        {"roadmap": [ASKED], "orders": [{**CURATORS, **SIGNED, "state": "подписан"}]},
        {"roadmap": [ASKED], "orders": [{**CURATORS, **DRAWN_UP}]},
    ],
    ids=["the measure is done", "one is signed", "a draft is open"],
)
def test_no_further_order_on_the_curator_is_drafted_where_none_is_needed(there: dict[str, Rows]) -> None:
    assert len(lived(there)[Orders]) == len(there.get("orders", ()))


def test_an_order_of_a_former_plan_does_for_no_new_one() -> None:
    former = {**CURATORS, **SIGNED, "dated": "01.12.2022", "state": "подписан"}
    assert orders(lived({"roadmap": [ASKED], "orders": [former]}), "id", "state")[1:] == [("ПР-0002", "проект")]


def told(*staff: dict[str, Any], **settings: Any) -> dict[str, Any]:
    (document,) = lived({"roadmap": [ASKED], "staff": [*STAFF, *staff]}, **settings).documents
    return dict(document.context)


def held(number: int, role: str, name: str, title: str | None = None) -> dict[str, Any]:
    return {"id": f"С-{number:04d}", "role": role, "full_name": name, "job_title": title}


def test_curators_coordinators_and_the_team_are_those_who_hold_these_roles_each_of_them_once() -> None:
    context = told(
        held(3, "Координатор", "Коваль Сергей Ильич", "заместитель директора"),
        held(4, "Проектная команда", "Коваль Сергей Ильич", "заместитель директора"),
        held(5, "Проектная команда", "Соколова-Миних Мария Петровна"),
        held(6, "Проектная команда", "Лапина Ольга Яковлевна", "педагог-психолог"),
        held(7, "Куратор наставничества", "Юнга Олег Ильич", "мастер"),
        held(8, "Проектная команда", "Лапина Ольга Яковлевна"),
        held(9, "Методист", "Ложкина Вера Андреевна"),
    )
    by_part = {part: [one["full_name"] for one in context[part]] for part in ("curators", "coordinators", "team")}
    assert by_part == {
        "curators": ["Соколова-Миних Мария Петровна", "Юнга Олег Ильич"],
        "coordinators": ["Коваль Сергей Ильич"],
        "team": ["Коваль Сергей Ильич", "Лапина Ольга Яковлевна"],
    }
    assert [one["full_name"] for one in context["acquainted"]] == [
        *by_part["curators"],
        "Коваль Сергей Ильич",
        "Лапина Ольга Яковлевна",
    ]
    assert context["curators"][0]["position"] is None and context["team"][1]["position"] == "педагог-психолог"


@pytest.mark.parametrize(
    ("staff", "role"), [(STAFF[1:], "Директор"), (STAFF[:1], "Куратор наставничества")], ids=["director", "curator"]
)
def test_without_those_whom_it_names_the_order_waits_and_the_journal_says_so(staff: Rows, role: str) -> None:
    one = lived({"roadmap": [ASKED], "staff": staff})
    assert one.documents == []
    assert one.notices == [f"Приказ ПР-0001 не составлен: на листе «Сотрудники» никого нет с ролью «{role}»."]


def test_no_order_is_drawn_up_for_an_organisation_without_a_name_and_its_row_says_what_to_fill_in() -> None:
    one = lived({"roadmap": [ASKED]}, organisation=None)
    assert one.documents == []
    said = "Документ не составлен: впишите «Полное наименование организации» на листе «Настройки»"
    assert orders(one, "state", "problems") == [("проект", said)]
    named = lived({"roadmap": [ASKED]}, organisation="Колледж")
    assert asked_for(named) == {"order/curator/2024-1": "order/curator"}
    assert named[Orders][Orders.problems].isna().all()


def test_the_order_on_the_curator_is_asked_for_drafted_signed_and_counted_beside_that_on_pairs(
    paired: Organisation,
) -> None:
    measure = next(row["№"] for row in paired.curator.rows("Дорожная карта") if row["Пункт"] == "1.3.2")
    paired.curator.type("Дорожная карта", {measure: {"Засчитать, когда": "приказ о кураторе подписан"}})
    assert paired.cycle().documents == ["order/curator/2023-2"]
    assert paired.cycle().changed == {}
    assert "методиста Ложкину Веру Андреевну" in paired.order_text("ПР-0002")
    paired.curator.type("Приказы", {"ПР-0002": {"Номер": "150-У", "Дата": "20.11.2023", "Подписан": True}})
    paired.cycle()
    assert "150-У" in paired.order_text("ПР-0002") and "150-У" not in paired.order_text("ПР-0001")
    assert [row["Состояние"] for row in paired.curator.rows("Приказы")] == ["проект", "подписан"]
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"
    assert paired.row("Дорожная карта", measure)["Состояние"] == "выполнено"
    assert paired.cycle().changed == {}
