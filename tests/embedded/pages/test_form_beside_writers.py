"""A form while others write: its pages wait for nobody, show what was committed last, and nothing of each other's."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

from automation.embedded import Workspace, serve
from tests.embedded.conftest import Api, checked_session, locked
from tests.embedded.pages.conftest import Visitor
from tests.embedded.pages.test_form import SHORT, Reader, opened
from tests.embedded.test_forms import Form, question


@contextmanager
def somebody_writing(workspace: Workspace) -> Iterator[None]:
    """A long write of the server's own goes on while the block runs: an import, say."""
    begun, done = Event(), Event()

    def write() -> None:
        with workspace.writing():
            begun.set()
            done.wait()

    writer = Thread(target=write)
    writer.start()
    begun.wait()
    try:
        yield
    finally:
        done.set()
        writer.join()


def test_a_form_opens_and_its_pages_turn_while_somebody_writes(api: Api, workspace: Workspace) -> None:
    form = Form(api, SHORT)
    name = (form.entry("ФИО"), "Ветрова Анна")
    with somebody_writing(workspace):
        first = Reader(form, form.page())
        first.hidden.append(name)
        page = first.go_on()
        assert "Класс" in page.text and page.response.status_code == 200
        assert "Ветрова Анна" in page.go_back().text
    assert page.send(Класс="9").response.status_code == 200
    assert form.answers() == {"ФИО": ["Ветрова Анна"], "Класс": ["9"]}


def test_an_answer_that_comes_while_somebody_writes_is_stored_after_them_and_holds_up_nobody(
    api: Api, workspace: Workspace
) -> None:
    form = Form(api, SHORT[:1])
    page = opened(form)
    page.hidden.append((form.entry("ФИО"), "Ветрова Анна"))
    with ThreadPoolExecutor() as respondents:
        with somebody_writing(workspace):
            answer = respondents.submit(page.send)
            assert form.page().status_code == 200
            assert not answer.done()
        assert answer.result().response.status_code == 200
    assert form.answers() == {"ФИО": ["Ветрова Анна"]}


def test_an_answer_that_another_program_keeps_from_being_stored_is_kept_on_the_page(
    api: Api, workspace: Workspace
) -> None:
    form = Form(api, SHORT[:1])
    page = opened(form)
    with locked(workspace):
        refused = page.send(ФИО="Ветрова Анна")
    assert refused.response.status_code == 503 and "другая программа" in refused.text
    assert refused.send().response.status_code == 200
    assert form.answers() == {"ФИО": ["Ветрова Анна"]}


def test_who_has_signed_in_is_known_while_somebody_writes(owner: Visitor, api: Api, workspace: Workspace) -> None:
    form = Form(api, SHORT)
    with somebody_writing(workspace):
        assert owner.get(f"/forms/d/e/{form.id}/viewform").status_code == 200


def test_a_step_is_taken_while_another_program_holds_the_database(api: Api, workspace: Workspace) -> None:
    page = opened(Form(api, SHORT))
    with locked(workspace):
        step = page.go_on(ФИО="Ветрова Анна")
    assert "Класс" in step.text


def test_a_form_that_is_changed_closed_or_deleted_is_so_at_once(api: Api) -> None:
    form = Form(api, SHORT)
    assert "Класс" in opened(form).go_on(ФИО="Ветрова Анна").text
    form.change({"createItem": {"item": question("Отчество", textQuestion={}), "location": {"index": 0}}})
    assert "Отчество" in form.page().text
    form.publish(published=True, accepting=False)
    assert "больше не принимает ответы" in form.page().text
    form.publish(published=True, accepting=True)
    api.patch(f"/drive/v3/files/{form.id}", {"trashed": True})
    assert form.page().status_code == 404
    api.patch(f"/drive/v3/files/{form.id}", {"trashed": False})
    assert form.page().status_code == 200
    assert api.call("DELETE", f"/drive/v3/files/{form.id}").status_code == 204
    assert form.page().status_code == 404


def test_what_another_server_on_the_same_folder_does_to_a_form_is_seen_here(api: Api, workspace: Workspace) -> None:
    form = Form(api, SHORT)
    assert form.page().status_code == 200
    other = Workspace(workspace.directory)
    with serve(other) as server:
        theirs = Api(server.url, checked_session(server))
        theirs.patch(f"/drive/v3/files/{form.id}", {"trashed": True})
        assert form.page().status_code == 404
        theirs.patch(f"/drive/v3/files/{form.id}", {"trashed": False})
        assert form.page().status_code == 200
    other.close()


def test_no_respondent_sees_what_another_has_typed(api: Api) -> None:
    form = Form(api, SHORT)
    first = opened(form)
    assert "Ветрова" in first.go_on(ФИО="Ветрова Анна").go_back().text
    assert "Ветрова" not in form.page().text
    complaint = opened(form).go_on(ФИО="")
    assert complaint.response.status_code == 400
    assert "Ошибка" not in form.page().text
    assert opened(form).hidden != first.hidden
