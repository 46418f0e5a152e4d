"""Mail: labels, the trash, and letters that belong together."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.embedded.test_mail import Google, found, letter, send


def status(call: Any) -> int:
    with pytest.raises(HttpError) as caught:
        call.execute()
    code: int = caught.value.status_code
    return code


def test_the_mailbox_has_gmail_s_own_labels_with_their_counts(google: Google) -> None:
    send(google, letter())
    labels = google("gmail.v1").users().labels()
    names = {each["id"]: each["type"] for each in labels.list(userId="me").execute()["labels"]}
    assert {"INBOX", "SENT", "TRASH", "SPAM", "DRAFT", "UNREAD", "STARRED"} <= set(names)
    assert set(names.values()) == {"system"}
    sent = labels.get(userId="me", id="SENT").execute()
    assert (sent["messagesTotal"], sent["threadsTotal"], sent["messagesUnread"]) == (1, 1, 0)
    assert status(labels.get(userId="me", id="Label_1")) == 404


def test_a_letter_in_the_trash_is_found_only_there_and_comes_back(google: Google) -> None:
    sent = send(google, letter())
    messages = google("gmail.v1").users().messages()
    trashed = messages.trash(userId="me", id=sent["id"]).execute()
    assert set(trashed["labelIds"]) == {"SENT", "TRASH"}
    assert found(google, "") == found(google, "rfc822msgid:reminder/1@nastavnik") == []
    assert found(google, "in:trash") == found(google, "in:anywhere") == [sent["id"]]
    for options in ({"includeSpamTrash": True}, {"labelIds": ["TRASH"]}):
        assert messages.list(userId="me", **options).execute()["messages"][0]["id"] == sent["id"]
    assert messages.untrash(userId="me", id=sent["id"]).execute()["labelIds"] == ["SENT"]
    assert found(google, "") == [sent["id"]]


def test_a_deleted_letter_is_gone(google: Google) -> None:
    ids = [send(google, letter(key=str(number)))["id"] for number in range(3)]
    messages = google("gmail.v1").users().messages()
    messages.delete(userId="me", id=ids[0]).execute()
    assert status(messages.get(userId="me", id=ids[0])) == 404
    assert status(messages.delete(userId="me", id=ids[0])) == 404
    messages.batchDelete(userId="me", body={"ids": [ids[0], ids[1]]}).execute()
    assert found(google, "") == [ids[2]]


def test_labels_of_one_s_own_are_made_put_on_renamed_and_removed(google: Google) -> None:
    sent = send(google, letter())
    users = google("gmail.v1").users()
    made = users.labels().create(userId="me", body={"name": "Наставники"}).execute()
    assert (made["type"], made["labelListVisibility"]) == ("user", "labelShow")
    assert status(users.labels().create(userId="me", body={"name": "НАСТАВНИКИ"})) == 409
    change = {"addLabelIds": [made["id"], "STARRED"]}
    changed = users.messages().modify(userId="me", id=sent["id"], body=change).execute()
    assert changed["labelIds"] == ["SENT", made["id"], "STARRED"]
    assert found(google, "is:starred") == found(google, "-is:unread") == [sent["id"]]
    users.messages().batchModify(userId="me", body={"ids": [sent["id"]], "removeLabelIds": ["STARRED"]}).execute()
    assert found(google, "is:starred") == []
    assert users.labels().get(userId="me", id=made["id"]).execute()["messagesTotal"] == 1
    renamed = users.labels().patch(userId="me", id=made["id"], body={"name": "Кураторы"}).execute()
    assert renamed["name"] == "Кураторы"
    users.labels().delete(userId="me", id=made["id"]).execute()
    assert users.messages().get(userId="me", id=sent["id"], format="minimal").execute()["labelIds"] == ["SENT"]


@pytest.mark.parametrize("body", [{}, {"addLabelIds": ["SENT"]}, {"addLabelIds": ["Label_9"]}])
def test_labels_that_nobody_may_put_on_are_refused(google: Google, body: dict[str, Any]) -> None:
    sent = send(google, letter())
    assert status(google("gmail.v1").users().messages().modify(userId="me", id=sent["id"], body=body)) == 400
    assert status(google("gmail.v1").users().labels().delete(userId="me", id="INBOX")) == 400


def test_letters_of_a_thread_are_read_and_thrown_away_together(google: Google) -> None:
    first = send(google, letter(key="a"))
    raw = base64.urlsafe_b64encode(letter("Re: Напоминание", key="b").as_bytes()).decode()
    users = google("gmail.v1").users()
    second = users.messages().send(userId="me", body={"raw": raw, "threadId": first["threadId"]}).execute()
    other = send(google, letter(key="c"))
    listed = users.threads().list(userId="me").execute()["threads"]
    assert [each["id"] for each in listed] == [other["threadId"], first["threadId"]]
    thread = users.threads().get(userId="me", id=first["threadId"], format="minimal").execute()
    assert [each["id"] for each in thread["messages"]] == [first["id"], second["id"]]
    users.threads().trash(userId="me", id=first["threadId"]).execute()
    assert found(google, "") == [other["id"]]
    users.threads().untrash(userId="me", id=first["threadId"]).execute()
    users.threads().modify(userId="me", id=first["threadId"], body={"addLabelIds": ["IMPORTANT"]}).execute()
    assert len(found(google, "is:important")) == 2
    users.threads().delete(userId="me", id=first["threadId"]).execute()
    assert status(users.threads().get(userId="me", id=first["threadId"])) == 404


@pytest.mark.parametrize("method", ["insert", "import_"])
def test_a_letter_is_put_into_the_mailbox_without_being_sent(google: Google, method: str) -> None:
    body = {"raw": base64.urlsafe_b64encode(letter().as_bytes()).decode(), "labelIds": ["INBOX", "UNREAD"]}
    messages = google("gmail.v1").users().messages()
    put = getattr(messages, method)(userId="me", body=body, internalDateSource="dateHeader").execute()
    assert put["labelIds"] == ["INBOX", "UNREAD"]
    assert found(google, "in:inbox is:unread rfc822msgid:reminder/1@nastavnik") == [put["id"]]
    shown = messages.get(userId="me", id=put["id"], format="minimal").execute()
    assert shown["internalDate"] == "1788255000000"
    assert status(messages.insert(userId="me", body={**body, "labelIds": ["Label_7"]})) == 400
