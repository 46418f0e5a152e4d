"""People as Drive shows them.

https://developers.google.com/workspace/drive/api/reference/rest/v3/User
"""

from __future__ import annotations

from typing import Any

from automation.embedded.access.person import Person
from automation.embedded.drive.files import permission_id

Json = dict[str, Any]


def user(person: Person, *, seen_by: Person) -> Json:
    """``person`` as Drive's ``User``."""
    return {
        "kind": "drive#user",
        "displayName": person.name,
        "me": person == seen_by,
        "permissionId": permission_id(person.email),
        "emailAddress": person.email,
    }


def author(person: Person) -> Json:
    """``person`` as the author of a comment or a reply, whose address is not told.

    ``me`` is put in when somebody reads it (`seen_author`).
    """
    return {"kind": "drive#user", "displayName": person.name, "permissionId": permission_id(person.email)}


def seen_author(written: Json, person: Person) -> Json:
    """The author kept in a comment or a reply, as ``person`` sees it."""
    return {**written, "me": written["permissionId"] == permission_id(person.email)}
