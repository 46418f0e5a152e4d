"""What the curator wants of single letters is done once, and nothing goes that must not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from automation.workbook.book import Book
from jobs.letters.outbox import GONE, NOTHING_LEFT, UNKNOWN
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from jobs.runner.sending import AWAITS_LEAVE, HELD, OFF, may_go_now
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import FAILED, HOLD, KEPT, QUEUED, SEND_AGAIN, SEND_NOW, SENT
from tests.jobs.books import NOW, book
from tests.organisation import Organisation

PERSON = {"id": "Н-0001", "full_name": "Орлов Пётр Ильич", "email": "orlov@example.com"}


def letter(
    state: str, action: str | None = None, key: str = "reminder/Н-0001/2024-01-10", **more: Any
) -> dict[str, Any]:
    told = {"id": key, "recipient": "old@example.com", "subject": "Тема", "text": "Текст", "reasons": "reminder/М-0001"}
    return {**told, "state": state, "action": action, "queued_at": "10.01.2024 09:00", **more}


def lived(letters: list[dict[str, Any]], later: timedelta = timedelta(0), **rows: Any) -> Book:
    one = book({"mentors": [PERSON], "letters": letters, **rows}, now=NOW + later)
    decide(one, jobs_of(["validate", "outbox"]))
    return one


def keys(one: Book) -> list[str]:
    return [str(key) for key in one[Letters][Letters.id]]


def again(one: Book) -> Book:
    """The next cycle over what this one has written."""
    rows = [{name: None if value != value else value for name, value in row.items()} for row in _typed(one)]
    return lived(rows)


def _typed(one: Book) -> list[dict[str, Any]]:
    frame = one[Letters].frame
    frame[Letters.queued_at] = frame[Letters.queued_at].dt.strftime("%d.%m.%Y %H:%M")
    frame[Letters.sent_at] = None
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


# Once more


def test_a_letter_goes_once_more_to_the_address_of_today_while_the_word_stands() -> None:
    one = lived([letter(SENT, SEND_AGAIN)])
    assert keys(one) == ["reminder/Н-0001/2024-01-10", "reminder/Н-0001/2024-01-10/again-1"]
    new = one[Letters].frame.iloc[1]
    assert (new[Letters.recipient], new[Letters.state], new[Letters.text]) == ("orlov@example.com", QUEUED, "Текст")
    assert len(may_go_now(one)) == 1
    assert keys(again(one)) == keys(one), "not again in each cycle"


def test_said_again_after_the_word_was_erased_it_goes_once_more_again_in_whichever_row() -> None:
    one = lived([letter(SENT, SEND_AGAIN)])
    erased = [{**row, "action": None} for row in _typed(one)]
    two = lived(erased)
    assert two[Letters][Letters.done].isna().all() and two[Letters][Letters.problems].isna().all()
    said = [{**row, "action": SEND_AGAIN, "state": SENT} for row in _typed(two)]
    assert keys(lived(said))[2:] == [f"reminder/Н-0001/2024-01-10/again-{n}" for n in (2, 3)]


def test_a_word_set_while_the_letter_waits_does_not_send_it_twice_once_it_has_gone() -> None:
    one = lived([letter(QUEUED, SEND_AGAIN)])
    gone = [{**row, "state": SENT} for row in _typed(one)]
    assert len(lived(gone)[Letters]) == 1


def test_a_letter_that_failed_goes_by_either_word_and_one_whose_text_is_gone_by_none() -> None:
    for word in (SEND_AGAIN, SEND_NOW):
        assert len(lived([letter(FAILED, word)])[Letters]) == 2
    for lost in ("text", "recipient"):
        one = lived([{**letter(FAILED, SEND_AGAIN), lost: None}])
        assert one[Letters][Letters.problems].tolist() == [NOTHING_LEFT]


def test_what_was_written_to_somebody_who_has_taken_the_consent_back_does_not_go_again() -> None:
    taken = [
        {"id": "СГ-0001", "person": "Н-0001", "kind": "персональные данные", "answer": "да", "given_on": "01.09.2023"},
        {"id": "СГ-0002", "person": "Н-0001", "kind": "персональные данные", "withdrawn_on": "11.01.2024"},
    ]
    one = lived([letter(SENT, SEND_AGAIN)], consents=taken)
    assert one[Letters][Letters.state].tolist() == [SENT, FAILED]
    assert one[Letters][Letters.recipient].isna().tolist() == [False, True]
    assert len(may_go_now(one)) == 0


def test_a_word_that_comes_too_late_or_is_none_of_the_list_is_answered() -> None:
    one = lived([letter(SENT, HOLD), letter(QUEUED, "не надо", key="reminder/Н-0001/2024-01-11")])
    assert one[Letters][Letters.problems].tolist() == [GONE, UNKNOWN]
    assert len(may_go_now(one)) == 0, "what is not understood waits"


# Held, and let go


def many(count: int, **first: Any) -> list[dict[str, Any]]:
    rows = [letter(QUEUED, key=f"reminder/Н-0001/2024-01-{n:04d}") for n in range(count)]
    return [{**rows[0], **first}, *rows[1:]]


def test_a_letter_that_is_held_waits_until_the_word_is_erased() -> None:
    one = lived(many(3, action=HOLD))
    assert len(may_go_now(one)) == 2 and one[Letters][Letters.problems].iloc[0] == HELD
    assert len(may_go_now(lived(many(3)))) == 3
    assert len(may_go_now(lived(many(51, action=HOLD)))) == 50, "it is none of the many that wait for leave"


def test_a_letter_that_is_let_go_does_not_wait_with_the_many_nor_brings_them_along() -> None:
    one = lived(many(51, action=SEND_NOW))
    assert one[Letters][Letters.id][may_go_now(one)].tolist() == ["reminder/Н-0001/2024-01-0000"]
    assert one[Letters][Letters.problems].eq(AWAITS_LEAVE).sum() == 50
    assert len(may_go_now(lived(many(51, action=SEND_NOW, state=SENT)))) == 0, "the 50 others wait on"
    assert len(may_go_now(lived(many(50)))) == 50


def test_the_limit_of_a_day_holds_for_what_is_let_go_and_the_limit_of_an_hour_does_not() -> None:
    forms = [letter(QUEUED, SEND_NOW, key=f"fix/Н-0001/{n:04d}") for n in range(40)]
    assert len(may_go_now(book({"letters": forms}, form_letters_an_hour=0))) == 40
    assert len(may_go_now(book({"letters": forms}, letters_a_day=7))) == 7


def test_letters_of_a_kind_that_was_switched_off_since_wait_but_for_those_that_are_asked_for() -> None:
    off = [{"code": "letter/reminder", "on": False}, {"code": "letter/withdrawal", "on": False}]
    waiting = [
        *many(3, action=SEND_NOW),
        letter(QUEUED, key="reminder/Н-0001/2024-01-10/again-1"),
        letter(QUEUED, key="withdrawal/Н-0001/2024-01-10"),
    ]
    one = book({"letters": waiting, "control": off})
    assert len(may_go_now(one)) == 3
    assert one[Letters][Letters.problems].eq(OFF).sum() == 2


# A cycle


def test_over_cycles_each_said_word_is_one_letter_more(technicum: Organisation) -> None:
    technicum.mentee(phone="много")
    while technicum.cycle().wrote:
        pass
    before = len(technicum.letters())
    key = next(row["Ключ"] for row in technicum.curator.rows("Письма") if row["Ключ"].startswith("fix/"))
    for times in (1, 2):
        for word, count in ((SEND_AGAIN, times), ("", times)):
            technicum.curator.type("Письма", {key: {"Что сделать": word}}, key="Ключ")
            technicum.cycle()
            technicum.cycle()
            assert len(technicum.letters()) == before + count
    assert len({raw.partition(b"Message-ID")[2][:90] for raw in technicum.letters()}) == before + 2


def test_what_stayed_in_the_programs_own_mailbox_can_be_let_go_once_letters_leave() -> None:
    one = lived([letter(KEPT, SEND_NOW)])
    assert one[Letters][Letters.state].tolist() == [KEPT, QUEUED]
    held = lived([letter(KEPT, HOLD)])
    assert held[Letters][Letters.problems].tolist() == [GONE]
