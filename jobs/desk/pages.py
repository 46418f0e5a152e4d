"""The desk's pages: which address is answered by what, and who may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pandas as pd
from starlette.responses import Response

from automation.documents.letterhead import upper_first
from automation.documents.phrases import date_in_words
from automation.embedded.access import sharing
from automation.embedded.access.person import OWNER_EMAIL, Person
from automation.embedded.drive.kinds import DOCX, XLSX, file_of
from automation.embedded.errors import ApiError
from automation.embedded.pages import rendering
from automation.embedded.pages.addition import Addition, Section
from automation.embedded.pages.register import Page
from automation.embedded.pages.rendering import as_json, back, goes_to
from automation.embedded.pages.visit import Refused, Visit
from automation.embedded.workspace import Workspace
from automation.google.errors import WorkspaceError
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.commit import SpreadsheetBusy
from jobs.desk import addresses, cards, people, rows
from jobs.desk.entering import Entry, Missing, Refusal, row_of, stage
from jobs.desk.importing import Importing
from jobs.desk.office import Office
from jobs.desk.overview import overview
from jobs.desk.own_page import own_page
from jobs.desk.rights import Role, strongest
from jobs.desk.staffing import Staffing
from jobs.desk.switches import switches
from jobs.desk.today import groups
from jobs.desk.trying import agreed, tried
from jobs.desk.writing import ASKED, draft, of_letter, send
from jobs.letters.addressees import organisation
from jobs.letters.correspondence import as_text
from jobs.people.own_link import number_by
from jobs.people.staff import roles_today
from jobs.person.sought import NobodyFound
from jobs.runner.cycles import Wish
from jobs.runner.erasing import ask_for, planned
from jobs.runner.handing_over import as_document, as_spreadsheet, dossier_of
from jobs.runner.holding import Held, look
from jobs.runner.rehearsal import rehearse
from sheets_schema.columns import Link, Personal
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.journal import Journal
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mailings import Mailings
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import ACCEPT

_STATIC = Path(__file__).parent / "static"
_RECENT = 15
"""Lines of the journal."""
_MOST = 100
"""Letters, rows."""
_NO_ROLE = "Этот рабочий стол — для куратора и директора программы. Попросите доступ у владельца."
_ONLY_CURATOR = "Решает здесь куратор; вам открыто всё посмотреть."
_NOT_YOURS = "Эта страница не для вашей роли. Если она вам нужна, попросите куратора изменить роль в «Сотрудниках»."
_WELCOME = "Вам открыт рабочий стол программы наставничества ({organisation})."
_NOBODY_S = ("Страницы нет", "Ссылка устарела или скопирована не полностью. Откройте её из последнего письма.")
_NOT_NOW = ("Страница сейчас недоступна", "Попробуйте ещё раз через несколько минут.")
_CELL, _WAS = "cell.", "was."
_SECTIONS = (
    (Role.READER, Section("Сегодня", addresses.TODAY, "today")),
    (Role.DIRECTOR, Section("Подбор", addresses.MATCHING, "people")),
    (Role.PSYCHOLOGIST, Section("Люди", addresses.PEOPLE, "search")),
    (Role.DIRECTOR, Section("Письма", addresses.LETTERS, "send")),
    (Role.DIRECTOR, Section("Программа", addresses.PROGRAMME, "chart")),
)


class Desk:
    """One organisation's desk. Its pages are methods: of a visit they make a page, and write at most one thing."""

    def __init__(self, office: Office) -> None:
        self.office, self.staffing = office, Staffing(office)
        self.importing = Importing(office, self._show, self._write)

    def addition(self) -> Addition:
        """What a workspace adds to its pages."""
        rendering.add_templates(
            "desk", "jobs.desk", day=date_in_words, moment_of_day=_moment, said=as_text, upper_first=upper_first
        )
        shown: dict[str, tuple[Role, dict[str, Page]]] = {
            addresses.TODAY: (Role.READER, {"GET": self.today}),
            addresses.MATCHING: (Role.DIRECTOR, {"GET": self.matching}),
            addresses.ACCEPT: (Role.CURATOR, {"GET": self.to_accept, "POST": self.accept}),
            addresses.candidates_of("{mentee:path}"): (Role.DIRECTOR, {"GET": self.candidates}),
            addresses.PEOPLE: (Role.PSYCHOLOGIST, {"GET": self.people}),
            addresses.card("{key:path}"): (Role.PSYCHOLOGIST, {"GET": self.card}),
            addresses.held("{key:path}", "{ending}"): (Role.CURATOR, {"GET": self.held}),
            addresses.erase("{key:path}"): (Role.CURATOR, {"GET": self.to_erase, "POST": self.erase}),
            addresses.row("{tab}", "{key:path}"): (Role.DIRECTOR, {"GET": self.row, "POST": self.put_right}),
            addresses.document("{tab}", "{key:path}"): (Role.DIRECTOR, {"GET": self.document}),
            addresses.LETTERS: (Role.DIRECTOR, {"GET": self.letters}),
            addresses.letter("{key:path}"): (Role.DIRECTOR, {"GET": self.letter}),
            addresses.PROGRAMME: (Role.DIRECTOR, {"GET": self.programme}),
            addresses.LOOK: (Role.CURATOR, {"POST": self.look}),
            addresses.INVITE: (Role.CURATOR, {"POST": self.invite}),
            addresses.REHEARSAL: (Role.CURATOR, {"POST": self.rehearsal}),
            addresses.MAILING: (Role.CURATOR, {"GET": self.mailing, "POST": self.send_mailing}),
            addresses.ENTER: (Role.CURATOR, {"POST": self.enter}),
            addresses.IMPORT: (Role.CURATOR, {"GET": self.importing.begin, "POST": self.importing.read}),
            addresses.import_of("{token}"): (
                Role.CURATOR,
                {"GET": self.importing.explain, "POST": self.importing.change},
            ),
            addresses.import_report("{token}"): (Role.CURATOR, {"GET": self.importing.report}),
            addresses.UNDO_IMPORT: (Role.CURATOR, {"POST": self.importing.undo}),
        }
        pages = {
            path: {
                method: partial(self._answer, page, Role.CURATOR if method == "POST" else least)
                for method, page in methods.items()
            }
            for path, (least, methods) in shown.items()
        }
        own = {addresses.own("{token}"): {"GET": self.own}}
        return Addition({**pages, **own}, self.sections, {"desk": _STATIC}, self.tools)

    def sections(self, workspace: Workspace, person: Person) -> Sequence[Section]:
        """What is in the bar for this person."""
        role = self.staffing.role(workspace, person)
        return [section for least, section in _SECTIONS if role >= least]

    def tools(self, workspace: Workspace, person: Person) -> Sequence[Section]:
        """What is offered beside this person's files."""
        is_curator = self.staffing.role(workspace, person) is Role.CURATOR
        return [Section("Внести людей из файла", addresses.IMPORT, "people")] if is_curator else []

    def _answer(self, page: Page, least: Role, visit: Visit) -> Response:
        """What a page says to whoever is at least this; or, in words, why not."""
        role = self.staffing.role(visit.workspace, visit.person)
        if role is Role.NOBODY:
            raise Refused(_NO_ROLE, 403) if visit.person.email else ApiError(401, "Nobody is signed in.")
        if role < least:
            raise Refused(_ONLY_CURATOR if least is Role.CURATOR else _NOT_YOURS, 403)
        try:
            return page(visit)
        except Refusal as error:
            raise Refused(str(error), 404 if isinstance(error, Missing) else 409) from None
        except (TabUnavailable, SpreadsheetBusy, WorkspaceError) as error:
            raise Refused(str(error), 503) from None

    def _role(self, visit: Visit) -> Role:
        return self.staffing.role(visit.workspace, visit.person)

    def _write(self, visit: Visit, decide: Callable[[Book], None]) -> None:
        """Enter something in this person's own name, where they have a right to the spreadsheet of their own."""
        own = visit.person.is_owner or self.staffing.may_write(visit.workspace, visit.person)
        self.office.write(decide, visit.session if own else "")

    def _show(self, visit: Visit, name: str, book: Book, **context: Any) -> Response:
        return rendering.show(
            visit,
            f"desk/{name}.html",
            scripts=True,
            decides=self._role(visit) is Role.CURATOR,
            organisation=organisation(book),
            here=visit.request.url.path + (f"?{visit.request.url.query}" if visit.request.url.query else ""),
            table=book.link,
            addresses=addresses,
            **context,
        )

    def today(self, visit: Visit) -> Response:
        book = self.office.book()
        if self._role(visit) is not Role.CURATOR or visit.asked("as") == "director":
            seen = overview(book, book.today, names=self._role(visit).sees(Personal.NAME))
            return self._show(visit, "overview", book, overview=seen, today=book.today)
        return self._show(visit, "today", book, groups=groups(book, book.today), today=book.today)

    def matching(self, visit: Visit) -> Response:
        book, sought = self.office.book(), visit.asked("q").strip()
        page = int(visit.asked("page")) if visit.asked("page").isdecimal() else 1
        deck = cards.deck(book, book.today, kind=visit.asked("show"), page=page, sought=sought)
        return self._show(visit, "matching", book, deck=deck, kinds=cards.KINDS, sought=sought)

    def candidates(self, visit: Visit) -> Response:
        book, mentee = self.office.book(), visit["mentee"]
        card = cards.card(book, mentee, book.today)
        proposal = visit.asked("try")
        beside = list(cards.side_by_side(book, mentee, [one.id for one in card.candidates]))
        is_known = any(one.proposal == proposal for one in card.candidates)
        effect = tried(book, proposal) if is_known else ""
        return self._show(
            visit, "candidates", book, card=card, answers=beside, effect=effect, mentors=cards.may_be_assigned(book)
        )

    def to_accept(self, visit: Visit) -> Response:
        book = self.office.book()
        proposals = cards.proposals(book)
        would = agreed(book, [one.proposal for one in proposals])
        return self._show(visit, "accept", book, proposals=proposals, would=would)

    def accept(self, visit: Visit) -> Response:
        chosen = visit.fields.get("proposal", [])
        entries = [Entry(Matches, key, {Matches.decision: ACCEPT}, {Matches.decision: ""}) for key in chosen]
        self._write(visit, lambda book: stage(book, entries))
        return goes_to(_written(addresses.MATCHING, len(entries)))

    def people(self, visit: Visit) -> Response:
        book, sought, only = self.office.book(), visit.asked("q").strip(), visit.asked("only") == "fix"
        found = people.find(book, sought, self._role(visit), only_fix=only)
        return self._show(
            visit, "people", book, found=found[: people.MOST], count=len(found), sought=sought, only_fix=only
        )

    def card(self, visit: Visit) -> Response:
        book = self.office.book()
        return self._show(visit, "card", book, card=people.card(book, visit["key"], self._role(visit)))

    def held(self, visit: Visit) -> Response:
        """All that is held of a person, to be handed over to them."""
        told = dossier_of(self.office.google, self._looked(visit["key"]))
        if visit["ending"] == "xlsx":
            return rendering.download(as_spreadsheet(told), f"{visit['key']}.xlsx", XLSX)
        return rendering.download(as_document(told), f"{visit['key']}.docx", DOCX)

    def to_erase(self, visit: Visit) -> Response:
        plan = planned(self.office.google, self._looked(visit["key"]))
        return self._show(visit, "erase", self.office.book(), plan=plan, key=visit["key"], cycles=self.office.cycles)

    def erase(self, visit: Visit) -> Response:
        """Put the erasure down: the next cycle, which is asked for at once, carries it out."""
        numbers = self._looked(visit["key"]).sought.numbers
        google, now = self.office.google, self.office.clock()
        ask_for(google, self.office.spreadsheet, visit["key"], numbers, now=now)
        self.office.cycles.wake(Wish.ALL_JOBS)
        return goes_to(f"{addresses.PROGRAMME}?asked=yes")

    def _looked(self, key: str) -> Held:
        try:
            return look(self.office.google, self.office.spreadsheet, key, now=self.office.clock(), schema=NASTAVNIK)
        except NobodyFound:
            raise Missing(key) from None

    def row(self, visit: Visit) -> Response:
        book = self.office.book(whole=True)
        return self._show(visit, "row", book, form=rows.form(book, _sheet(visit), visit["key"]), back=_from(visit))

    def put_right(self, visit: Visit) -> Response:
        """Write the cells of a form that say something else than they did."""
        entry = _entry(visit, _sheet(visit), visit["key"])
        changed = {name: typed for name, typed in entry.typed.items() if typed != entry.was.get(name)}
        was = {name: entry.was.get(name, "") for name in changed}
        self._write(visit, lambda book: stage(book, [Entry(entry.sheet, entry.key, changed, was)]))
        return goes_to(_written(back(visit, addresses.TODAY), len(changed)))

    def enter(self, visit: Visit) -> Response:
        """Write what one button says."""
        entry = _entry(visit, _sheet_named(visit.sent("tab")), visit.sent("key"))
        self._write(visit, lambda book: stage(book, [entry]))
        if visit.request.headers.get("accept", "").startswith("application/json"):
            return as_json({"written": len(entry.typed)})
        return goes_to(_written(back(visit, addresses.TODAY), 1))

    def document(self, visit: Visit) -> Response:
        """What a row points to, for whoever may see the row: they need no right of their own to the file."""
        sheet = _sheet(visit)
        table = self.office.book()[sheet]
        links = [name for name, column in sheet.columns.items() if isinstance(column, Link)]
        row = table.frame.loc[row_of(table, visit["key"])]
        file_id = next((id_ for name in links if (id_ := file_of(urlsplit(as_text(row[name])).path))), "")
        if not file_id:
            raise Missing(visit["key"])
        content = self.office.google.drive.exported(file_id, DOCX)
        return rendering.download(content, f"{as_text(row.get('subject')) or visit['key']}.docx", DOCX)

    def letters(self, visit: Visit) -> Response:
        book, state = self.office.book(), visit.asked("state")
        frame = book[Letters].frame
        counts = frame[Letters.state].value_counts().to_dict()
        if state:
            frame = frame[frame[Letters.state] == state]
        shown = frame.sort_values(Letters.queued_at, ascending=False, kind="stable").head(_MOST)
        return self._show(
            visit,
            "letters",
            book,
            letters=[_letter(row) for row in shown.to_dict("records")],
            counts=counts,
            count=len(frame),
            state=state,
        )

    def letter(self, visit: Visit) -> Response:
        book = self.office.book()
        letter = book[Letters].frame.loc[row_of(book[Letters], visit["key"])].to_dict()
        deeds = of_letter(book, visit["key"])
        return self._show(visit, "letter", book, letter=_letter(letter), deeds=deeds)

    def mailing(self, visit: Visit) -> Response:
        return self._mailing(visit, self.office.book())

    def _mailing(self, visit: Visit, book: Book, **said: Any) -> Response:
        typed = dict.fromkeys(ASKED, "") | _cells(visit.fields, _CELL)
        return self._show(visit, "mailing", book, typed=typed, columns=Mailings.columns, **said)

    def send_mailing(self, visit: Visit) -> Response:
        """Show who would get it; where that has been seen, have it sent."""
        typed, book = _cells(visit.fields, _CELL), self.office.book()
        try:
            seen = draft(book, typed)
        except Refusal as error:
            return self._mailing(visit, self.office.book(), problems=str(error))
        if seen.problems or visit.sent("deed") != "send" or visit.sent("seen") != seen.reach:
            return self._mailing(visit, self.office.book(), problems=seen.problems, reach=seen.reach)
        self._write(visit, lambda fresh: send(fresh, typed))
        return goes_to(_written(addresses.LETTERS, 1))

    def programme(self, visit: Visit) -> Response:
        book, cycles = self.office.book(), self.office.cycles
        journal = book[Journal].frame.sort_values([Journal.at, Journal.id], ascending=False).head(_RECENT)
        return self._show(
            visit,
            "programme",
            book,
            cycles=cycles,
            last_at=_local(book, cycles.last_at),
            next_at=_local(book, cycles.next_at),
            journal=journal.to_dict("records"),
            forms=_forms(book),
            staff=_staff(book),
            switches=switches(book),
            overview=overview(book, book.today),
            Journal=Journal,
        )

    def invite(self, visit: Visit) -> Response:
        """Let a member of staff in: a personal link to the desk, and the folder with all that is made here."""
        book = self.office.book()
        row = row_of(book[Staff], visit.sent("key"))
        email, role = as_text(book[Staff][Staff.email][row]).strip().lower(), strongest(roles_today(book)[row])
        if Staff.email.column.problem(email) or email == OWNER_EMAIL:
            raise Refusal("У этого человека на листе «Сотрудники» нет адреса, на который можно писать.")
        if role >= Role.DIRECTOR:
            self.office.google.drive.share(book.state.folder, email, "writer" if role is Role.CURATOR else "reader")
        with visit.workspace.writing():
            link = visit.workspace.sign_ins.new_link(email, visit.workspace.now(), addresses.TODAY)
            address = f"{visit.base_url}/signin/{link}"
            sharing.welcome(visit.workspace, email, _WELCOME.format(organisation=organisation(book)), address)
        return self._show(visit, "invited", book, email=email, link=address, role=role, leaves=visit.workspace.delivers)

    def rehearsal(self, visit: Visit) -> Response:
        """What a cycle would do now; nothing is written."""
        told = rehearse(self.office.google, self.office.spreadsheet, now=self.office.clock())
        kinds = Counter((one.kind, one.goes_now) for one in told.letters)
        return self._show(visit, "rehearsal", self.office.book(), told=told, kinds=kinds)

    def own(self, visit: Visit) -> Response:
        """The page of whoever has its address: no sign-in, and nothing that is not theirs."""
        try:
            book = self.office.book()
            number = number_by(book, visit["token"])
            if not number:
                return rendering.message(visit, *_NOBODY_S, 404)
            page = own_page(book, number, book.today)
        except (TabUnavailable, WorkspaceError):
            return rendering.message(visit, *_NOT_NOW, 503)
        return rendering.unreferred(rendering.show(visit, "desk/own.html", page=page))

    def look(self, visit: Visit) -> Response:
        """Have a cycle run at once."""
        self.office.cycles.wake(Wish.ALL_JOBS)
        return goes_to(f"{addresses.PROGRAMME}?asked=yes")


