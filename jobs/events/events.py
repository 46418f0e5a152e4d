"""Invitations to events: who is meant gets one when the curator ticks it, and another when the event has moved or is
cancelled. A calendar finds the event by its id, and goes by the greatest number of a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from automation.documents.calendar import Entry, Hours
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE, in_plain_russian
from jobs.events.outcomes import coming, measures_of, took_place, written_up
from jobs.expected.called import Occasion, describe_rows, everybody, prepare_each
from jobs.expected.rows import personal_link, plan, receive, what_to_fix
from jobs.letters.addressees import Addressee, curator, everyone, organisation
from jobs.letters.audience import Audience, audience
from jobs.letters.correspondence import EVENT, as_text, is_off, short_digest, write
from jobs.letters.kinds import LetterKind
from jobs.runner.job import job
from sheets_schema.questionnaires.event_answer import EventAnswer
from sheets_schema.tabs.events import USUAL_MINUTES, Events, day_alone
from sheets_schema.tabs.invitations import Invitations
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import IS_CANCELLED, IS_HELD, IS_INVITED_TO, IS_PLANNED, IS_TO_WRITE_UP

INVITATION = LetterKind(
    EVENT,
    title="приглашение на мероприятие",
    to="кого вы зовёте на листе «Мероприятия»",
    about="Когда и где мероприятие; потом — что оно перенесено или отменено.",
)
INVITED, MOVED, CANCELLED = "invited", "moved", "cancelled"
OVER = "этот день уже прошёл, поэтому приглашения не уходят; исправьте дату или снимите «Пригласить»"
MOVED_BACK = "перенесено на день, который уже прошёл; приглашённым об этом не написано. Исправьте дату"
NOBODY = "звать некого: выберите, кого позвать, или впишите номера и адреса"
NO_HOUR = "время не указано; в приглашении будет только день, а когда впишете время, приглашённые получат письмо"
EARLY = "отмечено «Состоялось», а этот день ещё не наступил"
NO_MEASURE = "пункта «{number}» нет на листе «Дорожная карта»; впишите его, как в столбце «Пункт»"


@job(
    title="мероприятия",
    after=("states",),
    does="Рассылает приглашения на мероприятия, сообщает о переносе и отмене, считает ответы.",
)
def run(book: Book, today: date) -> None:
    events = book[Events]
    receive(book[Invitations], today)
    prepare_each(book, Events, today, lambda event: _prepare(book, event, today))
    events[Events.state] = _states(book)
    events[Events.answers] = pd.Series(
        [_answers(book, key) for key in events[Events.id]], index=events.index, dtype="str"
    )
    _describe(book, today)
    _write(book, today)


def _prepare(book: Book, occasion: Occasion, today: date) -> None:
    """Say who is meant and what is wrong; where the curator has ticked it, see to it that everyone has a row."""
    event, wrong = occasion.cells, occasion.wrong
    meant = audience(
        book,
        group=as_text(event[Events.to]),
        roles=event[Events.roles] or (),
        numbers=as_text(event[Events.numbers]),
        addresses=as_text(event[Events.addresses]),
    )
    reach = meant.in_words("Получат", "не получат") if everybody(meant) else None
    book[Events].set(occasion.row, {Events.reach: reach})
    wrong += [f"{Events.numbers.column.title}: {unknown}" for unknown in meant.unknown]
    wrong += _what_is_wrong(book, event, today)
    if event[Events.invite] and not event[Events.cancelled] and not pd.isna(event[Events.begins]):
        is_held = took_place(book)[occasion.row]
        if event[Events.begins].date() < today:
            # Of what was held, the tick that called people to it says nothing wrong.
            if pd.isna(event[Events.change]):
                wrong += [] if is_held else [OVER]
            elif event[Events.told] != _told(event) and not is_held:
                wrong.append(MOVED_BACK)
        elif not everybody(meant):
            wrong.append(NOBODY)
        elif occasion.is_sound:
            _invite(book, event, meant)
    if not pd.isna(event[Events.begins]) and day_alone(event[Events.begins]) and not event[Events.cancelled]:
        wrong += [f"{ADVICE}{NO_HOUR}"] if event[Events.begins].date() >= today else []
    _follow(book, occasion.row, event, today)


def _what_is_wrong(book: Book, event: Mapping[Any, Any], today: date) -> Iterator[str]:
    if event[Events.held] and not pd.isna(event[Events.begins]) and event[Events.begins].date() > today:
        yield EARLY
    if not book.unavailable(Roadmap.name):
        known = {*book[Roadmap][Roadmap.number].dropna().str.rstrip("."), *book[Roadmap][Roadmap.id].dropna()}
        yield from (NO_MEASURE.format(number=one) for one in measures_of(event[Events.measure]) if one not in known)


def _invite(book: Book, event: Mapping[Any, Any], meant: Audience) -> None:
    rows = {
        f"{event[Events.id]}/{person['id'] or short_digest(person['email'].lower())}": {
            Invitations.event: event[Events.id],
            Invitations.person: person["id"] or None,
            Invitations.guest: None if person["id"] else person["email"],
        }
        for person in everybody(meant)
    }
    plan(book, Invitations, rows)


def _told(event: Mapping[Any, Any]) -> str:
    """What a letter says of an event, in short: another one is written when it is different."""
    names = (Events.kind, Events.subject, Events.begins, Events.minutes, Events.place, Events.link, Events.cancelled)
    return short_digest([as_text(event[name]) for name in names])


def _follow(book: Book, row: int, event: Mapping[Any, Any], today: date) -> None:
    """Count the changes of an event to which people are called; what is over is not told any more."""
    if pd.isna(event[Events.begins]) or event[Events.begins].date() < today or is_off(book, EVENT):
        return
    if not (book[Invitations][Invitations.event] == event[Events.id]).any() or event[Events.told] == _told(event):
        return
    change = 0 if pd.isna(event[Events.change]) else int(event[Events.change]) + 1
    book[Events].set(row, {Events.change: change, Events.told: _told(event)})


def _states(book: Book) -> pd.Series:
    events = book[Events]
    over = events[Events.begins].dt.normalize() < pd.Timestamp(book.today)
    state = pd.Series(IS_PLANNED, index=events.index, dtype="str").mask(events[Events.change].notna(), IS_INVITED_TO)
    state = state.mask(over | took_place(book), IS_TO_WRITE_UP).mask(written_up(book), IS_HELD)
    return state.mask(events[Events.cancelled], IS_CANCELLED).where(events[Events.id].notna())


def _answers(book: Book, event: Any) -> str | None:
    """«придут 12, не смогут 2, молчат 5»."""
    if pd.isna(event) or not (book[Invitations][Invitations.event] == event).any():
        return None
    told = zip(("придут", "не смогут", "молчат"), coming(book, event), strict=True)
    return ", ".join(f"{what} {number}" for what, number in told)


def _describe(book: Book, today: date) -> None:
    events, invitations = book[Events].frame.dropna(subset=[Events.id]).drop_duplicates(Events.id), book[Invitations]
    events = events.set_index(Events.id)
    about = events[Events.begins].dt.strftime("%d.%m.%Y") + " " + events[Events.subject]
    goes_on = events.index[~events[Events.cancelled] & (events[Events.begins] >= pd.Timestamp(today))]
    describe_rows(
        book,
        Invitations,
        today,
        topics=about.to_dict(),
        days=events[Events.begins].dt.normalize().to_dict(),
        needless=~invitations[Invitations.event].isin(goes_on),
    )
    invitations[Invitations.problems] = in_plain_russian(invitations, what_to_fix(book, Invitations))


# Letters


def _write(book: Book, today: date) -> None:
    """A letter to everyone who has not been told how their event stands now."""
    if is_off(book, EVENT):
        return
    invitations = book[Invitations]
    rows = invitations.frame[invitations[Invitations.occasion].notna()]
    for event in _to_be_told(book, today):
        behind = rows[(rows[Invitations.event] == event[Events.id]) & (rows[Invitations.told] != event[Events.change])]
        if event[Events.cancelled] or not event[Events.invite]:
            behind = behind[behind[Invitations.told].notna()]  # who was never invited hears of no cancellation
        if not len(behind):
            continue
        people, told = everyone(book), list[int]()
        shared = {"organisation": organisation(book), "curator": curator(book)}
        for row, invitation in zip(behind.index.tolist(), behind.to_dict("records"), strict=True):
            person = people.get(invitation[Invitations.person]) or _guest(invitation)
            if person:
                _tell(book, event, invitation, person, shared)
                told.append(row)
        if told:
            invitations.set(invitations.index.to_series().isin(told), {Invitations.told: event[Events.change]})


def _to_be_told(book: Book, today: date) -> list[Mapping[Any, Any]]:
    """The events that are still to come and to which people have been called."""
    events = book[Events].frame.dropna(subset=[Events.id, Events.begins, Events.change])
    return [
        event
        for event in events.to_dict("records")
        if event[Events.begins].date() >= today and event[Events.told] == _told(event)
    ]


def _guest(invitation: Mapping[Any, Any]) -> Addressee | None:
    address = invitation[Invitations.guest]
    return None if pd.isna(address) else {"id": "", "full_name": "", "email": address, "greeting": ""}


def _tell(
    book: Book,
    event: Mapping[Any, Any],
    invitation: Mapping[Any, Any],
    person: Addressee,
    shared: Mapping[str, Any],
) -> None:
    first = pd.isna(invitation[Invitations.told])
    begins, change = event[Events.begins].to_pydatetime(), int(event[Events.change])
    number, link = invitation[Invitations.id], as_text(event[Events.link])
    context = {
        **shared,
        "recipient": person["greeting"],
        "says": CANCELLED if event[Events.cancelled] else INVITED if first else MOVED,
        "kind": event[Events.kind],
        "subject": event[Events.subject],
        "day": begins.date(),
        "time": "" if day_alone(begins) else f"{begins:%H:%M}",
        "place": as_text(event[Events.place]),
        "meeting_link": "" if Events.link.column.problem(link) else link,
        "leader": as_text(event[Events.leader]),
        "answer_link": personal_link(book, EventAnswer, number),
    }
    key = f"{EVENT}/{person['id'] or number}/{number}-{change}"
    write(book, "event", context, key=key, to=person["email"], reasons=[key], entries=[_entry(event, begins)])


def _entry(event: Mapping[Any, Any], begins: datetime) -> Entry:
    minutes = USUAL_MINUTES if pd.isna(event[Events.minutes]) else int(event[Events.minutes])
    leader = as_text(event[Events.leader])
    return Entry(
        event[Events.id],
        begins.date(),
        f"{as_text(event[Events.kind]).capitalize()}: {event[Events.subject]}",
        f"Кто ведёт: {leader}" if leader else "",
        hours=None if day_alone(begins) else Hours(begins.time(), minutes),
        place=" ".join(filter(None, (as_text(event[Events.place]), as_text(event[Events.link])))),
        change=int(event[Events.change]),
        cancelled=bool(event[Events.cancelled]),
    )
