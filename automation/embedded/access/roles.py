"""What a person may do with a file: the strongest role that the file, or a folder above it, gives them.

https://developers.google.com/workspace/drive/api/guides/ref-roles
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from automation.embedded.access.person import Person

if TYPE_CHECKING:
    from automation.embedded.drive.files import Files

Json = dict[str, Any]

_RANKS = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}
_NO_ROLE = 0


class Roles:
    """The roles of one person at one moment; each file is looked at once."""

    def __init__(self, files: Files, person: Person, now: datetime) -> None:
        self._files = files
        self._person = person
        self._now = now
        self._ranks: dict[tuple[str, bool], int] = {}

    def may(self, file: Json, role: str) -> bool:
        """Whether the person has ``role`` on ``file``, or a stronger one."""
        return self._rank(file, by_link=True) >= _RANKS[role]

    def finds(self, file: Json) -> bool:
        """Whether ``file`` turns up in the person's lists; knowing a link to it is not enough."""
        return self._rank(file, by_link=False) > _NO_ROLE

    def strongest(self, file: Json) -> str:
        """The name of the person's role on ``file``; empty without one."""
        rank = self._rank(file, by_link=True)
        return next((name for name, each in _RANKS.items() if each == rank), "")

    def answers(self, form: Json) -> bool:
        """Whether the person may fill in a published form.

        A form for whose published side nobody was named is everybody's who has its address.
        https://developers.google.com/workspace/forms/api/guides/publish-form
        """
        named = _named(form)
        return not named or self.may(form, "writer") or any(self._meets(each, by_link=True) for each in named)

    def is_asked(self, form: Json) -> bool:
        """Whether the person is named among those who fill in a published form; knowing a link is not enough."""
        return any(self._meets(each, by_link=False) for each in _named(form))

    def _rank(self, file: Json, *, by_link: bool) -> int:
        if self._person.is_owner:
            return _RANKS["owner"]
        key = (file["id"], by_link)
        if key not in self._ranks:
            own = [_RANKS[each["role"]] for each in file["permissions"] if self._holds(each, by_link=by_link)]
            above = [self._files.find(parent) for parent in file["parents"]]
            inherited = [self._rank(folder, by_link=by_link) for folder in above if folder is not None]
            self._ranks[key] = max([*own, *inherited], default=_NO_ROLE)
        return self._ranks[key]

    def _holds(self, permission: Json, *, by_link: bool) -> bool:
        """Whether a permission is this person's. That to a form's published side says nothing of the form itself."""
        return not permission.get("view") and self._meets(permission, by_link=by_link)

    def _meets(self, permission: Json, *, by_link: bool) -> bool:
        """Whether this person is meant by a permission that is not over."""
        if self._is_over(permission):
            return False
        match permission["type"]:
            case "anyone":
                return by_link or bool(permission.get("allowFileDiscovery"))
            case "domain":
                same = self._person.email.endswith("@" + permission["domain"].lower())
                return same and (by_link or bool(permission.get("allowFileDiscovery")))
        return bool(self._person.email) and permission.get("emailAddress", "").lower() == self._person.email

    def _is_over(self, permission: Json) -> bool:
        end: str = permission.get("expirationTime", "")
        try:
            return bool(end) and datetime.fromisoformat(end) <= self._now
        except (ValueError, TypeError):  # kept before such an end was refused; TypeError: it names no time zone
            return True


def _named(form: Json) -> list[Json]:
    return [each for each in form["permissions"] if each.get("view") == "published"]
