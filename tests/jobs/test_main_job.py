"""From filled-in forms to an order on pairs."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

from icalendar import Calendar

from automation.workbook.reading import read_book
from sheets_schema.form import DISAGREE
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.consents import agreement
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.questions import Questions
from sheets_schema.vocabulary import PARENT, PERSONAL_DATA
from tests.jobs.hands import Hands
from tests.organisation import MENTEE, MONDAY, Organisation


def test_a_response_becomes_a_row_of_its_bank_and_its_consents(technicum: Organisation) -> None:
    technicum.mentee()
    technicum.cycle()
    row = technicum.row("Банк наставляемых", "НМ-0001")
    assert row["ФИО"] == "Ветрова Анна Сергеевна"
    assert row["Запросы"] == "помощь в учёбе"
    assert row["Удобные дни"] == "вт, чт"
    assert row["Статус"] == "готов к подбору"
    consents = technicum.curator.rows("Согласия")
    assert [(one["Номер участника"], one["На что"], one["Ответ"]) for one in consents] == [
        ("НМ-0001", "персональные данные", "да")
    ]


def test_the_second_cycle_of_a_day_writes_nothing_and_makes_few_calls(paired: Organisation) -> None:
    again = paired.cycle()
    assert again.changed == {}
    assert not [kind for kind in again.calls if kind.endswith("запись")]
    assert again.calls.total() <= 3


def test_a_second_answer_updates_the_row_and_says_so(technicum: Organisation) -> None:
    technicum.mentee()
    technicum.cycle()
    technicum.mentee(requests=("адаптация на новом месте",), phone="+7 900 000-00-09")
    technicum.cycle(now=MONDAY + timedelta(days=1))
    rows = technicum.curator.rows("Банк наставляемых")
    assert len(rows) == 1
    assert rows[0]["Запросы"] == "адаптация на новом месте"
    assert "анкета обновлена: телефон, запросы" in rows[0]["История анкеты"]


def test_what_is_answered_to_a_question_that_somebody_added_is_kept_and_told_where_it_can_have_no_column(
    technicum: Organisation,
) -> None:
    Hands(technicum).delete_tab(Questions.title)  # else it would have a column, see tests/jobs/words
    hobby = technicum.add_question(MenteeQuestionnaire, "Чем вы увлекаетесь?")
    technicum.mentee(added={hobby: "шахматами"})
    technicum.cycle()
    history = technicum.row("Банк наставляемых", "НМ-0001")["История анкеты"]
    assert history.endswith("анкета получена; «Чем вы увлекаетесь?» — шахматами")
    told = technicum.curator.rows("Журнал")[-1]["На что обратить внимание"]
    assert "В анкету «Анкета наставляемого» добавлены вопросы" in told and "«Чем вы увлекаетесь?»" in told
    technicum.mentee(added={hobby: "плаванием"})
    technicum.cycle()
    assert technicum.row("Банк наставляемых", "НМ-0001")["История анкеты"].endswith("увлекаетесь?» — плаванием")


def test_a_question_that_somebody_deleted_is_put_back_into_the_form_and_told(technicum: Organisation) -> None:
    state = read_book(technicum.google, technicum.spreadsheet, technicum.clock.now, NASTAVNIK).state
    form = state.forms[MenteeQuestionnaire.name]

    def titles() -> list[str]:
        return [item.get("title", "") for item in technicum.google.forms.get(form)["items"]]

    stood = titles()
    at = {"deleteItem": {"location": {"index": stood.index("Дата рождения")}}}
    technicum.google.forms.batch_update(form, [at])
    technicum.answer(MenteeQuestionnaire, {name: said for name, said in MENTEE.items() if name != "born"})
    technicum.cycle()
    told = technicum.curator.rows("Журнал")[-1]["На что обратить внимание"]
    assert "Из формы «Анкета наставляемого» удалили: «Дата рождения»" in told
    assert titles() == stood
    technicum.mentee()
    calls = technicum.cycle().calls
    assert "Из формы" not in str(technicum.curator.rows("Журнал")[-1]["На что обратить внимание"])
    assert calls["формы: чтение"] == 1, "a whole answer costs no look at the form"


def test_of_who_has_not_agreed_no_answer_is_kept_to_an_added_question_either(technicum: Organisation) -> None:
    hobby = technicum.add_question(MenteeQuestionnaire, "Чем вы увлекаетесь?")
    technicum.mentee({PERSONAL_DATA: DISAGREE}, added={hobby: "шахматами"})
    technicum.cycle()
    assert "шахматами" not in str(technicum.curator.rows("Банк наставляемых"))


def test_two_answers_of_one_person_in_one_cycle_make_one_row(technicum: Organisation) -> None:
    technicum.mentee()
    technicum.mentee(requests=("адаптация на новом месте",))
    technicum.cycle()
    rows = technicum.curator.rows("Банк наставляемых")
    assert [row["Запросы"] for row in rows] == ["адаптация на новом месте"]
    assert len(technicum.curator.rows("Согласия")) == 2


def test_namesakes_with_different_addresses_and_birthdays_are_two_people(technicum: Organisation) -> None:
    technicum.mentee()
    technicum.mentee(email="other@example.com", born="2006-01-02")
    technicum.cycle()
    assert len(technicum.curator.rows("Банк наставляемых")) == 2


def test_without_consent_only_what_is_needed_to_ask_for_it_is_kept(technicum: Organisation) -> None:
    technicum.mentee(consents={PERSONAL_DATA: DISAGREE})
    technicum.cycle()
    row = technicum.row("Банк наставляемых", "НМ-0001")
    assert row["Статус"] == "нет согласия"
    assert row["Эл. почта"] == "vetrova@example.com"
    assert row["Телефон"] is None and row["Запросы"] is None and row["Дата рождения"] is None


def test_a_minor_waits_for_a_parents_consent(technicum: Organisation) -> None:
    technicum.mentee(born="2007-05-05")
    technicum.mentee(
        full_name="Юнга Олег Ильич",
        email="yunga@example.com",
        born="2007-05-05",
        consents={PARENT: agreement(1)},
    )
    technicum.cycle()
    assert technicum.row("Банк наставляемых", "НМ-0001")["Статус"] == "нет согласия"
    assert technicum.row("Банк наставляемых", "НМ-0002")["Статус"] == "готов к подбору"
    technicum.curator.add(
        "Согласия",
        [{"Номер участника": "НМ-0001", "На что": "согласие родителя", "Ответ": "да", "Дата": "20.11.2023"}],
    )
    technicum.cycle()
    technicum.cycle()
    assert technicum.row("Банк наставляемых", "НМ-0001")["Статус"] == "готов к подбору"


def test_an_accepted_candidate_becomes_a_pair_an_order_and_after_signing_official(proposed: Organisation) -> None:
    proposal = proposed.row("Подбор", "НМ-0001/Н-0001")
    assert proposal["Состояние"] == "предложен" and proposal["Балл"] > 50
    proposed.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    proposed.cycle()
    pair = proposed.row("Реестр пар", "П-0001")
    assert (pair["Состояние"], pair["Приказ"]) == ("в проекте приказа", "ПР-0001")
    assert proposed.row("Банк наставляемых", "НМ-0001")["Статус"] == "в паре"
    order = proposed.row("Приказы", "ПР-0001")
    assert order["Состояние"] == "проект" and order["Документ"].startswith("http")
    proposed.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У", "Дата": "21.11.2023", "Подписан": True}})
    proposed.cycle(now=MONDAY + timedelta(days=1))
    pair = proposed.row("Реестр пар", "П-0001")
    assert (pair["Состояние"], pair["Утверждена"]) == ("утверждена", 45251)
    assert proposed.cycle(now=MONDAY + timedelta(days=1)).changed == {}


def test_pairs_agreed_after_signing_go_into_the_next_order(paired: Organisation) -> None:
    paired.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У", "Дата": "21.11.2023", "Подписан": True}})
    paired.mentee(full_name="Котова Яна Львовна", email="kotova@example.com")
    paired.cycle()
    paired.curator.type("Подбор", {"НМ-0002/Н-0001": {"Решение": "принять"}})
    paired.cycle()
    assert paired.row("Реестр пар", "П-0002")["Приказ"] == "ПР-0002"
    assert [row["Состояние"] for row in paired.curator.rows("Приказы")] == ["подписан", "проект"]


def test_a_signature_without_a_number_is_asked_about(paired: Organisation) -> None:
    paired.curator.type("Приказы", {"ПР-0001": {"Подписан": True}})
    paired.cycle()
    assert "номер" in paired.row("Приказы", "ПР-0001")["Что исправить"]
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"


def test_an_order_signed_with_number_and_date_at_once_says_them(paired: Organisation) -> None:
    paired.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У", "Дата": "21.11.2023", "Подписан": True}})
    paired.cycle()
    assert "161-У" in paired.order_text("ПР-0001")
    assert paired.cycle().changed == {}


def test_a_document_that_somebody_edited_is_left_alone_and_the_row_says_so(paired: Organisation) -> None:
    drive = paired.google.drive
    file = drive.find(["order/pairs/2023-1"])["order/pairs/2023-1"]
    drive.replace(file, content=b"mine", content_kind="text/plain", properties={}, modified="2023-11-20T07:00:00Z")
    paired.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У"}})
    paired.cycle()
    assert "правили вручную" in paired.row("Приказы", "ПР-0001")["Что исправить"]
    assert "161-У" not in paired.order_text("ПР-0001")
    assert paired.cycle().changed == {}
    paired.curator.type("Приказы", {"ПР-0001": {"Дата": "20.11.2023", "Подписан": True}})
    paired.cycle()
    assert paired.row("Приказы", "ПР-0001")["Что исправить"] is None
    assert paired.cycle().changed == {}


def test_a_second_acceptance_for_one_mentee_is_asked_about_and_the_pair_stands(technicum: Organisation) -> None:
    technicum.mentee()
    technicum.mentor()
    technicum.mentor(full_name="Лапина Ольга Яковлевна", email="lapina@example.com")
    technicum.cycle()
    first, second = [row["№"] for row in technicum.curator.rows("Подбор")][:2]
    technicum.curator.type("Подбор", {first: {"Решение": "принять"}})
    technicum.cycle()
    technicum.curator.type("Подбор", {second: {"Решение": "принять"}})
    technicum.cycle()
    assert [row["Состояние"] for row in technicum.curator.rows("Реестр пар")] == ["в проекте приказа"]
    assert technicum.row("Подбор", second)["Что исправить"]
    assert technicum.cycle().changed == {}


def test_a_rejected_candidate_is_never_proposed_again(proposed: Organisation) -> None:
    proposed.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "отклонить"}})
    proposed.cycle()
    assert proposed.row("Подбор", "НМ-0001/Н-0001")["Состояние"] == "отклонён"
    assert proposed.row("Подбор", "НМ-0001/—")["Состояние"] == "нет наставника"
    assert proposed.curator.rows("Реестр пар") == []


def test_the_curator_may_assign_a_mentor_whom_nobody_proposed(technicum: Organisation) -> None:
    technicum.mentee()
    technicum.mentor(competences=("сварка и металлообработка",))
    technicum.cycle()
    assert technicum.row("Подбор", "НМ-0001/—")["Состояние"] == "нет наставника"
    technicum.curator.type("Подбор", {"НМ-0001/—": {"Решение": "назначить", "Назначить наставника": "Н-0001"}})
    technicum.cycle()
    assert technicum.row("Реестр пар", "П-0001")["Наставник"] == "Н-0001"
    assert technicum.cycle().changed == {}


def test_a_decision_undone_before_the_order_undoes_the_pair(paired: Organisation) -> None:
    paired.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": ""}})
    paired.cycle()
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "завершена"
    assert paired.row("Банк наставляемых", "НМ-0001")["Статус"] == "готов к подбору"
    assert paired.cycle().changed == {}


def test_a_pair_that_the_curator_ends_frees_both(paired: Organisation) -> None:
    paired.curator.type("Реестр пар", {"П-0001": {"Завершена": "20.11.2023"}})
    paired.cycle()
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "завершена"
    assert paired.row("Банк наставляемых", "НМ-0001")["Статус"] == "готов к подбору"
    assert paired.row("Подбор", "НМ-0001/—")["Состояние"] == "нет наставника"
    assert paired.row("Подбор", "НМ-0001/Н-0001")["Что исправить"] is None
    assert paired.cycle().changed == {}


def test_people_responsible_are_written_to_once_for_each_lead_time(technicum: Organisation) -> None:
    technicum.cycle()
    first = len(technicum.letters())
    assert first > 0
    technicum.cycle()
    technicum.cycle(now=MONDAY + timedelta(days=1))
    assert len(technicum.letters()) == first
    technicum.cycle(now=MONDAY + timedelta(days=7))
    assert len(technicum.letters()) > first


def test_a_reminder_brings_its_deadlines_for_the_calendar(technicum: Organisation) -> None:
    technicum.cycle()
    reminders = [letter for letter in _parsed(technicum.letters()) if "скоро срок" in letter["Subject"]]
    assert reminders
    for letter in reminders:
        (attached,) = letter.iter_attachments()
        events = Calendar.from_ical(attached.get_payload(decode=True)).walk("VEVENT")
        said = " ".join(letter.get_body(("plain",)).get_content().split())
        named = [event for event in events if str(event["summary"]) in said]
        assert named
        assert len(named) == len(events) or "все они в приложенном файле" in said


def test_nobody_is_reminded_on_a_day_off(technicum: Organisation) -> None:
    technicum.cycle(now=MONDAY + timedelta(days=5))
    assert technicum.letters() == []


def test_a_participant_is_asked_in_words_meant_for_them(technicum: Organisation) -> None:
    technicum.mentee(consents={PERSONAL_DATA: DISAGREE})
    technicum.mentee(consents={}, full_name="Котова", email="kotova@example.com")
    technicum.cycle()
    # Of whose consent that is, no name that is none can tell: the link of the letter does.
    technicum.consent(PERSONAL_DATA, number="НМ-0002", given_by="Котова", born=MENTEE["born"])
    for _ in range(2):  # what was kept out comes in with the next
        technicum.cycle(now=MONDAY + timedelta(days=1))
    texts = {letter["To"]: letter.get_body(("plain",)).get_content() for letter in _parsed(technicum.letters())}
    assert "Нужно ваше согласие" in texts["vetrova@example.com"]
    assert "Согласия»" not in texts["vetrova@example.com"]
    assert "ФИО: ответ не подходит; нужно: фамилия, имя и отчество" in texts["kotova@example.com"]


def test_a_participant_is_not_written_to_about_what_only_the_curator_can_put_right(technicum: Organisation) -> None:
    technicum.mentor(least_group="5")
    technicum.cycle()
    rows = technicum.curator.rows("Банк наставников")
    assert [row["Статус"] for row in rows] == ["исправить"]
    subjects = [one["Subject"] for one in _parsed(technicum.letters()) if one["To"] == "osipov@example.com"]
    assert subjects == ["Программа наставничества: ваша анкета получена"]


def _parsed(letters: list[bytes]) -> list[Any]:
    return [message_from_bytes(letter, policy=default) for letter in letters]
