"""Provisioning: what is missing is made, what the curator arranged stays, and a second run writes nothing."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from automation.embedded import Workspace, serve
from automation.google import Google, over
from automation.google.credentials import of_token
from automation.google.drive import SPREADSHEET
from automation.google.transport import Transport, kind_of_call
from automation.workbook.book import Book
from automation.workbook.layout import SHAPE, TAB_MARK, tabs
from automation.workbook.provision import FirstRows, Provisioned, provision
from automation.workbook.questionnaires import question_id
from automation.workbook.reading import read_book
from automation.workbook.shape import missing_shape
from sheets_schema import questionnaires
from sheets_schema import tabs as tab_modules
from sheets_schema.columns import Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.staff import Staff
from tests.google.loopback import DROPPED, Reply, scripted

Json = dict[str, Any]

CELLS = "columnMetadata,rowData.values(userEnteredValue,dataValidation,note)"
NOW = datetime(2024, 1, 15, 9, tzinfo=UTC)
FIRST = FirstRows(
    {"organisation": "Техникум", "period_start": "01.09.2023", "plan_confirmed": False},
    {Staff: [{Staff.role: "Директор", Staff.full_name: "Дубровин Игорь", Staff.email: "director@example.com"}]},
)


def _meant(method: str, options: Mapping[str, Any]) -> str:
    """The method of a call; a GET that is too long for an address goes out as something else."""
    return str((options.get("headers") or {}).get("x-http-method-override", method))


class Recorded(Transport):
    """A transport that remembers what was asked."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.writes: list[tuple[str, Any]] = []

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:  # type: ignore[override]
        if kind_of_call(_meant(method, options), url).endswith("запись"):
            self.writes.append((url, options.get("json") or options.get("data")))
        return super().request(method, url, *args, **options)


