"""The curator writes to many: one letter a person, queued once, when she ticks it; before that she sees who gets it.

Whoever may not be processed gets none: they may only be asked for their consent, which the program does by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from automation.documents.names import given_names
from automation.workbook.book import Book
from automation.workbook.checks import Found, find_problems, in_plain_russian
from automation.workbook.table import Table
from jobs.letters.addressees import curator, organisation
from jobs.letters.audience import Audience, audience
from jobs.letters.correspondence import MAILING, as_text, kind_of, write
from jobs.letters.kinds import LetterKind
from jobs.runner.job import job
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mailings import NAME, Mailings
from sheets_schema.vocabulary import FAILED, KEPT, QUEUED, SENT

WRITTEN_BY_CURATOR = LetterKind(
    MAILING,
    title="рассылка",
    to="кого вы выбрали на листе «Рассылки»",
    about="То, что вы написали сами.",
    always="рассылку начинаете вы сами, галочкой «Отправить»",
)
DRAFT = "черновик"
NOT_SENT = "не отправлено: сначала исправьте"
TO_NOBODY = "письмо некому отправить; посмотрите «Кто получит»"
NOBODY_CHOSEN = "выберите, кому, или впишите номера"
NAMELESS = "участник программы"


@job(
    title="рассылки",
    after=("states",),
    does="Считает, кто получит рассылку, и ставит письма в очередь, когда вы отметите «Отправить».",
)
def run(book: Book, today: date) -> None:
    mailings = book[Mailings]
    if not len(mailings):
        return
    problems = find_problems(mailings, today)
    for row, mailing in zip(mailings.index.tolist(), mailings.frame.to_dict("records"), strict=True):
        if pd.isna(mailing[Mailings.id]):
            continue  # it has no number yet, by which to write only once
        if pd.isna(mailing[Mailings.queued_at]):
            _prepare(book, row, mailing, problems)
    mailings[Mailings.problems] = in_plain_russian(mailings, problems)
    tell_how_they_stand(book)


def _with_name(text: str, name: str) -> str:
    return re.sub(re.escape(NAME), name.replace("\\", ""), text, flags=re.IGNORECASE)


def tell_how_they_stand(book: Book) -> None:
    """Beside each mailing, how many of its letters have gone: said again once letters were sent."""
    if book.unavailable(Mailings.name) or book.unavailable(Letters.name):
        return
    mailings = book[Mailings]
    for row in mailings.index[mailings[Mailings.id].notna()]:
        mailings.set(row, {Mailings.standing: _standing(book, mailings, row)})


def _prepare(book: Book, row: int, mailing: Mapping[Any, Any], problems: Found) -> None:
    """Say who would get it; where it is ticked and nothing is wrong, queue it."""
    chosen = audience(book, group=as_text(mailing[Mailings.to]), numbers=as_text(mailing[Mailings.numbers]))
    wrong = problems.setdefault(row, [])
    wrong += [f"{Mailings.numbers.column.title}: {unknown}" for unknown in chosen.unknown]
    if pd.isna(mailing[Mailings.to]) and pd.isna(mailing[Mailings.numbers]):
        wrong.append(NOBODY_CHOSEN)
    elif mailing[Mailings.send] and not chosen.people:
        wrong.append(TO_NOBODY)
    book[Mailings].set(row, {Mailings.reach: chosen.in_words("Получат", "не получат")})
    if wrong:
        return
    del problems[row]
    if mailing[Mailings.send]:
        _queue(book, mailing, chosen)
        book[Mailings].set(row, {Mailings.queued_at: pd.Timestamp(book.local(book.now)).floor("s")})


def _queue(book: Book, mailing: Mapping[Any, Any], chosen: Audience) -> None:
    shared = {"organisation": organisation(book), "curator": curator(book)}
    for person in chosen.people:
        name = given_names(person["greeting"]) if person["greeting"] else NAMELESS
        text, subject = (_with_name(str(mailing[part]), name) for part in (Mailings.text, Mailings.subject))
        context = {"subject": subject, "paragraphs": [line for line in text.splitlines() if line.strip()], **shared}
        key = f"{MAILING}/{person['id']}/{mailing[Mailings.id]}"
        write(book, "mailing", context, key=key, to=person["email"], reasons=[key])


def _standing(book: Book, mailings: Table, row: int) -> str:
    if pd.isna(mailings[Mailings.queued_at][row]):
        return NOT_SENT if mailings[Mailings.send][row] else DRAFT
    letters = book[Letters].frame
    keys = letters[Letters.id].fillna("")
    ours = letters[(keys.map(kind_of) == MAILING) & keys.str.endswith(f"/{mailings[Mailings.id][row]}")]
    is_in = {state: int((ours[Letters.state] == state).sum()) for state in (SENT, KEPT, FAILED, QUEUED)}
    if is_in[QUEUED] == len(ours):
        return f"ждёт отправки: {len(ours)}"
    told = {"осталось в почте программы": KEPT, "не отправлено": FAILED, "ждёт": QUEUED}
    rest = [f"{what} {is_in[state]}" for what, state in told.items() if is_in[state]]
    return ", ".join([f"отправлено {is_in[SENT]} из {len(ours)}", *rest])
