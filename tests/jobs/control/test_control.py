"""«Пульт»: what is switched off there is not done, and it says what was done last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from rich.console import Console

from automation.workbook.book import Book
from jobs.cli.tables import cycle_table
from jobs.control.control import FIXED, UNKNOWN
from jobs.control.lines import lines
from jobs.letters.kinds import letter_kinds
from jobs.runner.cycle import CycleReport
from jobs.runner.deciding import decide, divided
from jobs.runner.job import Decision, Job, all_jobs, jobs_of
from jobs.runner.outcomes import FAILED, NOTHING_TO_DO, tell_of_jobs
from jobs.runner.rehearsal import rehearse
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.control import Control
from sheets_schema.tabs.letters import Letters
from tests.jobs.books import NOW, book
from tests.organisation import Organisation


def ticked(off: Iterable[str] = (), **more: Any) -> list[dict[str, Any]]:
    """«Пульт» as it is at first, without the ticks of these lines."""
    return [{"code": code, "on": line.is_on and code not in off, **more} for code, line in lines().items()]


def at(one: Book, code: str) -> dict[str, Any]:
    rows = one[Control].frame
    return dict(rows[rows[Control.code] == code].iloc[0])


# Lines


def test_every_job_says_what_it_does_and_every_kind_of_letter_what_it_is_about() -> None:
    assert [job.name for job in all_jobs().values() if not job.does.endswith(".")] == []
    assert [kind.name for kind in letter_kinds().values() if not (kind.title and kind.to and kind.about)] == []


def test_each_job_and_each_kind_of_letter_gets_a_line_with_its_tick_and_keeps_the_curators() -> None:
    one = book({"control": [{"code": "match", "on": False}]})
    decide(one, jobs_of(["control"]))
    assert set(one[Control][Control.code]) == {"check-now", "rehearsal", *all_jobs()} | {
        f"letter/{kind}" for kind in letter_kinds()
    }
    off = one[Control][Control.code][~one[Control][Control.on]]
    assert set(off) == {"match", "check-now", "rehearsal"}
    assert "решения на листе «Подбор»" in at(one, "match")["explanation"]


def test_a_line_that_cannot_be_switched_off_says_so_beside_the_tick_that_is_missing() -> None:
    one = book({"control": [*ticked(["validate", "letter/withdrawal", "match"]), {"code": "of-old", "on": True}]})
    decide(one, jobs_of(["control"]))
    told = {code: at(one, code)["problems"] for code in ("validate", "letter/withdrawal", "of-old")}
    assert [text.lower().rstrip(".") for text in told.values()] == [FIXED, FIXED, UNKNOWN]
    assert one[Control][Control.problems].notna().sum() == 3


# Switches


def running(one: Book) -> set[str]:
    return {job.name for job in divided(one, list(all_jobs().values()))[0]}


def test_a_job_that_is_switched_off_does_not_run_nor_what_needs_it_and_all_others_do() -> None:
    one = book({"control": ticked(["match", "timeline", "collect", "validate", "states", "withdrawals"])})
    assert all_jobs().keys() - running(one) == {"match", "pairs", "timeline"}


def test_without_the_tab_without_its_rows_and_where_a_tick_cannot_be_read_everything_runs() -> None:
    without = book({})
    without._missing["control"] = "Нет листа"
    unreadable = book({"control": [*ticked()[:2], {"code": "match", "on": "может быть"}]})
    for one in (book({}), without, unreadable):
        assert running(one) == all_jobs().keys()
    decide(unreadable, jobs_of(["control"]))
    assert "Включено" in at(unreadable, "match")["problems"]


STAFF = [
    {"id": "С-0001", "role": "Куратор наставничества", "full_name": "Ложкина Вера Ильинична", "email": "l@example.com"}
]
MENTEE = {"id": "НМ-0001", "full_name": "Лапина Яна Ильинична", "answered": "10.01.2024", "phone": "много"}


def kinds(rows: dict[str, Any], later: timedelta = timedelta(0)) -> list[str]:
    one = book({"staff": STAFF, "mentees": [MENTEE], **rows}, now=NOW + later)
    one.link = "https://example.com/table"
    one.state.links |= {form.name: f"https://example.com/{form.name}" for form in NASTAVNIK.forms}
    decide(one, list(all_jobs().values()))
    return [str(key).partition("/")[0] for key in one[Letters][Letters.id]]


def test_letters_of_a_kind_that_is_switched_off_are_not_written_and_come_once_it_is_on_again() -> None:
    assert kinds({}) == ["fix", "digest"]
    assert kinds({"control": ticked(["letter/fix"])}) == ["digest"]
    assert kinds({"control": ticked(["letter/fix", "letter/digest"])}) == []
    assert kinds({"control": ticked()}, timedelta(days=30)) == ["fix", "digest"], "one letter each, not one a day"


# Outcomes


def test_beside_a_job_stands_how_many_rows_it_has_changed_and_nothing_where_it_changed_none() -> None:
    fine = {"id": "НМ-0002", "full_name": "Котова Анна Львовна"}
    one = book({"mentees": [MENTEE, fine], "control": ticked()}, plan_confirmed=True, organisation_short="Колледж")
    tell_of_jobs(one, decide(one, jobs_of(["validate", "states", "deadlines"])))
    assert at(one, "validate")["outcome"] == "изменено строк: 1"
    assert at(one, "states")["outcome"] == "изменено строк: 2"
    assert f"{at(one, 'states')['at']:%d.%m.%Y %H:%M}" == "15.01.2024 09:00"
    assert one[Control][Control.outcome].notna().sum() == 2


def test_a_job_that_fails_is_told_of_until_it_is_done_and_not_at_every_look() -> None:
    one = book({"control": ticked()})
    one._missing["mentees"] = "Нет листа «Банк наставляемых»"
    tell_of_jobs(one, decide(one, jobs_of(["match"])))
    assert at(one, "match")["outcome"] == FAILED
    first = at(one, "match")["at"]
    one.moment += timedelta(hours=1)
    tell_of_jobs(one, decide(one, jobs_of(["match"])))
    assert at(one, "match")["at"] == first
    one._missing["mentees"] = ""
    tell_of_jobs(one, decide(one, jobs_of(["match"])))
    assert at(one, "match")["outcome"] == NOTHING_TO_DO


def test_rows_that_one_job_empties_and_another_fills_in_again_are_not_told_of() -> None:
    def says(told: str | None) -> Decision:
        return lambda book, today: book[Letters].set(book[Letters].index[0], {Letters.problems: told})

    one = book({"letters": [{"id": "fix/НМ-0001/2024-01-10", "state": "в очереди", "problems": "Ждёт"}]})
    outcomes = decide(one, [Job("a", "", (), "", says(None)), Job("b", "", (), "", says("Ждёт"))])
    assert [outcome.rows for outcome in outcomes.values()] == [0, 0]
    outcomes = decide(one, [Job("a", "", (), "", says(None)), Job("b", "", (), "", says("Ушло"))])
    assert [outcome.rows for outcome in outcomes.values()] == [1, 1]


# Cycles


def settle(one: Organisation) -> None:
    while one.cycle().wrote:
        pass


def line(one: Organisation, what: str) -> dict[str, Any]:
    return next(row for row in one.curator.rows("Пульт") if row["Что это"] == what)


def switch(one: Organisation, what: str, on: bool, names: Sequence[str] = ()) -> CycleReport:
    """What the cycle did that found the tick set or taken away."""
    one.curator.type("Пульт", {what: {"Включено": on}}, key="Что это")
    one.clock.now += timedelta(minutes=1)
    return one.cycle(*names, now=one.clock.now)


def test_a_rehearsal_tells_what_would_be_done_and_does_nothing_until_the_tick_is_taken_away(
    technicum: Organisation,
) -> None:
    settle(technicum)
    letters, before = len(technicum.letters()), technicum.curator.rows("Банк наставляемых")
    technicum.mentee(phone="много")
    told = rehearse(technicum.google, technicum.spreadsheet, now=technicum.clock.now)
    assert told.changed["Банк наставляемых"] == 1
    assert [(one.kind, one.to) for one in told.letters] == [("просьба исправить анкету", "НМ-0001")]
    report = switch(technicum, "Репетиция", on=True, names=["validate"])
    assert "Письма сейчас" in printed(report), "of all jobs, whichever of them are due"
    assert report.rehearsal is not None and not report.changed and not report.letters.sent
    said = line(technicum, "Репетиция")["Что сделано"]
    assert "«Банк наставляемых»: строк 1" in said and "писем «просьба исправить анкету»: 1" in said
    assert "Ветрова" not in said
    assert technicum.curator.rows("Банк наставляемых") == before and len(technicum.letters()) == letters
    assert technicum.curator.rows("Журнал")[-1]["Задания"] == "репетиция"
    again = technicum.cycle(now=technicum.clock.now)
    assert again.settled and again.calls["таблица: запись"] == 0, "what is the same is not written again"
    report = switch(technicum, "Репетиция", on=False)
    assert report.changed["Банк наставляемых"] == 1 and report.letters.kept == 1


def test_the_cycle_answers_a_tick_of_check_now_once_and_says_what_it_did(technicum: Organisation) -> None:
    settle(technicum)
    for on in (True, False):
        switch(technicum, "Проверить сейчас", on=on)
        assert line(technicum, "Проверить сейчас")["Что сделано"] == NOTHING_TO_DO
        technicum.clock.now += timedelta(minutes=1)
        assert technicum.cycle(now=technicum.clock.now).calls["таблица: запись"] == 0
    technicum.mentee(phone="много")
    technicum.cycle(now=technicum.clock.now)
    told = line(technicum, "Проверить сейчас")["Что сделано"]
    assert "изменено строк" in told and told.endswith("осталось писем в почте программы: 1")
    assert line(technicum, "Письмо: просьба исправить анкету")["Что сделано"] == "осталось писем в почте программы: 1"
    assert line(technicum, "Сбор анкет")["Что сделано"].startswith("изменено строк:")


def test_a_job_that_is_run_by_its_name_obeys_the_switch_too_and_the_report_says_so(technicum: Organisation) -> None:
    settle(technicum)
    technicum.curator.type("Пульт", {"График": {"Включено": False}}, key="Что это")
    report = technicum.cycle("timeline", "validate")
    assert (report.jobs, report.switched_off) == (["проверка"], ["график"])
    assert "график: верните галочки на листе «Пульт»" in printed(report)
    assert "Выключены" in printed(technicum.cycle("timeline"))


def printed(report: CycleReport) -> str:
    console = Console(width=200)
    with console.capture() as shown:
        console.print(cycle_table(report))
    return shown.get()
