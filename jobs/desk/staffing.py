"""Who somebody is at the desk: by their right to the spreadsheet, or by their row in «Сотрудники»."""

from __future__ import annotations

import time
from collections.abc import Mapping

from automation.embedded.access.person import Person
from automation.embedded.access.roles import Roles
from automation.embedded.workspace import Workspace
from automation.google.errors import WorkspaceError
from jobs.desk.office import Office
from jobs.desk.rights import Role, role_of_staff
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
                self._known = _roles(zip(book[Staff][Staff.email], book[Staff][Staff.role], strict=True))
            self._until = time.monotonic() + _HOLDS
        return self._known


def _roles(staff: zip[tuple[object, object]]) -> dict[str, Role]:
    """E-mail address, in small letters → the strongest of the roles of its rows."""
    found: dict[str, Role] = {}
    for address, role in staff:
        email = str(address).strip().lower()
        if "@" in email and isinstance(role, str):
            found[email] = max(found.get(email, Role.NOBODY), role_of_staff(role))
    return found
