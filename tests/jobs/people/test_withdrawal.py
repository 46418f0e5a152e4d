"""Once a consent is withdrawn, nothing that is written from then on has a trace of the person: whatever tab, letter,
document or page it is, one that is not thought of yet among them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from automation.google.drive import DOCUMENT, DOCX
from automation.workbook.reading import read_book
from sheets_schema.columns import Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.choice_after_meeting import ChoiceAfterMeeting
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import KEPT, PERSONAL_DATA
from tests.conftest import Template
from tests.jobs.logs import listening
from tests.organisation import MONDAY, Organisation, copy_of

MENTEES, MENTORS, PAIRS, MATCHES = "Банк наставляемых", "Банк наставников", "Реестр пар", "Подбор"
DAY = timedelta(days=1)


def _person(name: str, email: str, phone: str, **more: Any) -> dict[str, Any]:
    return {"full_name": name, "email": f"{email}@example.com", "phone": phone, **more}


# Each is told from everybody else by every word.
IN_A_PAIR = _person("Зубрицкая Аделаида Казимировна", "zubr", "+7 900 777-11-01", wish="Мечтаю о квазидирижаблях")
MENTOR = _person("Квашнин Тихон Елисеевич", "kvas", "+7 900 777-11-02", capacity="1", experience="Строил гиперболоиды")
PROPOSED = _person("Улановская Фаина Остаповна", "ulan", "+7 900 777-11-03", wish="Люблю мандельштамп")
LEFT_OVER = _person(
    "Цыплятьева Изольда Маврикиевна", "tsypl", "+7 900 777-11-04", requests=("сварка и металлообработка",)
)
IN_DRAFT = _person("Юматов Ярополк Климентович", "yumat", "+7 900 777-11-05", wish="Хочу паять триггеры")
WITHDRAWN = (IN_A_PAIR, MENTOR, PROPOSED, LEFT_OVER, IN_DRAFT)
TRACES = {
    *("зубрицк", "аделаид", "казимировн", "zubr", "777-11-01", "квазидирижабл"),
    *("квашнин", "тихон", "елисеевич", "kvas", "777-11-02", "гиперболоид"),
    *("улановск", "фаин", "остаповн", "ulan", "777-11-03", "мандельштамп"),
    *("цыплятьев", "изольд", "маврикиевн", "tsypl", "777-11-04"),
    *("юматов", "ярополк", "климентович", "yumat", "777-11-05", "триггер"),
}


def traces(text: str) -> set[str]:
    lower = text.lower()
    return {trace for trace in TRACES if trace in lower}


@dataclass
class Written:
    """What was written since some moment: place → text."""

    letters: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    said: str = ""
    """What was logged, and what the cycles reported."""


@dataclass
class Year:
    """The organisation after the withdrawal, and what was written before it and since."""

    one: Organisation
    before: dict[str, str]
    since: Written
    queued: dict[str, str]
    """Key → text of the letters that waited when the consents were withdrawn."""


def job_cells(one: Organisation) -> dict[str, str]:
    """Every cell that jobs own, of every tab: «tab!row» → text. Letters that had gone are what went."""
    book = read_book(one.google, one.spreadsheet, one.clock.now, NASTAVNIK)
    found = {}
    for sheet in NASTAVNIK.sheets:
        frame = book.tables[sheet.name].whole
        if sheet is Letters:
            frame = frame[frame["state"] != KEPT]
        columns = [*sheet.owned_by(Owner.JOB)]
        for row, cells in frame[columns].iterrows():
            found[f"{sheet.title}!{row}"] = "\n".join(f"{name}: {cell}" for name, cell in cells.items())
    return found


def documents(one: Organisation, *, since: datetime | None = None) -> dict[str, str]:
    """What every document of the programme says, by its name; of those that were written since some moment."""
    found = {}
    for file in one.google.drive.search(f"mimeType = '{DOCUMENT}' and trashed = false"):
        if since is None or datetime.fromisoformat(file.modified) >= since:
            archive = zipfile.ZipFile(io.BytesIO(one.google.drive.download(file, DOCX)))
            found[file.name] = file.name + "".join(archive.read(part).decode() for part in archive.namelist())
    return found


def mail(one: Organisation) -> list[Any]:
    return [message_from_bytes(letter, policy=default) for letter in one.letters()]


def said_in(message: Any) -> str:
    """All of a letter that its reader can get to see, its headers and its calendar among it."""
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return "\n".join(str(item) for item in (*message.items(), *parts))


def accept(one: Organisation, *numbers: str) -> None:
    one.curator.type(MATCHES, {number: {"Решение": "принять"} for number in numbers})


def assign(one: Organisation, mentee: str, mentor: str) -> None:
    row = next(row["№"] for row in one.curator.rows(MATCHES) if row["Наставляемый"] == mentee)
    one.curator.type(MATCHES, {row: {"Решение": "назначить", "Назначить наставника": mentor}})


def withdraw(one: Organisation, *people: str, kind: str = PERSONAL_DATA, on: str = "28.11.2023") -> None:
    rows = [
        row["№"]
        for row in one.curator.rows("Согласия")
        if (row["Номер участника"], row["На что"]) in {(p, kind) for p in people}
    ]
    one.curator.type("Согласия", {row: {"Отозвано": on} for row in rows})


def number_of(one: Organisation, person: Mapping[str, Any]) -> str:
    rows = one.curator.rows(MENTEES) + one.curator.rows(MENTORS)
    return str(next(row["№"] for row in rows if row["ФИО"] == person["full_name"]))


def _begin(one: Organisation) -> None:
    """Everybody answers, pairs are made, one order is signed and another is a draft; others speak of them."""
    one.mentee(**IN_A_PAIR)
    one.mentee(full_name="Ветрова Анна Сергеевна", avoid="Квашнин Т. Е.")
    one.mentee(**PROPOSED)
    one.mentee(**LEFT_OVER)
    one.mentee(**IN_DRAFT)
    one.mentor(capacity="5")
    one.mentor(**MENTOR)
    one.cycle()
    assign(one, "НМ-0001", "Н-0001")
    assign(one, "НМ-0002", "Н-0002")
    one.cycle()
    one.curator.type("Приказы", {"ПР-0001": {"Номер": "161-У", "Дата": "21.11.2023", "Подписан": True}})
    one.cycle(now=MONDAY + DAY)
    assign(one, "НМ-0005", "Н-0001")
    one.answer(
        ChoiceAfterMeeting, {"who": "Осипов Павел Юрьевич", "wishes": "Улановская; Изольда Цыплятьева и с Зубрицкой"}
    )
    one.answer(ChoiceAfterMeeting, {"who": "Юматов", "wishes": "Квашнин, Осипов"})
    measure = one.curator.rows("Дорожная карта")[0]["№"]
    proof = "Протокол встречи с Зубрицкой Аделаидой Казимировной и Т. Е. Квашниным"
    reports = one.curator.rows("Отчёты о мероприятиях")
    reported = next(row["№"] for row in reports if row["Номер мероприятия"] == measure)
    one.answer(MeasureReport, {"number": reported, "outcome": "Выполнено", "proof": proof})
    one.curator.type(
        "Дорожная карта", {measure: {"Мероприятие": "Обсудить с Улановской Ф. О. занятия", "Срок": "до 29.11.2023"}}
    )
    one.cycle(now=MONDAY + DAY)
    one.curator.type("Отчёты о мероприятиях", {reported: {"Решение": "принять"}})
    one.cycle(now=MONDAY + 2 * DAY)


@pytest.fixture(scope="module")
def year(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    directory = tmp_path_factory.mktemp("withdrawal") / "workspace"
    with copy_of(provisioned.directory, provisioned.spreadsheet, provisioned.links, directory) as one:
        _begin(one)
        # A week later the letters that name them wait in the queue.
        one.mentee(full_name="КОТОВА ЯНА ЛЬВОВНА", email="kotova@example.com")
        one.curator.type("Настройки", {"Отправлять письма": {"Значение": False}}, key="Параметр")
        one.curator.type(MENTEES, {number_of(one, IN_DRAFT): {"Нужнее других": "очень"}})
        one.cycle(now=MONDAY + 7 * DAY)
        (asked,) = (row["№"] for row in one.curator.rows("Совместимость") if row["Повод"] == "П-0001/Н-0001")
        answered = dict.fromkeys(("ease", "goal", "terms", "trust", "go_on"), "нет")
        one.answer(CompatibilityQuestionnaire, {"number": asked, **answered, "comment": "Аделаида"})
        one.cycle(now=MONDAY + 7 * DAY)
        queued = {row["Ключ"]: row["Текст"] for row in one.curator.rows("Письма") if row["Состояние"] == "в очереди"}
        before = {**job_cells(one), **documents(one)}
        gone = len(mail(one))
        # What becomes of their data after its term is tests/jobs/person.
        one.curator.type("Настройки", {"Удалять данные после отзыва через, дней": {"Значение": 60}}, key="Параметр")
        withdraw(one, *(number_of(one, person) for person in WITHDRAWN))
        one.curator.type("Настройки", {"Отправлять письма": {"Значение": True}}, key="Параметр")
        moment = MONDAY + 8 * DAY
        since = Written()
        with listening() as recorder:
            reports = [one.cycle(now=moment), one.cycle(now=moment)]
            since.documents = documents(one, since=moment)
            for days in (9, 11, 15, 25, 43):
                reports.append(one.cycle(now=MONDAY + days * DAY))
                since.documents |= documents(one, since=moment)
        since.letters = {
            f"{message['To']}/{message['Subject']}/{n}": said_in(message) for n, message in enumerate(mail(one)[gone:])
        }
        since.said = recorder.text + "\n".join(map(repr, reports))
        yield Year(one, before, since, queued)


def test_the_traces_were_everywhere_before(year: Year) -> None:
    named = {place.partition("!")[0] for place, text in year.before.items() if traces(text)}
    assert named >= {
        MATCHES,
        PAIRS,
        "Кто с кем",
        "Кого не хватает",
        "Совместимость",
        "Письма",
        "Дорожная карта",
        "График",
    }
    assert named >= {name for name in year.before if name.startswith(("ПР-0001", "ПР-0002", "ОТ-"))}
    assert {key.partition("/")[0] for key, text in year.queued.items() if traces(text)} >= {"trial", "digest"}
    everything = set().union(*(traces(text) for text in year.before.values()))
    assert everything >= {"зубрицк", "квашнин", "улановск", "цыплятьев", "юматов"}


def test_no_cell_of_any_tab_that_jobs_write_has_a_trace(year: Year) -> None:
    assert {place: traces(text) for place, text in job_cells(year.one).items() if traces(text)} == {}


def test_no_letter_but_the_confirmation_goes_to_them_and_none_names_them(year: Year) -> None:
    to_them = [text for place, text in year.since.letters.items() if traces(place)]
    assert len(to_them) == len(WITHDRAWN)
    assert all("согласие на обработку персональных данных" in text for text in to_them)
    addresses = "|".join(person["email"] for person in WITHDRAWN)
    for place, text in year.since.letters.items():
        # A confirmation has its own address on the envelope.
        assert traces(re.sub(addresses, "", text)) == set(), place
    assert len(year.since.letters) > len(to_them) + 3


def test_no_document_drawn_since_has_a_trace_and_the_signed_order_stays(year: Year) -> None:
    assert {name: traces(text) for name, text in year.since.documents.items() if traces(text)} == {}
    assert any(name.startswith("ПР-0002") for name in year.since.documents)
    assert [name for name in year.since.documents if name.startswith("ОТ-")]
    signed = next(text for name, text in documents(year.one).items() if name.startswith("ПР-0001"))
    assert traces(signed) >= {"зубрицк", "квашнин"}


def test_no_log_line_no_report_and_no_page_that_anybody_may_open_has_a_trace(year: Year) -> None:
    assert traces(year.since.said) == set()
    for link in year.one.links.values():
        page = requests.get(year.one.server.url + urlsplit(link).path, timeout=30)
        assert page.ok and traces(page.text) == set()


def test_letters_that_waited_say_why_they_did_not_go(year: Year) -> None:
    rows = {row["Ключ"]: row for row in year.one.curator.rows("Письма")}
    stopped = [key for key, text in year.queued.items() if traces(text) or rows[key]["Состояние"] != KEPT]
    assert {key.partition("/")[0] for key in stopped} >= {"trial", "digest"}
    for key in stopped:
        assert rows[key]["Состояние"] == "не отправлено"
        assert "согласи" in rows[key]["Что случилось"] and not rows[key]["Текст"]


def test_their_pairs_are_stopped_and_say_what_is_to_be_signed(year: Year) -> None:
    pairs = {row["№"]: row for row in year.one.curator.rows(PAIRS)}
    assert [pairs[number]["Состояние"] for number in ("П-0001", "П-0002", "П-0003")] == ["остановлена"] * 3
    assert "НМ-0001 — согласие на обработку персональных данных отозвано" in pairs["П-0001"]["Что исправить"]
    assert "в приказе № 161-У от 21.11.2023: подпишите приказ о её прекращении" in pairs["П-0001"]["Что исправить"]
    assert "Приказа о ней ещё нет" in pairs["П-0003"]["Что исправить"]


def test_partners_and_curators_are_told_by_number(year: Year) -> None:
    stopped = {
        message.partition("/")[0]: text for message, text in year.since.letters.items() if "пара остановлена" in message
    }
    assert set(stopped) == {"osipov@example.com", "vetrova@example.com"}
    assert "ваши пары П-0001, П-0003" in stopped["osipov@example.com"]
    digests = [text for place, text in year.since.letters.items() if place.startswith("curator@example.com/Программа")]
    assert any("П-0001: Пара остановлена: НМ-0001" in " ".join(text.split()) for text in digests)


def test_they_are_proposed_to_nobody_and_their_partners_are_matched_anew(year: Year) -> None:
    rows = year.one.curator.rows(MATCHES)
    gone = {number_of(year.one, person) for person in WITHDRAWN}
    live = [row for row in rows if row["Состояние"] != "снят"]
    assert live and not [row for row in live if gone & {row["Наставляемый"], row["Наставник"]}]
    assert ("НМ-0002", "Н-0001", "предложен") in {(r["Наставляемый"], r["Наставник"], r["Состояние"]) for r in live}
    banks = {row["№"]: row["Статус"] for row in year.one.curator.rows(MENTEES) + year.one.curator.rows(MENTORS)}
    assert {banks[number] for number in gone} == {"нет согласия"}


def test_what_jobs_made_of_their_answers_is_gone(year: Year) -> None:
    gone = {number_of(year.one, person) for person in WITHDRAWN}
    for tab, columns in ((MATCHES, ("Балл", "Почему", "Обстоятельства")), (PAIRS, ("Направление", "Совместимость"))):
        rows = [row for row in year.one.curator.rows(tab) if gone & {row["Наставляемый"], row["Наставник"]}]
        assert rows and not any(row[column] for row in rows for column in columns)
    rows = year.one.curator.rows("Совместимость")
    (answer,) = (row for row in rows if row["Легко общаться"])
    assert answer["Легко общаться"] == "нет"
    assert not any(answer[column] for column in ("Балл", "Вывод", "Наставник и наставляемый"))


def test_of_them_nobody_waits_for_an_answer_and_no_waiting_row_tells(year: Year) -> None:
    gone = {number_of(year.one, person) for person in WITHDRAWN}
    live = {r["№"] for r in year.one.curator.rows(PAIRS) if not gone & {r["Наставляемый"], r["Наставник"]}}
    rows = [row for row in year.one.curator.rows("Совместимость") if row["Номер пары"] not in live]
    assert {row["Кого спросили"] for row in rows} & gone
    assert {row["Ответ"] for row in rows} == {"получен", "не нужен"}
    assert not any(row["Наставник и наставляемый"] for row in rows)


def test_what_people_wrote_is_still_there_for_the_curator_to_see(year: Year) -> None:
    row = year.one.row(MENTEES, number_of(year.one, IN_A_PAIR))
    assert (row["Телефон"], row["Запрос своими словами"]) == (IN_A_PAIR["phone"], IN_A_PAIR["wish"])
    assert "Зубрицк" in str(year.one.curator.rows("Выбор после встречи"))


def test_a_consent_given_anew_brings_them_back(year: Year) -> None:
    """The last of the tests over this organisation: it goes on from where it stands."""
    one = year.one
    moment = one.clock.now + DAY
    one.clock.now = moment
    one.mentee(**IN_A_PAIR)
    one.cycle(now=moment)
    assert one.row(MENTEES, "НМ-0001")["Статус"] == "в паре"
    pair = one.row(PAIRS, "П-0001")
    assert (pair["Состояние"], pair["ФИО наставляемого"]) == ("утверждена", IN_A_PAIR["full_name"])
    assert pair["ФИО наставника"] == "Осипов Павел Юрьевич" and pair["Направление"] and not pair["Что исправить"]
    assert traces(str(one.curator.rows("Кто с кем"))) == {"зубрицк", "аделаид", "казимировн"}
    assert one.cycle(now=moment).changed == {}
