"""A mentee for whom nobody was found reads so once, and what comes next: when others have pairs and they have waited.

The same is not written again until something has changed: a pair that they had has ended.
"""

from __future__ import annotations

from datetime import date

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from jobs.letters.addressees import curator, organisation, reachable
from jobs.letters.correspondence import Written, write
from jobs.letters.kinds import LetterKind
from jobs.matching.left_alone import left_alone
from jobs.runner.job import job
from jobs.support.support import specialist
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs

SEARCHING = LetterKind(
    "searching",
    title="наставника ещё ищем",
    to="наставляемому, которому никого не нашлось",
    about="Что поиск продолжается и место в очереди за ним.",
    can_be_spared=True,
)


@job(
    title="наставника ищем",
    does="Пишет один раз тому, кому наставника пока не нашлось; эти письма выключаются отдельно.",
    after=("pairs",),
    daily_at="09:00",
)
def run(book: Book, today: date) -> None:
    mentees, waiting = book[Mentees], left_alone(book, today)
    if not waiting.any() or not RUSSIA.is_working_day(today):
        return
    written = Written(book)
    had = book[Pairs][Pairs.mentee].value_counts().to_dict()
    requests = dict(zip(mentees[Mentees.id], mentees[Mentees.requests], strict=True))
    for person in reachable(mentees, waiting):
        reason = f"{SEARCHING.name}/{person['id']}/{had.get(person['id'], 0)}"
        if written.new(person["email"], [reason]):
            context = {
                "recipient": person["greeting"],
                "organisation": organisation(book),
                "requests": list(requests[person["id"]]),
                "had_a_mentor": person["id"] in had,
                "curator": curator(book),
                "specialist": specialist(book),
                "link": book.state.links.get(MenteeQuestionnaire.name, ""),
            }
            key = f"{SEARCHING.name}/{person['id']}/{today}"
            write(book, "still_searching", context, key=key, to=person["email"], reasons=[reason])
