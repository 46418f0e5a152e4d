"""Somebody who uses the workspace."""

from __future__ import annotations

from dataclasses import dataclass

OWNER_EMAIL = "owner@workspace.local"
OWNER_NAME = "Владелец"


@dataclass(frozen=True)
class Person:
    """A person by e-mail address, in small letters; without one, somebody who has not signed in."""

    email: str = ""

    @property
    def is_owner(self) -> bool:
        """Whether the whole workspace is this person's, and so every file in it."""
        return self.email == OWNER_EMAIL

    @property
    def name(self) -> str:
        """What others see."""
        return OWNER_NAME if self.is_owner else self.email.partition("@")[0]


OWNER = Person(OWNER_EMAIL)
NOBODY = Person()