def _forms(book: Book) -> dict[str, str]:
    """Title of a questionnaire → the address of its page, in the order of the tabs that they fill."""
    forms = sorted(NASTAVNIK.forms, key=lambda form: form.fills.position)
    return {form.title: book.state.links[form.name] for form in forms if form.name in book.state.links}


def _staff(book: Book) -> list[dict[str, Any]]:
    """Who may be invited, and as what."""
    if book.unavailable(Staff.name):
        return []
    rows, roles = book[Staff].frame.dropna(subset=[Staff.id, Staff.email]), roles_today(book)
    return [
        {
            "key": row[Staff.id],
            "name": as_text(row[Staff.full_name]),
            "job": ", ".join(roles[label]),
            "may": strongest(roles[label]).title,
        }
        for label, row in zip(rows.index.tolist(), rows.to_dict("records"), strict=True)
    ]


def _local(book: Book, moment: datetime | None) -> datetime | None:
    return book.local(moment) if moment else None


def _moment(when: Any) -> str:
    """A time of the organisation's clock, as lists have it."""
    return "" if when is None or pd.isna(when) else f"{when:%d.%m.%Y %H:%M}"


def _written(address: str, cells: int) -> str:
    """The address of the page to go on with, which says that it was written."""
    parts = urlsplit(address)
    query = [(name, said) for name, said in parse_qsl(parts.query) if name != "written"]
    return parts._replace(query=urlencode([*query, ("written", cells)])).geturl()


