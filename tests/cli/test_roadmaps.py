"""`nastavnik roadmap …` as a person calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from automation.embedded import Workspace, serve
from jobs.demo.curator import Curator
from sheets_schema.roadmaps import load, names, read
from tests.cli.conftest import Nastavnik, Said, configure, free_port, port_of
from tests.organisation import Clock, Organisation
from tests.roadmaps.files import HEADER, MEASURE, excel, word

TAB = "Дорожная карта"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences in one line, so that a test can read them."""
    monkeypatch.setenv("COLUMNS", "400")


@contextmanager
def curator_of(data: Path) -> Iterator[Curator]:
    """The curator at the running workspace of a folder."""
    found = re.search(r'spreadsheet = "(.+)"', (data / "nastavnik.toml").read_text(encoding="utf-8"))
    assert found
    workspace = Workspace(data)
    with serve(workspace, port_of(data)) as server:
        yield Organisation(server, workspace, found[1], Clock()).curator
    workspace.close()


def rows(data: Path) -> list[dict[str, Any]]:
    with curator_of(data) as curator:
        return curator.rows(TAB)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A school's plan in Word: a stage, three measures, and a row that cannot be read."""
    table = [
        HEADER,
        ("Этап 8. Итоги года", "", "", "", ""),
        ("8.1", "Собрать отзывы родителей", "Май 2024 г.", "Координатор", "Отзывы"),
        ("8.2", "Наградить лучших наставников", "до 8.06.2024", "Директор", "Приказ о награждении"),
        ("8.4", "Обсудить планы на осень", "", "", ""),
        ("8.5", "", "май", "Методист", "Список"),
    ]
    file = tmp_path / "План школы.docx"
    file.write_bytes(word("УТВЕРЖДАЮ", table, merge=[(1, 0, 1, 4)]))
    return file


# list, show, check


def test_list_names_every_plan_with_its_size(nastavnik: Nastavnik) -> None:
    said = nastavnik("roadmap", "list")
    assert (said.code, said.err) == (0, "")
    for name in names():
        roadmap = load(name)
        line = next(line for line in said.out.splitlines() if re.match(rf"\s*{name}\s", line))
        assert (roadmap.organisation.short_name if roadmap.organisation else "любая") in line
        stages = [stage for stage in roadmap.stages if stage.title]
        assert line.split()[-2:] == [str(len(stages)), str(len(roadmap.measures))]


@pytest.mark.parametrize("name", names())
def test_show_gives_every_measure_of_a_plan_under_its_stage(nastavnik: Nastavnik, name: str) -> None:
    out = " ".join(nastavnik("roadmap", "show", name).out.split())
    roadmap = load(name)
    assert [stage.title for stage in roadmap.stages if " ".join(stage.title.split()) not in out] == []
    assert [one.number for one in roadmap.measures if f"{one.number} {' '.join(one.title.split())}" not in out] == []


@pytest.mark.parametrize("name", names())
def test_check_answers_for_every_plan(nastavnik: Nastavnik, name: str) -> None:
    said = nastavnik("roadmap", "check", name)
    assert (said.code, said.err) == (0, "")
    assert f"Мероприятий: {len(load(name).measures)}. Замечаний: " in said.out


def test_check_puts_each_finding_beside_its_measure(nastavnik: Nastavnik) -> None:
    out = nastavnik("roadmap", "check", "ktt").out
    assert re.search(r"4\.1\.1 +Выбрать наставников .+ исправить +Ответственные: никто не назван; впишите роли", out)
    assert re.search(r"1\.2\.3 +Собрать банк программ .+ совет +Мероприятие: среди форм наставничества", out)


def test_what_is_true_of_a_whole_plan_is_said_once(nastavnik: Nastavnik, tmp_path: Path) -> None:
    measures = ", ".join(f"{{number: '1.{n}', title: Дело {n}, responsible: [Директор]}}" for n in range(1, 10))
    file = tmp_path / "own.yaml"
    stage = f"{{number: 1, title: Начало, measures: [{measures}]}}"
    file.write_text(f"title: План\nstages: [{stage}]\n", encoding="utf-8")
    out = nastavnik("roadmap", "check", file).out
    assert out.count("Срок: не указан") == 1
    assert "Во всех мероприятиях." in out and "Замечаний: 9." in out


@pytest.mark.parametrize("command", ["show", "check"])
def test_an_unknown_plan_is_answered_with_those_that_there_are(nastavnik: Nastavnik, command: str) -> None:
    sentence = nastavnik("roadmap", command, "нет такого").sentence
    assert sentence == f"Дорожной карты «нет такого» нет. Есть: {', '.join(names())}."