class Place:
    """A provisioned workspace, and what the curator can do there."""

    def __init__(self, url: str, token: str) -> None:
        self.transport = Recorded(of_token(token), address=url, sleep=lambda _: None)
        self.google: Google = over(self.transport)
        self.schema = NASTAVNIK
        # A copy is served at another address, which the forms' links hold.
        self.spreadsheet = self.provision().spreadsheet

    def provision(self, **options: Any) -> Provisioned:
        return provision(self.google, self.schema, title="Наставничество", first=FIRST, now=NOW, **options)

    def again(self) -> list[tuple[str, Any]]:
        """Provision again; the writing calls that it took."""
        self.transport.writes.clear()
        assert self.provision().spreadsheet == self.spreadsheet
        return list(self.transport.writes)

    def structure(self) -> Json:
        return self.google.spreadsheets.get(self.spreadsheet, fields=SHAPE)

    def everything(self) -> tuple[Json, Json]:
        """The spreadsheet whole, and the cells of its tabs by title."""
        whole = self.google.spreadsheets.get(self.spreadsheet, fields="*")
        grid = self.google.spreadsheets.get(self.spreadsheet, fields=f"sheets(properties.title,data({CELLS}))")
        return whole, {item["properties"]["title"]: item["data"] for item in grid["sheets"]}

    def curator(self, *requests: Json) -> None:
        self.google.spreadsheets.batch_update(self.spreadsheet, {"requests": list(requests)})

    def book(self) -> Book:
        return read_book(self.google, self.spreadsheet, NOW, self.schema)

    def tab(self, name: str) -> Any:
        return tabs(self.structure(), self.schema.sheets)[name]

    def place(self, tab: str, column: str) -> Json:
        index = self.tab(tab).columns[column]
        return lines(self.tab(tab).sheet_id, "COLUMNS", index, index + 1)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed provisioned workspace, to copy."""
    directory = tmp_path_factory.mktemp("provisioned") / "workspace"
    workspace = Workspace(directory)
    with serve(workspace) as server:
        Place(server.url, server.token)
    workspace.close()
    return directory


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Iterator[Place]:
    shutil.copytree(template, tmp_path / "workspace")
    workspace = Workspace(tmp_path / "workspace")
    with serve(workspace) as server:
        yield Place(server.url, server.token)
    workspace.close()


def lines(sheet_id: int, dimension: str, start: int, end: int) -> Json:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def typed(sheet_id: int, row: int, column: int, text: str) -> Json:
    """The request that puts a text into a cell."""
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def test_everything_declared_is_made(place: Place) -> None:
    book = place.book()
    assert [tab.title for tab in book.tabs.values()] == [sheet.title for sheet in NASTAVNIK.sheets]
    assert all(tab.missing == [] for tab in book.tabs.values())
    assert book.structure_problems() == []
    assert list(book[Settings].problems) == ["organisation_short", "period_end"]
    assert set(book.tables["settings"][SettingsTab.code]) == set(Settings.declared())
    assert list(book[Staff][Staff.id]) == ["С-0001"]
    assert set(place.provision().forms) == {form.title for form in NASTAVNIK.forms}
    assert set(book.state.forms) == {form.name for form in NASTAVNIK.forms}


def test_only_the_declared_tabs_are_there_in_their_order(place: Place) -> None:
    titles = [item["properties"]["title"] for item in place.structure()["sheets"]]
    assert titles == [sheet.title for sheet in NASTAVNIK.sheets]


def test_files_lie_in_the_organisations_folder(place: Place) -> None:
    found = place.google.drive.find(["folder", "spreadsheet", "form/menteequestionnaire", "form/mentorquestionnaire"])
    folder = found.pop("folder")
    assert folder.name == "Наставничество"
    assert [list(file.parents) for file in found.values()] == [[folder.id]] * 3


def test_a_second_run_makes_no_writing_call(place: Place) -> None:
    before = place.everything()
    assert place.again() == []
    assert place.everything() == before


def test_what_the_curator_renamed_moved_hid_and_added_stays(place: Place) -> None:
    mentees = place.tab("mentees").sheet_id
    renamed = {"sheetId": mentees, "title": "Студенты", "index": 0}
    place.curator(
        {"updateSheetProperties": {"properties": renamed, "fields": "title,index"}},
        {"moveDimension": {"source": place.place("mentees", "email"), "destinationIndex": 1}},
        {"addSheet": {"properties": {"title": "Мой лист"}}},
        {"insertDimension": {"range": lines(mentees, "COLUMNS", 2, 3)}},
        {"insertDimension": {"range": lines(mentees, "ROWS", 0, 2)}},
    )
    hidden = {"range": place.place("mentees", "phone"), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    place.curator(
        {"updateDimensionProperties": hidden},
        typed(mentees, 2, place.tab("mentees").columns["phone"], "Как звонить"),
    )
    before = place.everything()
    assert place.again() == []
    assert place.everything() == before
    assert place.book().structure_problems() == []


def test_a_deleted_tab_is_made_again_and_nothing_else(place: Place) -> None:
    place.curator({"deleteSheet": {"sheetId": place.tab("pairs").sheet_id}})
    assert "«Реестр пар»" in " ".join(place.book().structure_problems())
    _, before = place.everything()
    ((_, written),) = place.again()
    assert written["requests"][0]["addSheet"]["properties"]["title"] == "Реестр пар"
    assert place.book().structure_problems() == []
    _, after = place.everything()
    assert {title: after[title] for title in before} == before
    assert place.again() == []


def test_a_deleted_column_is_made_again_where_it_was_and_nothing_else(place: Place) -> None:
    former = place.tab("mentees")
    place.curator({"deleteDimension": {"range": place.place("mentees", "phone")}})
    assert place.tab("mentees").missing == ["phone"]
    place.again()
    restored = place.tab("mentees")
    assert restored.missing == []
    assert restored.columns == former.columns
    assert restored.cell(0, "phone") == "Телефон"
    assert place.again() == []


def test_a_column_that_is_made_again_marks_no_other_though_the_curator_inserts_one_meanwhile(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentees = place.tab("mentees")
    place.curator({"deleteDimension": {"range": place.place("mentees", "phone")}})
    shape, insertions = missing_shape, [{"insertDimension": {"range": lines(mentees.sheet_id, "COLUMNS", 1, 2)}}]

    def meanwhile(*given: Any) -> list[Json]:
        if insertions:
            place.curator(insertions.pop())
        return shape(*given)

    monkeypatch.setattr("automation.workbook.provision.missing_shape", meanwhile)
    place.again()
    restored = place.tab("mentees")
    assert restored.missing == []
    titles = {name: restored.cell(0, name) for name in Mentees.columns}
    assert titles == {name: column.title for name, column in Mentees.columns.items()}


def test_a_column_is_made_again_beside_the_header_wherever_the_curator_has_put_it(place: Place) -> None:
    sheet_id = place.tab("mentees").sheet_id
    place.curator(
        {"deleteDimension": {"range": place.place("mentees", "phone")}},
        {"insertDimension": {"range": lines(sheet_id, "ROWS", 0, 3)}},
    )
    place.again()
    assert place.tab("mentees").cell(3, "phone") == "Телефон"
    assert place.tab("mentees").filled_rows() == []


def test_a_tab_of_the_curators_that_bears_a_declared_title_is_left_alone(place: Place) -> None:
    pairs = place.tab("pairs").sheet_id
    place.curator({"deleteSheet": {"sheetId": pairs}}, {"addSheet": {"properties": {"title": "реестр пар"}}})
    place.again()
    titles = [item["properties"]["title"] for item in place.structure()["sheets"]]
    assert {"реестр пар", "Реестр пар (2)"} <= set(titles)
    assert place.again() == []


def test_a_copy_that_the_curator_made_of_a_tab_is_not_taken_for_it(place: Place) -> None:
    staff = place.tab("staff")
    place.curator({"duplicateSheet": {"sourceSheetId": staff.sheet_id, "newSheetName": "Копия"}})
    assert place.tab("staff").sheet_id == staff.sheet_id
    assert place.again() == []


def test_first_rows_are_put_only_into_what_is_empty(place: Place) -> None:
    staff, settings = place.tab("staff"), place.tab("settings")
    place.curator(
        typed(staff.sheet_id, 1, staff.columns["full_name"], "Другой Директор"),
        {"deleteDimension": {"range": lines(settings.sheet_id, "ROWS", 1, 2)}},
    )
    place.again()
    book = place.book()
    assert list(book[Staff][Staff.full_name]) == ["Другой Директор"]
    assert sorted(book.tables["settings"][SettingsTab.code]) == sorted(Settings.declared())
    assert place.again() == []


def test_a_setting_that_a_later_version_brings_to_an_organisation_has_its_default(place: Place) -> None:
    settings, codes = place.tab("settings"), list(place.book().tables["settings"][SettingsTab.code])
    assert place.book()[Settings].plan_confirmed is False
    row = 1 + codes.index("plan_confirmed")
    place.curator({"deleteDimension": {"range": lines(settings.sheet_id, "ROWS", row, row + 1)}})
    place.again()
    assert place.book()[Settings].plan_confirmed is True  # the plan is theirs, and reminders go on


def _with(name: str, **changes: Any) -> Callable[[pytest.MonkeyPatch], None]:
    def declare(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(Mentees.columns, name, replace(Mentees.columns[name], **changes))

    return declare


def test_a_vocabulary_that_grew_changes_its_column_and_no_other(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _with("status", options=(*Mentees.columns["status"].options, "на отдыхе"))(monkeypatch)  # type: ignore[attr-defined]
    column = place.tab("mentees").columns["status"]
    writes = [body for url, body in place.again() if "spreadsheets" in url]
    (requests,) = [body["requests"] for body in writes]
    touched = [
        request[kind]["range"]["startColumnIndex"]
        for request in requests
        for kind in ("repeatCell", "setDataValidation")
        if kind in request
    ]
    assert touched == [column, column]
    (rule,) = [request["setDataValidation"]["rule"] for request in requests if "setDataValidation" in request]
    assert rule["condition"]["values"][-1] == {"userEnteredValue": "на отдыхе"}
    assert not [request for request in requests if "updateCells" in request]
    assert place.again() == []


def test_a_column_has_one_lock_however_often_its_declaration_changes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locks() -> list[Json]:
        sheet_id, column = place.tab("mentees").sheet_id, place.tab("mentees").columns["status"]
        (item,) = [item for item in place.structure()["sheets"] if item["properties"]["sheetId"] == sheet_id]
        return [lock for lock in item["protectedRanges"] if lock["range"]["startColumnIndex"] == column]

    mine = {"range": {"sheetId": place.tab("mentees").sheet_id, "startColumnIndex": 2, "endColumnIndex": 3}}
    place.curator({"addProtectedRange": {"protectedRange": {**mine, "description": "Моё"}}})
    before = len(locks())
    for title in ("Состояние", "Положение"):
        _with("status", title=title)(monkeypatch)
        place.again()
        assert len(locks()) == before
    assert f"«{title}»" in " ".join(lock["description"] for lock in locks())
    _with("status", owner=Owner.CURATOR)(monkeypatch)
    place.again()
    assert len(locks()) == before - 1


def test_a_new_title_in_the_declaration_does_not_undo_the_curators(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with("phone", title="Номер")(monkeypatch)
    place.again()
    assert place.tab("mentees").cell(0, "phone") == "Телефон"


NEW_TAB = '''
    from sheets_schema.columns import CURATOR, JOB, Key, Text
    from sheets_schema.sheet import Sheet


    class Lessons(Sheet):
        """Открытые уроки."""

        title = "Открытые уроки"
        position = 12
        id = Key(prefix="О")
        topic = Text("Тема", owner=CURATOR)
        problems = Text("Что исправить", owner=JOB)
'''

NEW_FORM = """
    from sheets_schema.form import Form, Section
    from sheets_schema.tabs.mentors import Mentors


    class Survey(Form):
        title = "Опрос наставников"
        fills = Mentors
        sections = (Section("О вас", (Mentors.full_name, Mentors.email, Mentors.born)),)
