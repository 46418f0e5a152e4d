"""Who somebody is at the desk: by their right to the spreadsheet, or by their row in «Сотрудники»."""

from __future__ import annotations

import time
from collections.abc import Mapping

from automation.embedded.access.person import Person
from automation.embedded.access.roles import Roles
from automation.embedded.workspace import Workspace
from automation.google.errors import WorkspaceError
from automation.workbook.book import Book
from jobs.desk.office import Office
from jobs.desk.rights import Role, strongest
from jobs.people.staff import roles_today
from sheets_schema.tabs.staff import Staff

_HOLDS = 30.0
"""Seconds for which it is remembered who holds which role."""


class Staffing:
    """The roles of one organisation's people."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: Mapping[str, Role] = {}
        self._until = 0.0

    def role(self, workspace: Workspace, person: Person) -> Role:
        """What this person is here. Whoever has not signed in is nobody."""
        if person.is_owner:
            return Role.CURATOR
        if not person.email:
            return Role.NOBODY
        if self.may_write(workspace, person):
            return Role.CURATOR
        return self._of_staff().get(person.email, Role.NOBODY)

    def may_write(self, workspace: Workspace, person: Person) -> bool:
        """Whether the spreadsheet lies in this workspace and this person may write in it."""
        with workspace.reading():
            file = workspace.files.find(self._office.spreadsheet)
            return file is not None and Roles(workspace.files, person, workspace.now()).may(file, "writer")

    def _of_staff(self) -> Mapping[str, Role]:
        if time.monotonic() >= self._until:
            try:
                book = self._office.book()
            except WorkspaceError:
                return self._known
            if not book.unavailable(Staff.name):
                self._known = _roles(book)
            self._until = time.monotonic() + _HOLDS
        return self._known


def _roles(book: Book) -> dict[str, Role]:
    """E-mail address, in small letters → the strongest of the roles that its people have today."""
    addresses = book[Staff][Staff.email].fillna("").str.strip().str.lower()
    found: dict[str, Role] = {}
    for row, roles in roles_today(book).items():
        if "@" in (email := addresses[row]) and roles:
            found[email] = max(found.get(email, Role.NOBODY), strongest(roles))
    return found
