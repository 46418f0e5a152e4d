"""Mail: what Gmail's search language finds, and what it refuses."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from automation.embedded import Workspace
from automation.embedded.access.person import OWNER
from tests.embedded.conftest import NOW, Clock
from tests.embedded.test_mail import Google, found, letter

Find = Callable[[str], str]


def put(google: Google, message: EmailMessage, labels: list[str]) -> str:
    body = {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode(), "labelIds": labels}
    put: dict[str, Any] = google("gmail.v1").users().messages().insert(userId="me", body=body).execute()
    return str(put["id"])


def make_label(google: Google, name: str) -> str:
    made: dict[str, Any] = google("gmail.v1").users().labels().create(userId="me", body={"name": name}).execute()
    return str(made["id"])


@pytest.fixture
def find(google: Google, clock: Clock) -> Find:
    """Three letters, the keys of those that a query finds: ``a`` is 400 days old, ``b`` 40 days, ``c`` new."""
    labels = {name: make_label(google, name) for name in ("Наставники", "Приказы/О парах 2026", "Пусто")}
    old = letter("Приказ О парах", to=OWNER.email, key="a")
    old["Delivered-To"] = OWNER.email
    attached = letter("Встреча: план", to="anna@example.ru", key="b")
    attached.replace_header("From", f"Куратор <{OWNER.email}>")
    attached.add_attachment(b"x" * 20_000, maintype="application", subtype="pdf", filename="План.pdf")
    listed = letter("Новости", to="all@example.ru", key="c")
    listed["List-ID"] = "Наставники <mentors.example.ru>"
    keys: dict[str, str] = {}
    clock.now = NOW - timedelta(days=400)
    keys[put(google, old, ["INBOX", labels["Приказы/О парах 2026"]])] = "a"
    clock.now = NOW - timedelta(days=40)
    keys[put(google, attached, ["INBOX", "STARRED", labels["Наставники"]])] = "b"
    clock.now = NOW
    keys[put(google, listed, ["INBOX", "UNREAD", labels["Наставники"], "CATEGORY_UPDATES"])] = "c"
    return lambda query: "".join(sorted(keys[each] for each in found(google, query)))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("label:наставники", "bc"),
        ("label:НАСТАВНИКИ is:unread", "c"),
        ("label:приказы-о-парах-2026", "a"),
        ('label:"Приказы/О парах 2026"', "a"),
        ("in:наставники", "bc"),
        ("-label:наставники", "a"),
        ("label:пусто", ""),
        ("label:нет-такого", ""),
        ("label:inbox", "abc"),
        ("label:starred", "b"),
        ("has:userlabels", "abc"),
        ("has:nouserlabels", ""),
        ("category:updates", "c"),
        ("from:me", "b"),
        ("to:me", "a"),
        ("-from:me", "ac"),
        ("deliveredto:me", "a"),
        ("newer_than:1d", "c"),
        ("newer_than:2m", "bc"),
        ("newer_than:2y", "abc"),
        ("older_than:1m", "ab"),
        ("older_than:1y", "a"),
        ("older_than:100000y", ""),
        ("larger:10K", "b"),
        ("larger:1M", ""),
        ("size:10000", "b"),
        ("smaller:10k", "ac"),
        ("smaller:1M", "abc"),
        ("subject:приказ OR subject:новости", "ac"),
        ("приказ OR новости is:unread", "c"),
        ("{subject:приказ subject:встреча}", "ab"),
        ("subject:{приказ новости}", "ac"),
        ("subject:(приказ парах)", "a"),
        ("subject:(приказ новости)", ""),
        ("subject:(приказ OR новости)", "ac"),
        ("-{subject:приказ subject:встреча}", "c"),
        ("-(is:starred from:me)", "ac"),
        ("-(is:starred from:curator)", "abc"),
        ("is:read AND from:me", "b"),
        ('"О парах"', "a"),
        ('-"О парах"', "bc"),
        ('subject:"встреча: план"', "b"),
        ("(subject:приказ OR (is:starred has:attachment))", "ab"),
        ("from:(me OR nobody)", "b"),
        ("filename:pdf", "b"),
        ("filename:план.pdf", "b"),
        ("filename:docx", ""),
        ("list:mentors.example.ru", "c"),
        ("rfc822msgid:b@nastavnik", "b"),
        ("{rfc822msgid:a@nastavnik rfc822msgid:<c@nastavnik>}", "ac"),
        ("after:2026/08/01", "c"),
        ("after:2026-08-01", "c"),
        ("after:08/01/2026", "c"),
        ("after:1785542400", "c"),
        ("newer:2026/01/01 older:2026/08/01", "b"),
        ("before:2026/01/01", "a"),
        ("is:inbox is:starred", "b"),
        ("встреча: план", "b"),
        ("нечто:иное", ""),
        ("http://example.ru", ""),
        ("+новости", "c"),
        (")(", "abc"),
        ("(приказ", "a"),
    ],
)
def test_a_query_finds_what_gmail_finds(find: Find, query: str, keys: str) -> None:
    assert find(query) == keys


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("has:drive", "has:drive"),
        ("is:snoozed", "is:snoozed"),
        ("category:reservations", "category:reservations"),
        ("newer_than:soon", "soon"),
        ("older_than:5", "5"),
        ("larger:big", "big"),
        ("smaller:10T", "10T"),
        ("after:yesterday", "yesterday"),
        ("before:2026/13/45", "2026/13/45"),
        ("приказ AROUND 5 парах", "AROUND"),
        ("(" * 60 + "a", "deep"),
        ("-" * 60 + "a", "deep"),
        ("a " * 151, "terms"),
    ],
)
def test_what_this_mailbox_cannot_look_for_is_refused_by_name(google: Google, query: str, word: str) -> None:
    with pytest.raises(HttpError, match="Invalid search query") as caught:
        found(google, query)
    assert caught.value.status_code == 400
    assert word in str(caught.value)


def test_a_letter_in_the_trash_is_found_by_those_who_name_it_wherever_in_the_query(google: Google) -> None:
    trashed = put(google, letter(), ["TRASH"])
    for query in ("in:trash", "label:trash", "{in:inbox in:trash}", "(in:anywhere subject:напоминание)"):
        assert found(google, query) == [trashed]
    for query in ("", "-in:trash", "-(in:trash)", "-in:spam", "-{in:spam in:anywhere}", "subject:напоминание"):
        assert found(google, query) == []


def test_a_label_is_found_by_its_new_name(google: Google) -> None:
    label = make_label(google, "Отчёты")
    kept = put(google, letter(), [label])
    google("gmail.v1").users().labels().patch(userId="me", id=label, body={"name": "Сводки за год"}).execute()
    assert found(google, "label:отчёты") == []
    assert found(google, "label:сводки-за-год") == [kept]


def test_letters_of_a_folder_from_an_earlier_version_are_found_by_their_files(
    google: Google, workspace: Workspace
) -> None:
    message = letter()
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="План.pdf")
    kept = put(google, message, ["INBOX"])
    for column in ("file_names", "list_id", "delivered_to"):
        workspace.storage.execute(f"ALTER TABLE message_words DROP COLUMN {column}")
    opened = Workspace(workspace.directory)
    opened.close()
    assert found(google, "filename:pdf") == [kept]
