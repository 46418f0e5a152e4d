"""Where the desk's pages are."""

from __future__ import annotations

from urllib.parse import quote

from jobs.people.own_link import PATH

TODAY = "/desk"
MATCHING = "/desk/matching"
PEOPLE = "/desk/people"
LETTERS = "/desk/letters"
PROGRAMME = "/desk/programme"
ENTER = "/desk/enter"
ACCEPT = "/desk/accept"
LOOK = "/desk/look"
INVITE = "/desk/invite"
REHEARSAL = "/desk/rehearsal"
MAILING = "/desk/mailing"
IMPORT = "/desk/import"
UNDO_IMPORT = "/desk/undo-import"


def candidates_of(mentee: str) -> str:
    """The page of one mentee's candidates."""
    return f"{MATCHING}/{_in_path(mentee)}"


def card(key: str) -> str:
    """The page of a person or of a pair."""
    return f"/desk/card/{_in_path(key)}"


def import_of(token: str) -> str:
    """The page of a file that was read and may be taken in."""
    return f"{IMPORT}/{token}"


def import_report(token: str) -> str:
    """What became of each of its rows, to download."""
    return f"{IMPORT}/{token}/report"


def row(tab: str, key: str) -> str:
    """The page where a row is put right."""
    return f"/desk/row/{tab}/{_in_path(key)}"


def document(tab: str, key: str) -> str:
    """Where the document of a row is downloaded by whoever may see the row."""
    return f"/desk/document/{tab}/{_in_path(key)}"


def held(key: str, ending: str) -> str:
    """Where all that is held of a person is downloaded, as a file of this ending."""
    return f"/desk/held/{ending}/{_in_path(key)}"


def erase(key: str) -> str:
    """The page where a person's data is erased."""
    return f"/desk/erase/{_in_path(key)}"


def own(token: str) -> str:
    """A participant's own page."""
    return f"{PATH}{token}"


def letter(key: str) -> str:
    """The page of a letter."""
    return f"{LETTERS}/{_in_path(key)}"


def _in_path(key: str) -> str:
    """A key as the rest of a path: those of letters and proposals have slashes of their own."""
    return quote(key, safe="/{}:")