def test_a_plan_may_be_a_file_of_ones_own(nastavnik: Nastavnik, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    assert "такого файла или папки нет" in nastavnik("roadmap", "check", file).sentence
    file.write_text("organisation: {name: Ш, short_name: Ш}\ntitle: План\nstages: []\n", encoding="utf-8")
    assert "Мероприятий: 0. Замечаний: 0." in nastavnik("roadmap", "check", file).out
    file.write_bytes("title: План".encode("cp1251"))
    assert "Сохраните его в кодировке UTF-8" in nastavnik("roadmap", "check", file).sentence
    file.write_text("title: [План", encoding="utf-8")
    said = nastavnik("roadmap", "show", file)
    assert said.code == 1 and "не YAML" in said.err and "Traceback" not in said.err


def test_check_of_an_organisation_reads_its_own_sheet_and_staff_and_writes_nothing(
    nastavnik: Nastavnik, data: Path
) -> None:
    with curator_of(data) as curator:
        curator.type(TAB, {"М-0001": {"Срок": "Май 2025 г."}, "М-0002": {"Срок": "до 12.11.2023"}})
        curator.add("Сотрудники", [{"Роль": "Координатор", "ФИО": "Бережной Олег Ильич"}])
        before = curator.rows(TAB)
        out = nastavnik("roadmap", "check", "--data", data).out
        assert curator.rows(TAB) == before
    assert "«Май 2025 г.» кончается 31.05.2025, а план — 31.08.2024" in out
    assert "12.11.2023 — выходной (воскресенье)" in out
    assert "никого с ролью «Методист»" not in out
    assert "«Директор», «Заместитель директора», «Заведующий отделением», «Методист»" in out


def test_a_plan_and_a_folder_at_once_are_one_too_many(nastavnik: Nastavnik, data: Path) -> None:
    said = nastavnik("roadmap", "check", "ktt", "--data", data)
    assert said.code == 2 and "--data" in said.err


def test_check_without_a_period_says_where_to_set_it(nastavnik: Nastavnik, tmp_path: Path) -> None:
    data = configure(tmp_path / "data", f'workspace = "embedded"\nport = {free_port()}\n')
    assert nastavnik("init", "--data", data).code == 0
    assert "проверьте «Начало плана» и «Окончание плана»" in nastavnik("roadmap", "check", "--data", data).sentence


# import into the sheet


def test_import_adds_rows_at_the_end_and_changes_none(nastavnik: Nastavnik, data: Path, plan: Path) -> None:
    before = rows(data)
    said = nastavnik("roadmap", "import", plan, "--data", data)
    assert (said.code, said.err) == (0, "")
    assert "Внесено на лист «Дорожная карта»: 3. Было там или повторялось: 0." in said.out
    assert "Таблица 1, строка 6: нет названия мероприятия («8.5»…); не внесена." in said.out
    after = rows(data)
    assert after[: len(before)] == before
    new = after[len(before) :]
    assert [row["№"] for row in new] == ["М-0046", "М-0047", "М-0048"]
    assert [row["Мероприятие"] for row in new] == [
        "Собрать отзывы родителей",
        "Наградить лучших наставников",
        "Обсудить планы на осень",
    ]
    assert (new[0]["Этап"], new[0]["Срок"], new[0]["Пункт"]) == ("Этап 8. Итоги года", "Май 2024 г.", "8.1")


def test_the_journal_says_what_was_imported_in_numbers_alone(nastavnik: Nastavnik, data: Path, plan: Path) -> None:
    nastavnik("roadmap", "import", plan, "--data", data)
    nastavnik("roadmap", "import", plan, "--data", data)
    with curator_of(data) as curator:
        lines = [row for row in curator.rows("Журнал") if row["Задания"] == "импорт плана"]
    [line] = lines  # the second had nothing to add
    assert line["Что изменилось"] == "«Дорожная карта»: внесено 3 (М-0046 – М-0048), уже было 0, замечаний 1"
    assert line["На что обратить внимание"] is None
    assert line["Обращений"] > 0 and line["Когда"] > 0


def test_a_second_import_adds_nothing_even_after_the_curators_edits(
    nastavnik: Nastavnik, data: Path, plan: Path
) -> None:
    nastavnik("roadmap", "import", plan, "--data", data)
    with curator_of(data) as curator:
        curator.type(TAB, {"М-0046": {"Срок": "июнь", "Мероприятие": "Собрать отзывы"}})
    before = rows(data)
    said = nastavnik("roadmap", "import", plan, "--data", data)
    assert "Внесено на лист «Дорожная карта»: 0. Было там или повторялось: 3." in said.out
    assert rows(data) == before


def test_what_is_imported_is_watched_and_checked_by_the_next_cycle(
    nastavnik: Nastavnik, data: Path, plan: Path
) -> None:
    nastavnik("roadmap", "import", plan, "--data", data)
    assert nastavnik("run", "deadlines", "--data", data).code == 0
    found = {row["Пункт"]: row for row in rows(data)[-3:]}
    assert found["8.1"]["Состояние"] == "просрочено"
    assert "Совет: Срок: 08.06.2024 — выходной (суббота)" in found["8.2"]["Что исправить"]
    problems = found["8.4"]["Что исправить"].split("\n")
    assert problems[0].startswith("Срок: не указан") and problems[1].startswith("Ответственные: никто не назван")
    assert problems[2].startswith("Совет: Пункт: перед 8.4 нет 8.3")


def test_cells_that_look_like_formulas_stay_text(nastavnik: Nastavnik, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(word([HEADER, ("1", "=1+1", "+5", "@x", "<b>{{ 7*7 }}</b> [red]да[/]")]))
    nastavnik("roadmap", "import", file, "--data", data)
    row = rows(data)[-1]
    assert (row["Мероприятие"], row["Срок"], row["Ответственные"]) == ("=1+1", "+5", "@x")
    assert row["Результат"] == "<b>{{ 7*7 }}</b> [red]да[/]"


def test_a_thousand_measures_are_imported_at_once(nastavnik: Nastavnik, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel([HEADER, *((n, f"Дело {n}", "май 2024 г.", "Методист", "") for n in range(1, 1001))]))
    assert "Внесено на лист «Дорожная карта»: 1000." in nastavnik("roadmap", "import", file, "--data", data).out
    assert "Внесено на лист «Дорожная карта»: 0." in nastavnik("roadmap", "import", file, "--data", data).out


def test_an_import_waits_for_a_cycle_to_end(nastavnik: Nastavnik, data: Path, plan: Path) -> None:
    with FileLock(data / "cycle.lock"):
        sentence = nastavnik("roadmap", "import", plan, "--data", data).sentence
    assert sentence == "Задания уже выполняются другой командой: дождитесь её окончания"


# import into a file


def test_import_to_a_file_makes_a_plan_that_can_be_shown_and_checked(
    nastavnik: Nastavnik, plan: Path, tmp_path: Path
) -> None:
    to = tmp_path / "school.yaml"
    said = nastavnik("roadmap", "import", plan, "--to", to)
    assert (said.code, said.err) == (0, "")
    assert "Записано мероприятий: 3." in said.out
    made = read(to.read_text(encoding="utf-8"), code="school")
    assert (made.title, [stage.number for stage in made.stages]) == ("План школы", [8])
    assert [measure.number for measure in made.measures] == ["8.1", "8.2", "8.4"]
    assert "Собрать отзывы родителей" in nastavnik("roadmap", "show", to).out
    assert "перед 8.4 нет 8.3" in nastavnik("roadmap", "check", to).out


def test_a_file_that_is_there_is_never_overwritten(nastavnik: Nastavnik, plan: Path, tmp_path: Path) -> None:
    to = tmp_path / "school.yaml"
    to.write_text("важное", encoding="utf-8")
    assert "уже есть. Укажите другой" in nastavnik("roadmap", "import", plan, "--to", to).sentence
    assert to.read_text(encoding="utf-8") == "важное"
    assert "должно кончаться на .yaml" in nastavnik("roadmap", "import", plan, "--to", tmp_path / "plan.txt").sentence


# files that are no plan


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "файл пуст"),
        ("мусор".encode(), "это не документ Word и не таблица Excel"),
        (b"%PDF-1.4", "это PDF"),
        (excel([HEADER])[:500], "файл повреждён или загружен не до конца"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_one_sentence(
    nastavnik: Nastavnik, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(content)
    sentence = nastavnik("roadmap", "import", file, "--to", tmp_path / "plan.yaml").sentence
    assert sentence.startswith(f"{file}: ") and says in sentence
    assert not (tmp_path / "plan.yaml").exists()


@pytest.mark.parametrize("tables", [[], [[("Директор", "подпись")]], [[HEADER]]])
def test_a_document_without_measures_changes_nothing(
    nastavnik: Nastavnik, data: Path, tmp_path: Path, tables: list[Any]
) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(word("Приказ", *tables))
    before = (data / "workspace.sqlite3").read_bytes()
    assert "ни одного мероприятия не найдено" in nastavnik("roadmap", "import", file, "--data", data).sentence
    assert (data / "workspace.sqlite3").read_bytes() == before


def test_a_file_that_is_not_there_is_said_to_be_missing(nastavnik: Nastavnik, data: Path, tmp_path: Path) -> None:
    assert (
        "такого файла или папки нет" in nastavnik("roadmap", "import", tmp_path / "нет.docx", "--data", data).sentence
    )
    assert "здесь нужен файл, а стоит папка" in nastavnik("roadmap", "import", tmp_path, "--data", data).sentence


def test_an_organisation_that_is_not_set_up_is_told_how_to_be(nastavnik: Nastavnik, plan: Path, tmp_path: Path) -> None:
    said: Said = nastavnik("roadmap", "import", plan, "--data", tmp_path / "нет")
    assert "Создайте рабочее пространство: nastavnik init" in said.sentence


def test_the_first_measure_of_an_empty_plan_may_come_from_a_file(nastavnik: Nastavnik, tmp_path: Path) -> None:
    data = configure(tmp_path / "data", f'workspace = "embedded"\nport = {free_port()}\n')
    nastavnik("init", "--data", data)
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel([HEADER, MEASURE]))
    nastavnik("roadmap", "import", file, "--data", data)
    assert [(row["№"], row["Мероприятие"]) for row in rows(data)] == [("М-0001", "Собрать согласия")]
