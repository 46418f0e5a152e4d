"""What somebody may see and do at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from sheets_schema.columns import Personal
from sheets_schema.vocabulary import COORDINATOR, CURATOR, DEPUTY, DIRECTOR, PSYCHOLOGIST, SOCIAL_PEDAGOGUE


class Role(IntEnum):
    """What somebody may do at the desk."""

    NOBODY = 0
    READER = 1
    """Sees how the programme stands, and nothing of any person."""
    PSYCHOLOGIST = 2
    """Sees people, to whom help may be offered; not what is thought of them, and not what is written to them."""
    DIRECTOR = 3
    """Sees everything; decides nothing."""
    CURATOR = 4
    """Decides."""

    @property
    def title(self) -> str:
        """As people call it."""
        return _TITLES[self]

    def sees(self, personal: Personal | None) -> bool:
        """Whether a column that tells this of a person is shown."""
        if personal is None or self >= Role.DIRECTOR:
            return True
        return self is Role.PSYCHOLOGIST and personal not in (Personal.ASSESSMENT, Personal.REMARK)


_TITLES = {
    Role.NOBODY: "нет доступа",
    Role.READER: "читатель: показатели без личных данных",
    Role.PSYCHOLOGIST: "психолог: показатели и карточки людей",
    Role.DIRECTOR: "директор: видит всё",
    Role.CURATOR: "куратор: видит всё и решает",
}
_OF_STAFF = {
    CURATOR: Role.CURATOR,
    COORDINATOR: Role.CURATOR,
    DIRECTOR: Role.DIRECTOR,
    DEPUTY: Role.DIRECTOR,
    PSYCHOLOGIST: Role.PSYCHOLOGIST,
    SOCIAL_PEDAGOGUE: Role.PSYCHOLOGIST,
}


def strongest(roles: Sequence[str]) -> Role:
    """What somebody with these roles in «Сотрудники» is at the desk, once they are invited."""
    return max((_OF_STAFF.get(role, Role.READER) for role in roles), default=Role.READER)