"""


def test_a_tab_and_a_questionnaire_declared_in_a_file_each_appear(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package, source in ((tab_modules, NEW_TAB), (questionnaires, NEW_FORM)):
        folder = tmp_path / package.__name__
        folder.mkdir()
        module = f"later_{package.__name__.rpartition('.')[2]}"
        (folder / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    before = {form.title for form in NASTAVNIK.forms}
    place.schema = Schema.declared_in(tab_modules, questionnaires, Settings)
    made = place.provision()
    assert set(made.forms) - before == {"Опрос наставников"}
    assert place.tab("lessons").missing == []
    place.transport.writes.clear()
    assert place.provision() == made
    assert place.transport.writes == []


def _form(place: Place) -> tuple[str, list[Json]]:
    form = place.book().state.forms[MenteeQuestionnaire.name]
    return form, place.google.forms.get(form)["items"]


def _grown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The note becomes a question, between what there is."""
    section = MenteeQuestionnaire.sections[0]
    grown = replace(section, columns=(*section.columns, Mentees.history))
    monkeypatch.setattr(MenteeQuestionnaire, "sections", (grown, *MenteeQuestionnaire.sections[1:]))


def test_a_question_that_the_curator_added_stays_when_the_form_changes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, before = _form(place)
    mine = {"title": "Любимый цвет?", "questionItem": {"question": {"textQuestion": {}}}}
    place.google.forms.batch_update(form, [{"createItem": {"item": mine, "location": {"index": 2}}}])
    assert place.again() == []
    _grown(monkeypatch)
    place.again()
    titles = [item["title"] for item in _form(place)[1]]
    assert titles[2] == "Любимый цвет?"
    assert len(titles) == len(before) + 2
    assert place.again() == []


