"""Finding out what is wrong: one line for everything that can be, with what to do about it."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from automation import private
from automation.google import Google
from automation.google.errors import WorkspaceError
from automation.workbook.book import Book
from automation.workbook.checks import unreadable_cells
from automation.workbook.reading import read_book
from automation.workbook.turns import refuses_taken_ids
from jobs.cli.reach import of_letters, of_links
from jobs.cli.trial_letter import trial_letter
from jobs.people.staff import held
from jobs.plan.roadmap import NOT_CONFIRMED
from jobs.runner.configuration import THIS_COMPUTER, Configuration, file_of, load
from jobs.runner.connection import connected, smtp
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import COORDINATOR, CURATOR, DIRECTOR

console = Console()

NO_TURNS = (
    "рабочее пространство не отказывает в занятых номерах меток, и две копии программы могут записать одно и то же "
    "дважды: следите, чтобы с этой таблицей работала только одна"
)

_SHOWN = 5
"""Files open to others that are named; of more, the number is said."""


_LEAST_ROOM = 500_000_000
"""Bytes that should be free on the disk: documents, the database's log and a copy of it."""
_PATIENCE = 10.0
"""Seconds to wait for a mail server or for a page."""


def examine(data: Path, *, letter: str = "") -> bool:
    """Check everything that can be wrong from outside, one line each; True when all is well.

    With an address, a trial letter goes there.
    """
    exposed = list(private.open_in(data))  # looked at first: opening the workspace closes what is its own
    configuration = load(data)
    _say("настройки прочитаны", True)
    well = [
        _say_what_others_may_read(data, exposed, configuration),
        _examine_disk(data),
        _examine_mail(data, configuration),
        _examine_workspace(data, configuration, letter),
    ]
    return all(well)


def _examine_disk(data: Path) -> bool:
    free = shutil.disk_usage(data).free
    if free >= _LEAST_ROOM:
        return _say("места на диске хватает", True)
    return _say(f"на диске осталось {free // 1_000_000} МБ: освободите место, не меньше 500 МБ", False)


def _examine_mail(data: Path, configuration: Configuration) -> bool:
    """Whether letters can leave; by SMTP, whether its server lets the program in."""
    mail = smtp(data, configuration)
    if mail is None:
        if configuration.workspace == "google":
            return _say("письма уходят через Gmail. Проверить: nastavnik doctor --letter ВАШ-АДРЕС", True)
        return _warn(of_letters(data, configuration))
    try:
        replace(mail, patience=_PATIENCE).try_out()
    except WorkspaceError as error:
        return _say(f"{error}. Настройки почты — в разделе [mail] файла {file_of(data)}", False)
    return _say(f"почтовый сервер {mail.host} пускает программу; письма пойдут от {mail.sender}", True)


def _examine_address(data: Path, configuration: Configuration) -> bool:
    """Whether the workspace is found at the address that links begin with. It is open while this is asked."""
    if configuration.workspace == "google":
        return True  # its links are Google's
    if not configuration.is_found_here_alone:
        return _say(*_is_found(configuration))
    if configuration.listen != THIS_COMPUTER:
        return _say(f"сеть впускается (listen), а адрес не назван: укажите address в файле {file_of(data)}", False)
    return _warn(of_links(data, configuration))


def _is_found(configuration: Configuration) -> tuple[str, bool]:
    import requests

    address = configuration.found_at
    try:
        answer = requests.get(f"{address}/signin", timeout=_PATIENCE)
    except requests.exceptions.SSLError:
        return f"по адресу {address} сертификат (TLS) не годится: обновите его на прокси", False
    except requests.RequestException:
        return f"по адресу {address} никто не отвечает. {_who_should_answer(configuration)}", False
    if answer.ok and "<title>Вход</title>" in answer.text:
        return f"по адресу {address} открывается рабочее пространство", True
    return f"по адресу {address} отвечает не рабочее пространство. {_who_should_answer(configuration)}", False


def _who_should_answer(configuration: Configuration) -> str:
    if configuration.address.startswith("https:"):
        return f"Прокси должен передавать запросы на http://{THIS_COMPUTER}:{configuration.port} и сохранять имя (Host)"
    if configuration.listen == THIS_COMPUTER:
        return 'Программа слушает только этот компьютер: укажите listen = "0.0.0.0" или поставьте прокси'
    return f"Проверьте имя или IP-адрес компьютера и пускает ли брандмауэр на порт {configuration.port}"


