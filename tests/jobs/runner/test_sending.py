"""The queue of letters: what becomes of it when the mail system refuses, postpones or falls silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from automation.documents import Letter
from automation.documents.calendar import Entry
from automation.google.errors import Postponed, Refused, Unauthorised, WorkspaceError
from automation.google.mail import Message
from automation.workbook.book import Book
from automation.workbook.commit import commit
from automation.workbook.reading import read_book
from jobs.letters.correspondence import queue
from jobs.runner.claim import claim_letters, give_back_letters
from jobs.runner.sending import AWAITS_LEAVE, MANY, NOT_LEFT, may_go_now, send_queued
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import FAILED, KEPT, QUEUED, SENT
from tests.jobs.books import book as in_memory
from tests.jobs.hands import Hands
from tests.organisation import MONDAY, Organisation


@dataclass
class Postman:
    """A mail system that has its own mind about some addresses."""

    troubles: dict[str, WorkspaceError] = field(default_factory=dict)
    knows: bool | None = False
    leaves: bool = True
    delivered: list[str] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)

    def send(self, message: Message) -> None:
        if message.recipient in self.troubles:
            raise self.troubles[message.recipient]
        self.delivered.append(message.recipient)
        self.calendars.append(message.calendar)

    def sent(self, message: Message) -> bool | None:
        return self.knows


ADDRESSES = ("a@example.com", "b@example.com", "c@example.com")


def _queue(technicum: Organisation, postman: Postman, *, left_behind: bool = False) -> tuple[list[str], list[str]]:
    """Send three queued letters; their states afterwards, and what the journal will say."""
    book = read_book(technicum.google, technicum.spreadsheet, MONDAY, NASTAVNIK)
    book[Letters].append(
        [
            {
                Letters.id: f"k/{one}",
                Letters.recipient: one,
                Letters.subject: "Тема",
                Letters.state: QUEUED,
                Letters.text: "Текст",
            }
            for one in ADDRESSES
        ]
    )
    outcome = send_queued(postman, book, left_behind=set(book[Letters][Letters.id]) if left_behind else set())
    return list(book[Letters][Letters.state]), outcome.notices


def test_a_refused_letter_does_not_keep_the_others_from_going(technicum: Organisation) -> None:
    postman = Postman({"b@example.com": Refused("Нет такого адреса")})
    assert _queue(technicum, postman) == ([SENT, FAILED, SENT], [])


def test_a_letter_that_stays_in_the_programs_own_mailbox_is_not_called_sent(technicum: Organisation) -> None:
    book = read_book(technicum.google, technicum.spreadsheet, MONDAY, NASTAVNIK)
    queue(book, Letter("Тема", "Текст"), key="reminder/С-0001/2023-11-20", to=ADDRESSES[0])
    outcome = send_queued(Postman(leaves=False), book, left_behind=set())
    letter = book[Letters].frame.iloc[-1]
    assert letter[Letters.state] == KEPT != SENT and letter[Letters.problems] == NOT_LEFT
    assert str(outcome) == "осталось в почте программы (почтовый сервер не указан) 1"
    assert not technicum.google.mail.leaves


def test_a_postponed_letter_stays_in_the_queue_and_the_others_go(technicum: Organisation) -> None:
    postman = Postman({"a@example.com": Postponed("Позже")})
    assert _queue(technicum, postman) == ([QUEUED, SENT, SENT], [])


def test_what_has_gone_is_marked_though_the_mail_system_then_shuts_the_door(technicum: Organisation) -> None:
    states, notices = _queue(technicum, Postman({"b@example.com": Unauthorised("Пароль не принят")}))
    assert states == [SENT, QUEUED, QUEUED]
    assert notices == ["Письма отправлены не все: Пароль не принят"]


@pytest.mark.parametrize(("knows", "delivered", "noticed"), [(True, 0, 0), (False, 3, 0), (None, 3, 3)])
def test_a_letter_left_behind_goes_again_unless_it_is_known_to_have_gone(
    technicum: Organisation, knows: bool | None, delivered: int, noticed: int
) -> None:
    postman = Postman(knows=knows)
    states, notices = _queue(technicum, postman, left_behind=True)
    assert states == [SENT, SENT, SENT]
    assert (len(postman.delivered), len(notices)) == (delivered, noticed)


def test_no_more_letters_go_a_day_than_the_settings_allow(technicum: Organisation) -> None:
    technicum.curator.type("Настройки", {"Писем в день, не больше": {"Значение": 2}}, key="Параметр")
    states, _ = _queue(technicum, Postman())
    assert states == [SENT, SENT, QUEUED]


def test_letters_wait_while_the_curator_has_stopped_them(technicum: Organisation) -> None:
    technicum.curator.type("Настройки", {"Отправлять письма": {"Значение": False}}, key="Параметр")
    states, _ = _queue(technicum, Postman())
    assert states == [QUEUED, QUEUED, QUEUED]


ENTRY = Entry("М-0001", date(2023, 12, 15), "1. Издать приказ", "Отвечает: Директор")


def _queued_with_an_entry(technicum: Organisation, postman: Postman) -> bytes:
    """Queue a letter with an entry for the calendar, and commit it: what goes with it in the cycle that queued it."""
    book = read_book(technicum.google, technicum.spreadsheet, MONDAY, NASTAVNIK)
    queue(book, Letter("Тема", "Текст"), key="reminder/С-0001/2023-11-20", to=ADDRESSES[0], entries=[ENTRY])
    changes = book.changes()
    commit(
        technicum.google.spreadsheets,
        technicum.spreadsheet,
        changes,
        book.state,
        where=book.tabs,
        expected=book.state.write,
    )
    send_queued(postman, book, left_behind=set())
    return postman.calendars[-1]


def test_a_letter_sent_again_after_a_crash_carries_the_same_calendar(technicum: Organisation) -> None:
    postman = Postman(knows=None)
    sent = _queued_with_an_entry(technicum, postman)
    (event,) = Calendar.from_ical(sent).walk("VEVENT")
    assert (event.decoded("dtstart"), str(event["summary"])) == (date(2023, 12, 15), "1. Издать приказ")
    assert event.decoded("dtstamp") == MONDAY
    # The process died before it could note that the letter had gone; meanwhile the plan has changed and a day passed.
    number = technicum.curator.rows("Дорожная карта")[0]["№"]
    technicum.curator.type("Дорожная карта", {number: {"Мероприятие": "Другое", "Срок": "до 31.12.2023"}})
    book = read_book(technicum.google, technicum.spreadsheet, MONDAY + timedelta(days=1), NASTAVNIK)
    send_queued(postman, book, left_behind=set(book[Letters][Letters.id]))
    assert postman.calendars == [sent, sent]


def test_a_letter_goes_without_a_calendar_where_its_column_is_gone(technicum: Organisation) -> None:
    Hands(technicum).delete_column("Письма", "Для календаря")
    postman = Postman()
    assert _queued_with_an_entry(technicum, postman) == b""
    assert postman.delivered == [ADDRESSES[0]]


def test_letters_that_may_not_go_cost_an_idle_cycle_no_write(technicum: Organisation) -> None:
    technicum.curator.type("Настройки", {"Отправлять письма": {"Значение": False}}, key="Параметр")
    technicum.mentee()
    while technicum.cycle().wrote:
        pass  # until there is nothing left to do but to send
    report = technicum.cycle()
    assert report.letters.waiting > 0
    assert report.calls["таблица: запись"] == 0


def test_a_program_leaves_the_queue_alone_while_another_sends_it_and_takes_it_over_after_an_hour(
    technicum: Organisation,
) -> None:
    book = read_book(technicum.google, technicum.spreadsheet, MONDAY, NASTAVNIK)
    assert claim_letters(book, "здесь")
    other = read_book(technicum.google, technicum.spreadsheet, MONDAY, NASTAVNIK)
    other.state = book.state
    assert not claim_letters(other, "другой компьютер")
    give_back_letters(other.state, "другой компьютер")
    assert other.state.sender == "здесь"
    assert claim_letters(other, "здесь"), "its own earlier run has died"
    other.moment = MONDAY + timedelta(minutes=61)
    assert claim_letters(other, "другой компьютер")


def test_who_has_sent_gives_the_queue_back_but_not_what_another_has_claimed_by_then() -> None:
    book = in_memory({})
    assert claim_letters(book, "здесь")
    give_back_letters(book.state, "здесь")
    assert (book.state.sender, book.state.sending_since) == ("", "")
    assert claim_letters(book, "другой компьютер")
    give_back_letters(book.state, "здесь")
    assert book.state.sender == "другой компьютер"


def queued(kind: str, count: int) -> list[dict[str, Any]]:
    """Letters of a kind that wait since this morning."""
    return [
        {"id": f"{kind}/{n:04d}/2024-01-15", "recipient": f"{kind}{n}@example.com", "state": QUEUED, "text": "Текст"}
        for n in range(count)
    ]


def going(letters: list[dict[str, Any]], **settings: Any) -> tuple[Counter[str], Book]:
    """How many letters of each kind may go, and the book in which that was said."""
    one = in_memory({"letters": letters}, **settings)
    rows = may_go_now(one)
    return Counter(str(key).partition("/")[0] for key in one[Letters][Letters.id][rows]), one


def test_more_letters_than_go_at_once_wait_for_the_curator_who_is_told_all_the_same() -> None:
    gone, one = going([*queued("reminder", 51), *queued("digest", 1)])
    assert gone == {"digest": 1}
    assert one[Letters][Letters.problems].eq(AWAITS_LEAVE).sum() == 51 and one.notices == [MANY]
    may_go_now(one)
    assert one.notices == [MANY], "said once"
    assert going(queued("reminder", 50))[0] == {"reminder": 50}


def test_they_go_on_the_days_until_which_the_curator_allows_it_and_on_no_later_one() -> None:
    assert going(queued("reminder", 60), many_letters_until="15.01.2024")[0] == {"reminder": 60}
    assert going(queued("reminder", 60), many_letters_until="14.01.2024")[0] == {}
    assert going(queued("reminder", 60), letters_at_once=60)[0] == {"reminder": 60}


def test_what_strangers_bring_about_keeps_no_reminder_waiting() -> None:
    gone, one = going([*queued("fix", 80), *queued("reminder", 5)])
    assert gone == {"reminder": 5}
    assert one[Letters][Letters.problems].eq(AWAITS_LEAVE).sum() == 80