def test_a_new_question_stands_where_it_is_declared_before_the_consents(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = MenteeQuestionnaire.sections[0].columns[-1]
    _grown(monkeypatch)
    place.again()
    ids = [item["itemId"] for item in _form(place)[1]]
    after = ids.index(question_id(MenteeQuestionnaire, f"item.{former}"))
    assert ids[after + 1] == question_id(MenteeQuestionnaire, "item.history")


def test_what_a_former_version_asked_stays_where_it_is_and_may_be_left_out(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = CompatibilityQuestionnaire
    form = place.book().state.forms[asked.name]
    former = {
        "itemId": question_id(asked, "item.pair"),
        "title": "Номер пары",
        "questionItem": {
            "question": {"questionId": question_id(asked, "pair"), "required": True, "textQuestion": {}},
        },
    }
    place.google.forms.batch_update(form, [{"createItem": {"item": former, "location": {"index": 0}}}])
    monkeypatch.setattr(asked, "description", "Другими словами")
    place.again()
    first, *others = place.google.forms.get(form)["items"]
    question = first["questionItem"]["question"]
    assert (first["title"], question["questionId"]) == ("Номер пары", question_id(asked, "pair"))
    assert not question.get("required")
    assert [item["title"] for item in others][:2] == ["Номер", "Вам легко общаться друг с другом?"]
    assert place.again() == []


def test_forms_are_open_for_answers_but_for_consents_whose_text_is_not_written_yet(place: Place) -> None:
    waiting = {form.name for form in CONSENT_FORMS.values()}
    for name, form in place.book().state.forms.items():
        state = place.google.forms.get(form)["publishSettings"].get("publishState", {})
        is_open = state == {"isPublished": True, "isAcceptingResponses": True}
        assert is_open == (name not in waiting), name


def test_a_spreadsheet_that_the_curator_had_already_is_given_what_it_lacks(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with serve(workspace) as server:
        google = over(Recorded(of_token(server.token), address=server.url))
        own = google.drive.create("Моя таблица", SPREADSHEET, key="own").id
        google.spreadsheets.batch_update(own, {"requests": [typed(0, 0, 0, "моё")]})
        made = provision(google, NASTAVNIK, title="Наставничество", first=FIRST, now=NOW, spreadsheet=own)
        assert made.spreadsheet == own
        titles = [item["properties"]["title"] for item in google.spreadsheets.get(own, fields=SHAPE)["sheets"]]
        assert len(titles) == len(NASTAVNIK.sheets) + 1
        assert google.drive.find(["spreadsheet"]) == {}
    workspace.close()


def test_provisioning_after_an_interruption_at_any_call_ends_in_the_same_place(tmp_path: Path) -> None:
    class Cut(Exception):
        pass

    class Interrupted(Recorded):
        left = 0

        def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:  # type: ignore[override]
            if kind_of_call(_meant(method, options), url).endswith("запись"):
                self.left -= 1
                if self.left < 0:
                    raise Cut
            return super().request(method, url, *args, **options)

    def shape(google: Google, made: Provisioned) -> Any:
        book = read_book(google, made.spreadsheet, NOW, NASTAVNIK)
        rows = {name: table.frame.to_dict("records") for name, table in book.tables.items()}
        files = [(file.name, file.kind) for file in google.drive.search("trashed = false")]
        return sorted(files), {name: tab.columns for name, tab in book.tabs.items()}, str(rows), set(made.forms)

    shapes = []
    for cut_after in (4, 5, 6, 99):
        workspace = Workspace(tmp_path / str(cut_after))
        with serve(workspace) as server:
            first = Interrupted(of_token(server.token), address=server.url)
            first.left = cut_after
            with suppress(Cut):
                provision(over(first), NASTAVNIK, title="Н", first=FIRST, now=NOW)
            google = over(Transport(of_token(server.token), address=server.url))
            made = provision(google, NASTAVNIK, title="Н", first=FIRST, now=NOW)
            shapes.append(shape(google, made))
        workspace.close()
    assert all(one == shapes[-1] for one in shapes)


def test_a_bank_of_two_thousand_is_read_in_as_many_calls_as_an_empty_one(place: Place) -> None:
    def calls() -> int:
        before = place.google.calls.total()
        place.book()
        return place.google.calls.total() - before

    empty = calls()
    rows = [{"id": f"НМ-{n:04d}", "full_name": "Ветрова Анна", "email": f"a{n}@mail.ru"} for n in range(2_000)]
    index = sorted(place.tab("mentees").columns, key=place.tab("mentees").columns.__getitem__)
    cells = [
        {"values": [{"userEnteredValue": {"stringValue": row[name]}} if name in row else {} for name in index]}
        for row in rows
    ]
    sheet_id = place.tab("mentees").sheet_id
    place.curator({"appendCells": {"sheetId": sheet_id, "rows": cells, "fields": "userEnteredValue"}})
    assert calls() == empty
    mentees = place.book()[Mentees]
    assert len(mentees) == 2_000
    assert mentees[Mentees.email].iloc[-1] == "a1999@mail.ru"


def test_a_spreadsheet_without_any_tabs_of_ours_is_read_as_a_book_that_says_so() -> None:
    bare = b'{"sheets": [{"properties": {"sheetId": 0, "title": "List"}}]}'
    with scripted(Reply(body=bare), DROPPED) as script:
        google = over(Transport(of_token("t"), address=script.address, sleep=lambda _: None))
        book = read_book(google, "1", NOW, NASTAVNIK)
    assert len(script.seen) == 1
    assert len(book.structure_problems()) == len(NASTAVNIK.sheets)


# How a tab lies before the curator


def _left_by_an_earlier_version(place: Place) -> None:
    """«Подбор» as it was before widths, order and views were declared: only its colours had a digest."""
    matches, sheet_id = Matches, place.tab("matches").sheet_id
    (item,) = [item for item in place.structure()["sheets"] if item["properties"]["sheetId"] == sheet_id]
    (mark,) = [mark for mark in item["developerMetadata"] if mark["metadataKey"] == TAB_MARK]
    place.curator({"deleteFilterView": {"filterId": item["filterViews"][0]["filterViewId"]}})
    for name in ("reasons", "problems", "rank"):
        _move_behind(place, name, matches.columns[name].stood_after)
    widths = {name: column.former_widths[0] for name, column in matches.columns.items() if column.former_widths}
    place.curator(*(_drawn(place, name, pixels) for name, pixels in widths.items()))
    marked = {"metadataValue": mark["metadataValue"].partition(".")[0]}
    filters = [{"developerMetadataLookup": {"metadataId": mark["metadataId"]}}]
    change = {"dataFilters": filters, "developerMetadata": marked, "fields": "metadataValue"}
    place.curator({"updateDeveloperMetadata": change})


def _move_behind(place: Place, name: str, other: str) -> None:
    target = place.tab("matches").columns[other] + 1
    place.curator({"moveDimension": {"source": place.place("matches", name), "destinationIndex": target}})


def _drawn(place: Place, name: str, pixels: int) -> Json:
    properties = {"range": place.place("matches", name), "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
    return {"updateDimensionProperties": properties}


def _width(place: Place, name: str) -> int:
    grid = place.google.spreadsheets.get(place.spreadsheet, fields="sheets(properties,data(columnMetadata(pixelSize)))")
    (item,) = [item for item in grid["sheets"] if item["properties"]["title"] == Matches.title]
    return int(item["data"][0]["columnMetadata"][place.tab("matches").columns[name]]["pixelSize"])


def _order(place: Place) -> list[str]:
    columns = place.tab("matches").columns
    return sorted(columns, key=columns.__getitem__)


def _views(place: Place) -> list[Json]:
    whole = place.google.spreadsheets.get(place.spreadsheet, fields="sheets(properties.title,filterViews)")
    (item,) = [item for item in whole["sheets"] if item["properties"]["title"] == Matches.title]
    return list(item.get("filterViews", []))


def test_a_tab_of_an_earlier_version_is_arranged_as_today_and_gets_its_view(place: Place) -> None:
    (view,) = _views(place)
    _left_by_an_earlier_version(place)
    assert _order(place) != list(Matches.columns) and _views(place) == []
    place.again()
    assert _order(place) == list(Matches.columns)
    assert {name: _width(place, name) for name in Matches.columns} == {
        name: column.width for name, column in Matches.columns.items()
    }
    assert _views(place) == [view]
    assert place.tab("matches").cell(0, "problems") == "Что исправить"
    assert place.again() == []


def test_what_the_curator_has_drawn_moved_or_deleted_herself_stays_as_it_is(place: Place) -> None:
    _left_by_an_earlier_version(place)
    _move_behind(place, "problems", "mentor")
    place.curator(_drawn(place, "reasons", 500))
    place.again()
    assert _order(place).index("problems") == _order(place).index("mentor") + 1
    assert _width(place, "reasons") == 500
    _move_behind(place, "rank", "state")
    place.curator(
        _drawn(place, "score", Matches.columns["score"].former_widths[0]),
        {"deleteFilterView": {"filterId": _views(place)[0]["filterViewId"]}},
    )
    assert place.again() == []


def test_a_view_follows_its_declaration_and_keeps_the_curators_name_for_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (view,) = _views(place)
    renamed = {"filter": {"filterViewId": view["filterViewId"], "title": "Моё"}, "fields": "title"}
    place.curator({"updateFilterView": renamed})
    monkeypatch.setattr(Matches, "over", (*Matches.over, "запасной"))
    place.again()
    (changed,) = _views(place)
    assert changed["title"] == "Моё" and "запасной" in str(changed["criteria"])
    assert place.again() == []


@pytest.mark.parametrize("sheet", [sheet for sheet in NASTAVNIK.sheets if sheet.over], ids=lambda sheet: sheet.name)
def test_what_says_that_a_row_is_over_is_a_value_of_its_tab(sheet: type[Sheet]) -> None:
    assert set(sheet.over) <= {value for column in sheet.columns_of_over() for value in column.options}
