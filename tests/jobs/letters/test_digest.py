"""The curator's digest: what is new once, what stands as a number, and never more than a curator reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from automation.documents import letter_parts
from automation.documents.calendar import entries_in
from automation.workbook.book import Book
from jobs.desk import today
from jobs.letters import digest, remind, waiting
from jobs.letters.digest import MOST_REASONS
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import ACCEPTED, DRAFT, NOBODY, PROPOSED, REPLACEMENT
from tests.jobs.books import spelled
from tests.jobs.mornings import (
    COORDINATOR,
    DIRECTOR,
    HEAD,
    METHODIST,
    STAFF,
    days,
    live,
    measure,
    morning,
    organisation,
    reminders,
)

MONDAY = date(2023, 12, 4)


def days_after(number: int) -> date:
    return MONDAY + timedelta(days=number)


def proposal(number: int, **more: Any) -> dict[str, Any]:
    people = {"mentee": f"НМ-{number:04d}", "mentor": f"Н-{number:04d}"}
    names = {"mentee_name": f"Ученик {spelled(number)}", "mentor_name": f"Учитель {spelled(number)}"}
    return {
        "id": f"НМ-{number:04d}/Н-{number:04d}",
        **people,
        **names,
        "state": PROPOSED,
        "rank": 1,
        "score": 80,
    } | more


def left_over(number: int) -> dict[str, Any]:
    why = "Подходит 1 наставник, но место у Н-0001 предложено НМ-0001. Нужен ещё один наставник."
    return proposal(number, id=f"НМ-{number:04d}/—", mentor=None, mentor_name=None, state=NOBODY, reasons=why)


def order(number: int) -> dict[str, Any]:
    return {
        "id": f"ПР-{number:04d}",
        "subject": "Об утверждении наставнических пар (групп)",
        "state": DRAFT,
        "document": f"https://example.com/order/{number}",
    }


def mentee(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"НМ-{number:04d}",
        "full_name": f"Ученик {spelled(number)}",
        "email": f"m{number}@example.com",
        **more,
    }


def digests(book: Book, address: str = COORDINATOR) -> list[dict[Any, Any]]:
    letters = book[Letters].frame
    ours = letters[letters[Letters.id].str.startswith("digest/") & (letters[Letters.recipient] == address)]
    return ours.to_dict("records")


def read(letter: Mapping[Any, Any]) -> str:
    """As it is read, without the addresses of links."""
    text = letter_parts(letter[Letters.text])[0].replace("\u00a0", " ")
    return re.sub(r": https://[^\s),]+", "", text)


def mornings(book: Book, *of: date) -> list[str]:
    """What the coordinator read on these mornings; "" on those that brought no letter."""
    found = []
    for day in of:
        before = len(digests(book))
        book.moment = morning(day)
        remind.run(book, day)
        new = digests(book)[before:]
        assert len(new) <= 1
        found.append(read(new[0]) if new else "")
    return found


def after(one: Book, matches: Sequence[Mapping[str, Any]], **tabs: Any) -> Book:
    """The same organisation later: its letters, and these rows of «Подбор»."""
    columns = ("id", "recipient", "state", "reasons", "queued_at", "text", "subject")
    letters = [{name: row[name] for name in columns} for row in one[Letters].frame.to_dict("records")]
    kept = [{**row, "queued_at": None, "state": "отправлено"} for row in letters]
    return organisation(matches=matches, letters=kept, **tabs)


def test_what_was_told_is_a_number_beside_what_is_new_and_alone_it_is_no_letter() -> None:
    book = organisation(matches=[proposal(1), proposal(2)], orders=[order(1)])
    first, nothing = mornings(book, MONDAY, MONDAY + timedelta(days=1))
    assert "Решите, кто с кем: 2" in first and "Отдайте на подпись приказы: 1" in first
    assert "Ученик Б (НМ-0001): наставник Учитель Б (Н-0001), балл 80" in first
    assert "С прежних дней" not in first and nothing == ""
    later = after(book, [proposal(1), proposal(2), proposal(3)], orders=[order(1)])
    (second,) = mornings(later, MONDAY + timedelta(days=2))
    assert "Решите, кто с кем: 1" in second and "Ученик Г" in second and "Ученик Б" not in second
    assert "С прежних дней ждут: 1 приказ на подпись («Приказы»), 2 решения о наставниках («Подбор»)." in second


def test_decisions_that_wait_are_called_to_mind_a_week_after_the_last_letter_and_rows_to_fix_are_not() -> None:
    book = organisation(matches=[proposal(1)])
    week = mornings(book, *days(MONDAY, days_after(70)))
    # The 36th day is after the holidays of January, and after four weeks.
    assert [at for at, letter in enumerate(week) if letter] == [0, 7, 14, 21]
    assert "Нового в программе" in week[7] and "1 решение о наставниках («Подбор»)" in week[7]
    assert "Ученик" not in week[7]
    wrong = organisation(mentees=[mentee(1, problems="Телефон: не похоже на номер.")])
    assert [bool(letter) for letter in mornings(wrong, *days(MONDAY, MONDAY + timedelta(days=14)))] == [True] + [
        False
    ] * 14


def test_a_proposal_that_moves_on_is_not_news_and_one_after_a_decision_is() -> None:
    book = organisation(matches=[proposal(1)])
    mornings(book, MONDAY)
    moved = after(book, [proposal(1, mentor="Н-0009", mentor_name="Учитель К", id="НМ-0001/Н-0009")])
    assert mornings(moved, MONDAY + timedelta(days=1)) == [""]
    rejected = proposal(1, decision="отклонить", state="отклонён", rank=None)
    again = after(book, [rejected, proposal(1, mentor="Н-0009", mentor_name="Учитель К", id="НМ-0001/Н-0009")])
    (letter,) = mornings(again, MONDAY + timedelta(days=1))
    assert "Учитель К (Н-0009)" in letter


def test_a_row_is_told_of_again_where_something_else_is_wrong_with_it_but_not_while_it_is_put_right() -> None:
    book = organisation(mentees=[mentee(1, problems="Телефон: не номер.\nДата рождения: не дата.")])
    mornings(book, MONDAY)
    half = after(book, [], mentees=[mentee(1, problems="Дата рождения: не дата.\nСовет: Эл. почта: общая.")])
    assert mornings(half, MONDAY + timedelta(days=1)) == [""]
    other = after(book, [], mentees=[mentee(1, problems="ФИО: не имя.")])
    assert "Ученик Б (НМ-0001): ФИО: не имя." in mornings(other, MONDAY + timedelta(days=1))[0]


def test_rows_that_say_the_same_are_one_line_and_no_proposals_number_is_in_it() -> None:
    said = "У наставника Н-0013 мест: 3, а выбранных для него наставляемых: 4."
    rows = [proposal(number, state=ACCEPTED, decision="принять", problems=said) for number in range(1, 5)]
    lead = {"id": "Н-0013", "full_name": "Чернова Юлия Фоминична", "email": "chernova@example.com"}
    (letter,) = mornings(organisation(matches=rows, mentors=[lead]), MONDAY)
    assert "Исправьте строки: 4" in letter
    assert "Ученик Б (НМ-0001), Ученик В (НМ-0002) и ещё 2: У наставника Н-0013 Чернова Юлия Фоминична мест" in letter
    assert letter.count("выбранных для него") == 1 and "НМ-0001/" not in letter


def test_of_rows_that_say_the_same_only_those_are_named_that_are_new() -> None:
    lacking = "Нет согласия на обработку персональных данных."
    book = organisation(mentees=[mentee(1, problems=lacking)])
    mornings(book, MONDAY)
    (letter,) = mornings(after(book, [], mentees=[mentee(at, problems=lacking) for at in (1, 2, 3)]), days_after(1))
    assert "Исправьте строки: 2" in letter and "Ученик В (НМ-0002), Ученик Г (НМ-0003): Нет" in letter
    assert "Ученик Б" not in letter


def test_a_change_of_mentor_with_nobody_to_propose_is_told_once_and_not_called_to_mind() -> None:
    wanted = left_over(1) | {"state": REPLACEMENT, "circumstances": "замена (после пробной встречи)", "rank": None}
    letters = mornings(organisation(matches=[wanted]), *days(MONDAY, days_after(14)))
    assert "Нужна замена, а предложить некого: 1" in letters[0] and not any(letters[1:])


def test_whoever_has_no_mentor_is_named_with_the_names_of_those_that_the_reason_speaks_of() -> None:
    book = organisation(matches=[left_over(2)], mentees=[mentee(1), mentee(2)])
    (letter,) = mornings(book, MONDAY)
    said = "Ученик В (НМ-0002): Подходит 1 наставник, но место у Н-0001 предложено НМ-0001 Ученик Б"
    assert said in letter and "Нужен ещё один" not in letter


def test_the_worst_of_mornings_has_less_than_twenty_lines() -> None:
    said = "Телефон: «много» — не номер; впишите его с кодом. " * 9
    measures = [measure(number, "до 01.12.2023", result="Приказ " * 50) for number in range(1, 41)]
    book = organisation(
        *measures,
        *(measure(number, "до 10.12.2023", "Координатор") for number in range(41, 69)),
        matches=[*map(proposal, range(1, 41)), *map(left_over, range(41, 81))],
        orders=[order(number) for number in range(1, 13)],
        mentees=[mentee(number, problems=f"{said} {number}") for number in range(1, 301)],
        measurereports=[
            {"id": f"ОМ-{number:04d}", "state": "ждёт решения", "measure": "М-0001", "outcome": "Выполнено"}
            for number in range(1, 9)
        ],
        reports=[
            {"id": "О-0001", "purpose": "report/roadmap/2023-11", "document": "https://example.com/1"}
            | {"subject": "О плане", "drawn_up_on": "01.12.2023"}
        ],
    )
    live(book, MONDAY)
    [letter] = digests(book)
    lines = letter_parts(letter[Letters.text])[0].rstrip("\n").split("\n")
    assert 14 < len(lines) < 20, "\n".join(lines)
    assert all(len(line) <= 250 for line in read(letter).split("\n"))
    assert len(letter[Letters.reasons]) < 50_000
    book.moment = morning(MONDAY + timedelta(days=1))
    remind.run(book, MONDAY + timedelta(days=1))
    assert len(digests(book)) == 1


def test_markup_in_a_name_is_read_as_it_was_typed_and_does_nothing() -> None:
    book = organisation(mentees=[mentee(1, full_name="<Тегов> {{ 7*7 }} **Олег**", problems="Телефон: не номер.")])
    live(book, MONDAY)
    text, page = letter_parts(digests(book)[0][Letters.text])
    assert "<Тегов> {{ 7*7 }} **Олег** (НМ-0001)" in text
    assert "&lt;Тегов&gt; {{ 7*7 }} **Олег**" in page and "<Тегов>" not in page


def test_what_does_not_fit_a_cell_is_new_once_more_the_next_morning() -> None:
    crowd = [mentee(number, problems=f"Телефон: «{number}» — не номер.") for number in range(1, MOST_REASONS + 3)]
    first, second, third = mornings(organisation(mentees=crowd), *days(MONDAY, MONDAY + timedelta(days=2)))
    assert f"Исправьте строки: {MOST_REASONS + 2} (" in first and "Исправьте строки: 2 (" in second and third == ""


def test_a_curators_own_deadlines_come_in_the_digest_with_a_file_for_the_calendar_and_no_other_letter() -> None:
    book = organisation(measure(1, "до 15.12.2023", "Координатор, зав. отделением"), measure(2, "до 01.12.2023"))
    december = list(days(date(2023, 11, 30), date(2023, 12, 20)))
    for day in december[:1]:
        live(book, day)
    told_on = dict(zip(december[1:], mornings(book, *december[1:]), strict=True))
    assert [day for day, letter in told_on.items() if letter] == [
        *(date(2023, 12, 1), date(2023, 12, 4), date(2023, 12, 12), date(2023, 12, 15), date(2023, 12, 18))
    ]
    assert "Ваши сроки: 1" in told_on[date(2023, 12, 1)]
    assert "1. Мероприятие 1: осталось 14 дней (15 декабря 2023 г.)" in told_on[date(2023, 12, 1)]
    assert "Просрочено: 1" in told_on[date(2023, 12, 4)] and "отвечает: Методист" in told_on[date(2023, 12, 4)]
    assert "срок — сегодня" in told_on[date(2023, 12, 15)]
    assert "1 просроченное мероприятие («Дорожная карта»)" in told_on[date(2023, 12, 15)]
    attached = book[Letters].frame.set_index(Letters.recipient)[Letters.entries][COORDINATOR].dropna()
    assert [[entry.id for entry in entries_in(text)] for text in attached] == [["М-0001"]] * 3
    assert {letter["recipient"] for letter in reminders(book)} == {HEAD, METHODIST, DIRECTOR}


def test_one_address_gets_one_digest_a_day_whichever_of_its_rows_comes_first() -> None:
    twice = [*STAFF, {**STAFF[1], "id": "С-0007", "role": "Куратор наставничества", "email": COORDINATOR.upper()}]
    book = organisation(matches=[proposal(1)], staff=twice)
    remind.run(book, MONDAY)
    more = after(book, [proposal(2)], staff=twice[::-1])
    more.moment = morning(MONDAY)
    remind.run(more, MONDAY)
    assert len([key for key in more[Letters][Letters.id] if key.startswith("digest/")]) == 1


def test_whatever_waits_has_its_place_in_the_digest_and_at_the_desk() -> None:
    matters = {one for one in vars(waiting).values() if isinstance(one, waiting.Matter)}
    assert matters <= {*digest.ORDER} and matters <= {*today.ORDER}