def _send_trial_letter(google: Google, to: str) -> bool:
    if problem := Staff.email.column.problem(to):
        return _say(f"пробное письмо: {problem}", False)
    if not google.mail.leaves:
        return _say("пробное письмо не отправлено: письма наружу не уходят, почтовый сервер не назван", False)
    try:
        google.mail.send(trial_letter(to))
    except WorkspaceError as error:
        return _say(f"пробное письмо не ушло. {error}", False)
    return _say(f"пробное письмо отправлено на {to}: посмотрите, пришло ли; если нет — в «Спаме»", True)


def _say_what_others_may_read(data: Path, exposed: list[Path], configuration: Configuration) -> bool:
    """Whether the data folder, and the secrets that lie elsewhere, are closed to the other users of the machine."""
    if exposed:
        shown = ", ".join("сама папка" if path == data else str(path.relative_to(data)) for path in exposed[:_SHOWN])
        more = f" и ещё {len(exposed) - _SHOWN}" if len(exposed) > _SHOWN else ""
        _say(f"другим пользователям этого компьютера открыто: {shown}{more}. {_close(data, all_in_it=True)}", False)
    elsewhere = [data / name for name in (configuration.google.credentials, configuration.mail.password_file) if name]
    open_secrets = [path for path in elsewhere if private.is_open(path) and path not in exposed]
    for path in open_secrets:
        _say(f"другим пользователям этого компьютера открыт файл с ключом: {path}. {_close(path)}", False)
    if not exposed and not open_secrets:
        _say("данные закрыты от других пользователей этого компьютера", True)
    return not exposed and not open_secrets


def _close(path: Path, *, all_in_it: bool = False) -> str:
    return f"Закройте: chmod {'-R ' if all_in_it else ''}go= {shlex.quote(str(path))}"


def _examine_workspace(data: Path, configuration: Configuration, letter: str) -> bool:
    if not configuration.spreadsheet:
        return _say("таблица ещё не создана: выполните nastavnik или nastavnik init", False)
    try:
        with console.status("Проверяю рабочее пространство…"), connected(data, configuration) as google:
            book = read_book(google, configuration.spreadsheet, datetime.now(UTC), NASTAVNIK)
            keeps_turns = refuses_taken_ids(google.spreadsheets, configuration.spreadsheet)
            is_found = _examine_address(data, configuration)
            is_sent = _send_trial_letter(google, letter) if letter else True
    except WorkspaceError as error:
        return _say(str(error), False)
    return _examine_book(book, keeps_turns=keeps_turns) and is_found and is_sent


def _examine_book(book: Book, *, keeps_turns: bool) -> bool:
    _say("рабочее пространство отвечает, таблица и анкеты читаются", True)
    problems = book.structure_problems() + _settings_problems(book) + _staff_problems(book) + _unreadable_cells(book)
    problems += [] if keeps_turns else [NO_TURNS]
    for problem in problems:
        _say(problem, False)
    if not problems:
        _say("все листы, столбцы и настройки на месте", True)
    return not problems


def _settings_problems(book: Book) -> list[str]:
    if book.unavailable("settings"):
        return []  # said with the other tabs that are not there
    found = [
        f"«Настройки», {Settings.declared()[code].column.title}: {problem}"
        for code, problem in book[Settings].problems.items()
    ]
    return found if book[Settings].plan_confirmed else [*found, NOT_CONFIRMED]


def _staff_problems(book: Book) -> list[str]:
    """The people without whom no order can be drawn up."""
    if book.unavailable("staff"):
        return []
    filled = held(book)
    missing = [] if DIRECTOR in filled else [DIRECTOR]
    if not filled & {CURATOR, COORDINATOR}:
        missing.append(f"{CURATOR}» или «{COORDINATOR}")
    return [f"«Сотрудники»: никого с ролью «{role}», без этого не составить приказ" for role in missing]


def _unreadable_cells(book: Book) -> list[str]:
    """What stands in cells that the program cannot use; of the settings it is said apart."""
    there = [sheet for sheet in NASTAVNIK.sheets if sheet is not SettingsTab and not book.unavailable(sheet.name)]
    return [sentence for sheet in there for sentence in unreadable_cells(book[sheet])]


def _say(text: str, good: bool) -> bool:
    console.print(f"{'[green]✓[/]' if good else '[red]✗[/]'} {escape(text)}", soft_wrap=True)
    return good


def _warn(text: str) -> bool:
    """What is no mistake, and yet not what people may think."""
    console.print(f"[yellow]![/] {escape(text[:1].lower() + text[1:])}", soft_wrap=True)
    return True
