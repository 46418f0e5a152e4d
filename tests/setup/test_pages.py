"""The pages of the set-up: who is let in, how answers are checked, and what is tried out."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest
import requests

from automation.google.credentials import of_user
from jobs.runner.configuration import Configuration, load, save
from jobs.setup.questions import STEPS
from jobs.setup.session import Session
from jobs.setup.time_zones import TIME_ZONES
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import CURATOR, DIRECTOR
from tests.cli.conftest import free_port
from tests.google.loopback import Reply, closed_port, mail_server, scripted
from tests.setup.conftest import NAMES, NOW, YEARS, Clicker, told

SMTP = {
    "mail": "smtp",
    "mail_host": "127.0.0.1",
    "mail_sender": "school@example.com",
    "mail_trial": "me@example.com",
    "deed": "letter",
}


def test_the_link_lets_one_browser_in_and_nobody_else(clicker: Clicker) -> None:
    start = f"/start/{clicker.session.secret}"
    assert clicker.open(start).url.endswith("/step/organisation")
    other = requests.get(clicker.url + start, timeout=20)
    assert other.status_code == 403 and "в другом браузере" in other.text
    assert requests.get(clicker.url + "/start/guess", timeout=20).status_code == 404
    for path in ("/", "/step/organisation", "/review", "/making", "/google"):
        without = requests.get(clicker.url + path, timeout=20)
        assert without.status_code == 403 and "Нужна ссылка" in without.text


def test_another_sites_page_and_another_name_are_refused(clicker: Clicker) -> None:
    step = clicker.url + "/step/organisation"
    assert clicker.browser.post(step, NAMES, headers={"Origin": "http://evil.example"}, timeout=20).status_code == 403
    assert clicker.browser.get(step, headers={"Host": "evil.example"}, timeout=20).status_code == 421
    assert not clicker.session.done


@pytest.mark.parametrize(
    ("step", "typed", "name", "says"),
    [
        ("organisation", {}, "organisation", "Не заполнено"),
        ("organisation", {**NAMES, "phone": "12"}, "phone", "не полный номер"),
        ("organisation", {**NAMES, "email": "a@@b"}, "email", "не похоже на адрес"),
        ("organisation", {**NAMES, "inn": "44"}, "inn", "10 или 12 цифр"),
        ("organisation", {**NAMES, "time_zone": "Mars"}, "time_zone", "Выберите из списка"),
        ("plan", {**YEARS, "plan": ""}, "plan", "Не заполнено"),
        ("plan", {**YEARS, "plan": "ktt", "period_start": "скоро"}, "period_start", "не дата"),
        ("plan", {**YEARS, "plan": "ktt", "period_end": "01.01.2026"}, "period_end", "кончается раньше"),
        ("people", {"director_full_name": "Иванов Иван"}, "director_email", "Не заполнено"),
        ("people", {"curator_full_name": "Иванова", "curator_email": "i@b.ru"}, "curator_full_name", "неполное имя"),
        ("workspace", {"workspace": "google"}, "client_secret", "Выберите файл"),
        ("mail", {**SMTP, "mail_port": "0"}, "mail_port", "слишком мало"),
        ("mail", {**SMTP, "mail_port": "587", "mail_host": "http://smtp.ru"}, "mail_host", "не имя сервера"),
        ("mail", {**SMTP, "mail_port": "587", "deed": ""}, "mail_trial", "Отправьте пробное письмо"),
        ("address", {"reached": "here", "port": "много"}, "port", "не число"),
        ("address", {"reached": "network", "port": "8800", "network_name": "http://a"}, "network_name", "не имя"),
        (
            "address",
            {"reached": "proxy", "port": "8800", "public_address": "школа"},
            "public_address",
            "не адрес сайта",
        ),
        (
            "address",
            {"reached": "proxy", "port": "8800", "public_address": f"https://{'a' * 64}.ru"},
            "public_address",
            "не адрес сайта",
        ),
        ("address", {"reached": "network", "port": "99999", "network_name": "school"}, "port", "слишком много"),
    ],
)
def test_a_wrong_answer_is_told_beside_the_field_and_kept(
    clicker: Clicker, step: str, typed: dict[str, str], name: str, says: str
) -> None:
    page = clicker.say(step, **typed)
    assert page.status_code == 400 and says in told(page, name)
    assert step not in clicker.session.done
    for field, text in typed.items():
        assert field == "deed" or clicker.session.answers[field] == text
    assert f'<a href="#{name}">' in page.text and "<title>Ошибка: " in page.text


def test_what_is_not_asked_for_need_not_be_filled_in(clicker: Clicker) -> None:
    assert clicker.say("organisation", **NAMES).url.endswith("/step/plan")
    assert clicker.say("plan", **YEARS, plan="none").url.endswith("/step/people")
    assert clicker.say("people").url.endswith("/step/workspace")
    assert clicker.say("workspace", workspace="embedded").url.endswith("/step/mail")
    # Enter presses the first button, that of the trial letter, though no mail server is wanted.
    assert clicker.say("mail", mail="workspace", deed="letter").url.endswith("/step/address")
    review = clicker.say("address", reached="here", port=str(free_port()))
    assert review.url.endswith("/review")
    for said in ("Не назван: директор, куратор", "Письма никому не придут", "только на этом компьютере"):
        assert said in review.text
    assert clicker.session.configuration().roadmap == ""


def test_a_plan_for_other_years_than_named_is_pointed_out(clicker: Clicker) -> None:
    clicker.session.done = {step.name for step in STEPS}
    clicker.session.answers.update({**NAMES, **YEARS, "plan": "technolyceum"})
    assert "рассчитан на другое число лет" in clicker.open("/review").text
    clicker.session.answers["period_end"] = "31.08.2029"
    assert "рассчитан на другое число лет" not in clicker.open("/review").text


def test_the_trial_letter_goes_at_once_and_the_person_says_that_it_came(clicker: Clicker) -> None:
    with mail_server() as server:
        sent = clicker.say("mail", **SMTP, mail_port=str(server.port))
        assert "Письмо отправлено на me@example.com" in sent.text and server.recipients == ["<me@example.com>"]
        going_on = {**SMTP, "deed": "", "mail_port": str(server.port)}
        assert "Отметьте, что письмо пришло" in told(clicker.say("mail", **going_on), "came")
        # What went by other settings says nothing of these.
        assert "Отправьте пробное" in told(clicker.say("mail", **{**going_on, "mail_sender": "a@b.ru"}), "mail_trial")
        assert "mail" not in clicker.session.done
        clicker.say("mail", **going_on, came="yes")
    assert "mail" in clicker.session.done
    assert clicker.session.configuration().mail.sender == "school@example.com"


@pytest.mark.parametrize(
    ("answers", "name", "says"),
    [
        ({"AUTH": "535 no"}, "mail_password", "не принял имя или пароль"),
        ({"CONNECT": ""}, "mail_host", "оборвал связь"),
        ({"AUTH": "235 ok", "MAIL": "553 who?"}, "mail_sender", "не принял адрес отправителя"),
        ({"AUTH": "235 ok", "RCPT": "550 nobody"}, "mail_trial", "не принял письмо"),
    ],
)
def test_what_a_mail_server_does_not_like_is_told_beside_that_field(
    clicker: Clicker, answers: dict[str, str], name: str, says: str
) -> None:
    with mail_server(answers) as server:
        typed = {**SMTP, "mail_port": str(server.port), "mail_user": "school", "mail_password": "secret"}
        page = clicker.say("mail", **typed)
    assert says in told(page, name) and "secret" not in told(page, name)


def test_a_mail_server_that_is_not_there_is_told(clicker: Clicker) -> None:
    page = clicker.say("mail", **SMTP, mail_port=str(closed_port()))
    assert "никто не отвечает" in told(page, "mail_host")


def test_a_port_that_is_taken_is_told_with_one_that_is_free(clicker: Clicker) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        page = clicker.say("address", reached="here", port=str(other.getsockname()[1]))
    assert re.search(r"занят другой программой\. Впишите другой, например \d+", told(page, "port"))


def test_the_address_is_seen_by_whoever_opens_it_and_by_nobody_under_another_name(clicker: Clicker) -> None:
    port = free_port()
    page = clicker.say("address", reached="network", port=str(port), network_name="127.0.0.2")
    assert page.url.endswith("/seen") and page.headers["Refresh"] and "<svg" in page.text
    there = clicker.session.seen_at
    assert there.startswith(f"http://127.0.0.2:{port}/seen/") and there in page.text
    assert requests.get(there, headers={"Host": "evil.example"}, timeout=20).status_code == 421
    assert requests.get(there + "x", timeout=20).status_code == 404
    assert not clicker.session.was_seen
    assert "Вернитесь к компьютеру" in requests.get(there, timeout=20).text
    assert "Видно: страницу открыли" in clicker.open("/seen").text
    assert "Refresh" not in clicker.open("/seen").headers


KEY = {"client_id": "id", "client_secret": "hush", "auth_uri": "https://accounts.example/auth"}


def test_google_is_signed_in_to_by_the_browser_that_is_there(
    clicker: Clicker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the token's server is on this machine
    token = {"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "expires_in": 3600}
    with scripted(Reply(body=json.dumps(token).encode(), headers={"Content-Type": "application/json"})) as google:
        key = json.dumps({"installed": {**KEY, "token_uri": google.address}})
        page = _upload(clicker, b'{"web": {}}')
        assert "не ключ приложения" in told(page, "client_secret")
        assert _upload(clicker, key.encode()).url.endswith("/google")
        refused = clicker.open("/google/back?error=access_denied")
        assert refused.status_code == 400 and "Вход в Google не начат" in refused.text
        leads = clicker.browser.get(f"{clicker.url}/google/consent", timeout=20, allow_redirects=False)
        state = re.search(r"state=([^&]+)", leads.headers["location"])
        assert leads.headers["location"].startswith("https://accounts.example/auth?") and state
        assert "Google не дал разрешения" in clicker.open("/google/back?state=other&code=c").text
        assert clicker.open(f"/google/back?state={state[1]}&code=c").url.endswith("/step/organisation")
    (tmp_path / "token.json").write_text(clicker.session.google_token)
    assert of_user(tmp_path / "token.json").refresh_token == "r"
    assert "анкеты и таблица в Google — где угодно" in clicker.open("/step/address").text
    assert "Через Gmail этой учётной записи" in clicker.open("/step/mail").text


def _upload(clicker: Clicker, content: bytes) -> requests.Response:
    files = {"client_secret": ("client_secret.json", content)}
    return clicker.browser.post(f"{clicker.url}/step/workspace", {"workspace": "google"}, files=files, timeout=20)


def test_what_an_interrupted_set_up_had_chosen_is_filled_in(tmp_path: Path) -> None:
    save(tmp_path, Configuration(roadmap="ktt", start="01.09.2025", end="31.08.2026", port=9123, scope="ab"))
    session = Session(tmp_path, NOW)
    assert {"plan": "ktt", "period_start": "01.09.2025", "port": "9123"}.items() <= session.answers.items()
    session.answers.update(NAMES)
    assert session.configuration() == load(tmp_path)


def test_every_time_zone_is_as_far_from_moscow_as_it_says() -> None:
    from zoneinfo import ZoneInfo

    moscow = NOW.astimezone(ZoneInfo("Europe/Moscow")).utcoffset()
    assert moscow is not None
    for zone, cities in TIME_ZONES.items():
        said = re.search(r"([+−])(\d)", cities)
        hours = int(said[2]) * (1 if said[1] == "+" else -1) if said else 0
        offset = NOW.astimezone(ZoneInfo(zone)).utcoffset()
        assert offset is not None and (offset - moscow).total_seconds() == hours * 3600, zone


def test_people_and_settings_of_the_answers_begin_the_spreadsheet() -> None:
    from jobs.setup.answers import known

    people = {"director_full_name": "Соколова Мария Петровна", "director_email": "s@example.com"}
    first = known({**NAMES, **YEARS, **people, "phone": "", "inn": "0123456789"})
    assert first.settings == {**NAMES, "inn": "0123456789"}
    (row,) = first.rows[Staff]
    assert (row[Staff.role], row[Staff.email], row[Staff.job_title]) == (DIRECTOR, "s@example.com", None)
    both = {**people, "curator_full_name": "Ветрова Анна Ивановна", "curator_email": "v@example.com"}
    assert [row[Staff.role] for row in known({**NAMES, **both}).rows[Staff]] == [DIRECTOR, CURATOR]


def test_what_was_refused_on_one_page_keeps_from_no_trial_on_another(clicker: Clicker) -> None:
    clicker.say("plan", period_start="01.09.2027", period_end="01.01.2026", plan="ktt")
    clicker.say("address", reached="here", port="много")
    with mail_server() as server:
        assert "Письмо отправлено" in clicker.say("mail", **SMTP, mail_port=str(server.port)).text
    assert clicker.say("address", reached="here", port=str(free_port())).status_code == 200
    assert "address" in clicker.session.done
