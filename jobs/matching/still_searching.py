"""A mentee for whom nobody was found reads so once, and what comes next: when others have pairs and they have waited.

The same is not written again until something has changed: a pair that they had has ended.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from jobs.letters.addressees import curator, organisation, reachable
from jobs.letters.correspondence import Written, write
from jobs.letters.kinds import LetterKind
from jobs.people.readiness import readiness
from jobs.runner.job import job
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import NOBODY, READY

WAITED = timedelta(days=14)
"""Since others were given mentors, since the questionnaire came, or since the last pair ended, whichever is latest."""
SEARCHING = LetterKind(
    "searching",
    title="наставника ещё ищем",
    to="наставляемому, которому никого не нашлось",
    about="Что поиск продолжается и место в очереди за ним.",
)


@job(
    title="наставника ищем",
    does="Пишет один раз тому, кому наставника пока не нашлось; эти письма выключаются отдельно.",
    after=("pairs",),
    daily_at="09:00",
)
def run(book: Book, today: date) -> None:
    mentees, matches = book[Mentees], book[Matches].frame
    nobody = matches[Matches.mentee][(matches[Matches.state] == NOBODY) & matches[Matches.decision].isna()]
    waiting = mentees[Mentees.id].isin(nobody) & (readiness(book, mentees) == READY)
    waiting &= _since(book) <= pd.Timestamp(today - WAITED)
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
                "link": book.state.links.get(MenteeQuestionnaire.name, ""),
            }
            key = f"{SEARCHING.name}/{person['id']}/{today}"
            write(book, "still_searching", context, key=key, to=person["email"], reasons=[reason])


def _since(book: Book) -> pd.Series:
    """Each mentee's row → since when they may expect somebody; nothing while nobody has been given one in this plan."""
    mentees, pairs = book[Mentees], book[Pairs].frame
    agreed, start = pairs[Pairs.agreed_on], book[Settings].period_start
    first = agreed[agreed >= pd.Timestamp(start or date.min)].min()
    ended = mentees[Mentees.id].map(pairs.groupby(Pairs.mentee)[Pairs.ended_on].max().to_dict())
    begun = pd.Series(first, index=mentees.index, dtype="datetime64[ns]")
    since = pd.concat([begun, mentees[Mentees.answered], pd.to_datetime(ended)], axis=1).max(axis=1)
    return since.where(begun.notna())