def _from(visit: Visit) -> str:
    """The page that a link was followed from; the desk's first where it is none of ours."""
    return rendering.own_address(visit.asked("from"), addresses.TODAY)


def _sheet(visit: Visit) -> type[Sheet]:
    return _sheet_named(visit["tab"])


def _sheet_named(name: str) -> type[Sheet]:
    found = next((sheet for sheet in NASTAVNIK.sheets if sheet.name == name), None)
    if found is None:
        raise Missing(name)
    return found


def _entry(visit: Visit, sheet: type[Sheet], key: str) -> Entry:
    """What a form says of the cells of a row: several choices of one cell come as several fields."""
    typed = _cells(visit.fields, _CELL)
    return Entry(sheet, key, typed, _cells(visit.fields, _WAS))


def _cells(fields: Mapping[str, Sequence[str]], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): _joined(said) for name, said in fields.items() if name.startswith(prefix)}


def _joined(said: Iterable[str]) -> str:
    return ", ".join(part.replace("\r\n", "\n").strip() for part in said if part.strip())


def _letter(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "key": str(row[Letters.id]),
        "to": as_text(row[Letters.recipient]),
        "subject": as_text(row[Letters.subject]),
        "state": as_text(row[Letters.state]),
        "problems": as_text(row[Letters.problems]),
        "text": as_text(row[Letters.text]),
        "queued": row[Letters.queued_at],
        "sent": row[Letters.sent_at],
        "address": addresses.letter(str(row[Letters.id])),
    }
