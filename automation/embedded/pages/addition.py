"""Pages that another program adds to the workspace's own, behind the same sign-in and within the same frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from automation.embedded.access.person import Person
    from automation.embedded.pages.register import Page
    from automation.embedded.workspace import Workspace

FILES = "/drive"
"""Where people begin who have nothing else to begin with."""


class Section(NamedTuple):
    """An entry of the bar above every page."""

    name: str
    address: str
    icon: str


def _nothing(workspace: Workspace, person: Person) -> Sequence[Section]:
    return ()


@dataclass(frozen=True)
class Addition:
    """What is added.

    Attributes:
        pages: address → HTTP method → the function that answers.
        sections: what a person finds of it in the bar; the first is where they begin. Asked on every page: it must
            neither wait nor compute for long.
        tools: what is offered to a person beside the files of «Диск»; asked on each of its lists.
        static: name below `/static` → the folder that is served there.
    """

    pages: Mapping[str, Mapping[str, Page]] = field(default_factory=dict)
    sections: Callable[[Workspace, Person], Sequence[Section]] = _nothing
    static: Mapping[str, Path] = field(default_factory=dict)
    tools: Callable[[Workspace, Person], Sequence[Section]] = _nothing

    def home(self, workspace: Workspace, person: Person) -> str:
        """The page where this person begins."""
        return next((section.address for section in self.sections(workspace, person)), FILES)


NOTHING = Addition()
