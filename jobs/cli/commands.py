"""The commands of `nastavnik`, one function each; what they do is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.russian import Command, Group
from jobs.cli.waiting import loading

app = typer.Typer(
    name="nastavnik",
    cls=Group,
    help="Ведёт программу наставничества: анкеты, подбор пар, приказы, сроки и письма. Без команды открывает в "
    "браузере настройку, а когда всё настроено — рабочее место.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help"]},
)

roadmap = typer.Typer(
    name="roadmap",
    cls=Group,
    help="Дорожные карты: какие есть, что в них, что в них не так, и как внести свою.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(roadmap)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"nastavnik {version('nastavnik')}")
        raise typer.Exit


Data = Annotated[
    Path, typer.Option("--data", metavar="ПАПКА", help="Папка с настройками и данными.", envvar="NASTAVNIK_DATA")
]
_HERE = Path("nastavnik-data")


@app.callback()
def _program(
    context: typer.Context,
    data: Data = _HERE,
    port: Annotated[
        int | None,
        typer.Option(metavar="ПОРТ", min=1, max=65535, help="Порт страницы настройки. Пусто — любой свободный."),
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Показать номер версии.")
    ] = False,
) -> None:
    if context.invoked_subcommand:
        _must_stand_after_the_command(context)
        return
    with loading():
        from jobs.setup.setting_up import begin

    begin(data, port)


def _must_stand_after_the_command(context: typer.Context) -> None:
    """What is said before a command would be quietly lost on it."""
    for name in ("data", "port"):
        if context.get_parameter_source(name).name == "COMMANDLINE":  # type: ignore[union-attr]
            raise typer.BadParameter("пишется после команды", param_hint=f"--{name}")


@app.command(cls=Command, help="Создать рабочее пространство или привести его к нужному виду.")
def init(
    data: Data = _HERE,
    roadmap: Annotated[
        str,
        typer.Option(
            metavar="ПЛАН",
            help="План, с которого начать: balakhta, kineshma, ktt, kurgan, technolyceum. Пусто — свой план с нуля.",
        ),
    ] = "",
    google: Annotated[bool, typer.Option("--google", help="В Google Workspace, а не на этом компьютере.")] = False,
    service_account: Annotated[
        str, typer.Option(metavar="ФАЙЛ", help="Файл ключа сервисной учётной записи (вместо входа человека).")
    ] = "",
    folder: Annotated[str, typer.Option(metavar="НОМЕР", help="Номер папки (общего диска), где всё создать.")] = "",
    port: Annotated[
        int | None,
        typer.Option(
            metavar="ПОРТ",
            min=1,
            max=65535,
            help="Порт, на котором откроется рабочее пространство этого компьютера. Пусто — 8800.",
        ),
    ] = None,
    start: Annotated[
        str,
        typer.Option(metavar="ДАТА", help="Начало плана, например 01.09.2026. Пусто — годы, которые идут сейчас."),
    ] = "",
    end: Annotated[str, typer.Option(metavar="ДАТА", help="Окончание плана; только вместе с началом.")] = "",
) -> None:
    with loading():
        from jobs.cli.setup import initialise

    initialise(
        data,
        roadmap=roadmap,
        google=google,
        service_account=service_account,
        folder=folder,
        port=port,
        start=start,
        end=end,
    )


@app.command(cls=Command, help="Войти в Google: откроется страница согласия в браузере.")
def login(data: Data = _HERE) -> None:
    with loading():
        from jobs.cli.setup import log_in

    log_in(data)


@app.command(cls=Command, help="Проверить настройки, почту, адрес, диск, доступ, таблицу и анкеты.")
def doctor(
    data: Data = _HERE,
    letter: Annotated[
        str, typer.Option(metavar="АДРЕС", help="Послать на этот адрес пробное письмо. Пусто — не посылать.")
    ] = "",
) -> None:
    with loading():
        from jobs.cli.examining import examine

    raise typer.Exit(0 if examine(data, letter=letter) else 1)


@app.command(cls=Command, help="Выполнить задания сейчас: все или только названные (collect, validate, match, …).")
def run(
    jobs: Annotated[list[str] | None, typer.Argument(metavar="[ЗАДАНИЕ]…", help="Задания.")] = None,
    data: Data = _HERE,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="Только показать, что было бы сделано; ничего не записывать и не слать.")
    ] = False,
) -> None:
    with loading():
        from jobs.cli.running import run_now

    run_now(data, jobs or [], rehearsal=rehearsal)


@app.command(cls=Command, help="Работать по расписанию, пока не остановят.")
def serve(data: Data = _HERE) -> None:
    with loading():
        from jobs.cli.running import serve_forever

    serve_forever(data)


@app.command("new-year", cls=Command, help="Перенести план на новый учебный год: показать, что будет, и сделать это.")
def new_year(
    data: Data = _HERE,
    start: Annotated[
        str, typer.Option(metavar="ДАТА", help="Начало нового плана, например 01.09.2026. Пусто — вслед за нынешним.")
    ] = "",
    end: Annotated[str, typer.Option(metavar="ДАТА", help="Окончание нового плана; только вместе с началом.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Не спрашивать, а сразу сделать.")] = False,
) -> None:
    with loading():
        from jobs.cli.new_year import begin

    begin(data, start, end, yes=yes)


@app.command(cls=Command, help="Открыть только встроенное рабочее пространство; в первой строке — адрес и ключ (JSON).")
def workspace(
    data: Data = _HERE,
    port: Annotated[
        int | None, typer.Option(metavar="ПОРТ", min=0, max=65535, help="Порт; 0 — любой свободный.")
    ] = None,
    token: Annotated[
        str | None, typer.Option(metavar="КЛЮЧ", help="Ключ доступа; без него — прежний или новый.")
    ] = None,
) -> None:
    with loading():
        from jobs.cli.running import open_workspace

    open_workspace(data, port, token)


@app.command(
    "import",
    cls=Command,
    help="Внести людей из файла (.xlsx, .xls, .ods, .csv): показать, что будет внесено, и сделать это; или отменить.",
)
def import_people(
    file: Annotated[Path | None, typer.Argument(metavar="ФАЙЛ", help="Список людей.", show_default=False)] = None,
    data: Data = _HERE,
    to: Annotated[str, typer.Option(metavar="КУДА", help="Кто в файле: наставляемые, наставники или сотрудники.")] = "",
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="СТОЛБЕЦ=КУДА", help='Столбец файла и столбец таблицы: "Дата рожд.=born".'),
    ] = None,
    replace: Annotated[
        list[str] | None,
        typer.Option(metavar="СТОЛБЕЦ", help="Столбец таблицы, где значение из файла заменит то, что стоит."),
    ] = None,
    report: Annotated[Path | None, typer.Option(metavar="ФАЙЛ", help="Сохранить отчёт по строкам (.xlsx).")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Не спрашивать, а сразу внести.")] = False,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Отменить загрузку целиком: последнюю или ту, чей номер назван вместо файла."),
    ] = False,
) -> None:
    with loading():
        from jobs.cli import importing

    if undo:
        importing.undo_import(str(file or ""), data)
    elif file is None:
        raise typer.BadParameter("назовите файл со списком людей", param_hint="ФАЙЛ")
    else:
        wishes = importing.Wishes(to, columns or (), replace or (), report, yes)
        importing.import_people(file, data, wishes)


@app.command(cls=Command, help="Сохранить таблицу (.xlsx), документы (.docx) и отправленные письма (.eml) в папку.")
def export(
    data: Data = _HERE, to: Annotated[Path, typer.Option(metavar="ПАПКА", help="Куда.")] = Path("nastavnik-export")
) -> None:
    with loading():
        from jobs.cli.running import export_files

    export_files(data, to)


@app.command(cls=Command, help="Отдать человеку всё, что о нём хранится, или удалить это.")
def person(
    number: Annotated[str, typer.Argument(metavar="НОМЕР", help="Номер из банка, например НМ-0007.")],
    data: Data = _HERE,
    export: Annotated[
        Path | None, typer.Option(metavar="ПАПКА", help="Куда записать всё о человеке (.docx и .xlsx).")
    ] = None,
    erase: Annotated[bool, typer.Option("--erase", help="Показать, что будет удалено, и удалить.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Не спрашивать, а сразу удалить.")] = False,
) -> None:
    with loading():
        from jobs.cli.person import attend

    attend(data, number, export, erase=erase, yes=yes)


@app.command(cls=Command, help="Показать год организации на сгенерированных людях, во встроенном рабочем пространстве.")
def demo(
    data: Annotated[Path, typer.Option("--data", metavar="ПАПКА", help="Новая папка для показа.")] = Path("demo"),
    organisation: Annotated[
        str,
        typer.Option(
            metavar="ОРГАНИЗАЦИЯ",
            help="Чей год: college (колледж) или school (школа); ещё планы kurgan, balakhta, technolyceum и kineshma.",
        ),
    ] = "college",
) -> None:
    with loading():
        from jobs.demo.year import play

    play(data, organisation)


@roadmap.command("list", cls=Command, help="Показать готовые планы.")
def list_roadmaps() -> None:
    with loading():
        from jobs.cli.roadmaps import show_all

    show_all()


_Name = Annotated[str, typer.Argument(metavar="ПЛАН", help="Название готового плана или файл .yaml.")]


@roadmap.command("show", cls=Command, help="Показать план по этапам.")
def show_roadmap(name: _Name) -> None:
    with loading():
        from jobs.cli.roadmaps import show_one

    show_one(name)


@roadmap.command("check", cls=Command, help="Проверить план: готовый или, без названия, свой.")
def check_roadmap(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ПЛАН", help="Название готового плана или файл .yaml.")] = "",
    data: Data = _HERE,
) -> None:
    with loading():
        from jobs.cli.roadmaps import check_one, check_own

    if not name:
        check_own(data)
    elif context.get_parameter_source("data").name == "COMMANDLINE":  # type: ignore[union-attr]
        raise typer.BadParameter("либо план, либо папка организации", param_hint="--data")
    else:
        check_one(name)


@roadmap.command("import", cls=Command, help="Внести план из таблицы Word или Excel.")
def import_roadmap(
    file: Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="Файл .docx или .xlsx с таблицей мероприятий.")],
    data: Data = _HERE,
    to: Annotated[
        Path | None,
        typer.Option(metavar="ФАЙЛ", help="Новый файл .yaml для плана. Без него — на лист «Дорожная карта»."),
    ] = None,
) -> None:
    with loading():
        from jobs.cli.roadmaps import import_to_file, import_to_sheet

    if to:
        import_to_file(file, to)
    else:
        import_to_sheet(file, data)
