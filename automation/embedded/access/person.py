"""Somebody who uses the workspace."""

from __future__ import annotations

from dataclasses import dataclass, field

OWNER_EMAIL = "owner@workspace.local"
OWNER_NAME = "Владелец"


@dataclass(frozen=True)
class Person:
    """A person by e-mail address, in small letters; without one, somebody who has not signed in."""

    email: str = ""
    is_program: bool = field(default=False, compare=False)
    """Whether it is a program that acts for this person, by the workspace's token."""

    @property
    def is_owner(self) -> bool:
        """Whether the whole workspace is this person's, and so every file in it."""
        return self.email == OWNER_EMAIL

    @property
    def author(self) -> str:
        """Who the history of a spreadsheet says has done it: the address, and of what a program did none."""
        return "" if self.is_program else self.email

    @property
    def name(self) -> str:
        """What others see."""
        return OWNER_NAME if self.is_owner else self.email.partition("@")[0]


OWNER = Person(OWNER_EMAIL)
PROGRAM = Person(OWNER_EMAIL, is_program=True)
NOBODY = Person()
