"""Letters: to those responsible for measures, to the director about what is late for long, to people whose
questionnaire needs something, and to the curator.

Every letter names the reasons it was written for; a reason that a person was written to about is never used again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from automation.deadlines import RUSSIA
from automation.workbook.book import Book, TabUnavailable
from jobs.letters.corrections import ask_to_fix
from jobs.letters.correspondence import Written
from jobs.letters.digest import tell_curators
from jobs.letters.reminders import remind_of_measures
from jobs.runner.job import job


@job(
    title="письма",
    after=("asked_consents", "measure_reports"),
    daily_at="09:00",
    does="Пишет просьбы исправить анкету, напоминания о мероприятиях и сводку; вид писем выключается ниже.",
)
def run(book: Book, today: date) -> None:
    written = Written(book)
    working_day = RUSSIA.is_working_day(today)
    for tell, on_days_off in ((ask_to_fix, True), (remind_of_measures, False), (tell_curators, False)):
        # A tab that is not there is told of in the journal; the letters that need no such tab are written.
        if on_days_off or working_day:
            with suppress(TabUnavailable):
                tell(book, written, today)
