"""Running cycles: once, by the timetable, and what a person is shown of them."""

from __future__ import annotations

import logging
import shlex
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from automation import private
from automation.embedded.pages.addition import Addition
from automation.google import Google
from automation.workbook.reading import read_book
from jobs.cli.failures import sentence
from jobs.cli.questions import agrees, is_there_anybody
from jobs.cli.reach import limits
from jobs.cli.tables import cycle_table, rehearsal_table
from jobs.runner.configuration import FILE, Configuration, ConfigurationError, load, ready
from jobs.runner.connection import (
    connected,
    embedded,
    is_free,
    is_of_the_port,
    locked,
    only_here,
    only_timetable,
    opened,
    running,
)
from jobs.runner.cycle import CycleReport
from jobs.runner.cycles import Cycles
from jobs.runner.exporting import export
from jobs.runner.job import all_jobs, job_names
from jobs.runner.rehearsal import rehearse
from jobs.runner.timetable import EMBEDDED, GOOGLE
from jobs.runner.timetable import serve as serve_by_timetable
from jobs.runner.unchanged import NOTE, run_if_changed
from sheets_schema.nastavnik import NASTAVNIK

log = logging.getLogger("nastavnik")
console = Console()


def run_now(data: Path, names: Sequence[str], *, rehearsal: bool = False) -> None:
    """Run one cycle and print what it did, or would do. `ConfigurationError` for a job that does not exist."""
    unknown = [name for name in names if name not in job_names()]
    if unknown:
        raise ConfigurationError(f"Нет задания «{unknown[0]}». Есть: {', '.join(all_jobs())}")
    configuration = ready(data)
    with console.status("Выполняю задания…"), connected(data, configuration) as google:
        if rehearsal:
            shown = rehearsal_table(rehearse(google, configuration.spreadsheet, now=datetime.now(UTC), names=names))
        else:
            shown = cycle_table(_cycle(data, google, configuration, names))
    console.print(shown)


def serve_forever(data: Path, *, lead: Callable[[str], None] = lambda _: None) -> None:
    """Run cycles by the timetable until SIGINT or SIGTERM; a cycle that has begun is finished.

    `lead` is given the link by which the owner comes in, once it works.
    """
    # Libraries speak of addresses and files; what is worth a line is said by the program itself.
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    log.setLevel(logging.INFO)
    configuration = ready(data)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    status = console.status("Открываю рабочее пространство…")
    with ExitStack() as stack:
        stack.enter_context(only_timetable(data))
        stack.enter_context(status)
        is_embedded = configuration.workspace == "embedded"
        opened_before = is_embedded and running(data, configuration) is not None
        from jobs.desk.opening import desk_of

        cycles = Cycles(works=True)
        desk = desk_of(data, configuration, cycles)
        google = stack.enter_context(connected(data, configuration, desk))
        if not is_embedded:
            stack.enter_context(opened(data, configuration, desk))
        book = read_book(google, configuration.spreadsheet, datetime.now(UTC), NASTAVNIK)
        status.stop()
        console.print(f"Работаю по расписанию. Таблица: {book.link}", soft_wrap=True)
        if opened_before:  # a new link would end the one that stands in that window
            console.print("Вход для владельца: по ссылке из окна, где работает nastavnik workspace")
            lead(configuration.found_at)
        else:
            link = _sign_in_link(data, configuration)
            console.print(f"Вход для владельца (ссылка действует один раз и не дольше суток): {link}", soft_wrap=True)
            lead(link)
        for limit in limits(data, configuration):
            console.print(f"[yellow]![/] {escape(limit)}", soft_wrap=True)
        console.print("Остановить: Ctrl+C")

        def cycle(names: list[str]) -> None:
            began = datetime.now(UTC)
            try:
                with cycles.under_way():
                    cycles.tell(_cycle(data, google, configuration, names), began)
            except Exception as error:  # whatever it was, the next cycle may do better
                cycles.problem = sentence(error)
                log.error("цикл не выполнен: %s", cycles.problem)

        every = EMBEDDED if configuration.workspace == "embedded" else GOOGLE
        serve_by_timetable(cycle, time_zone=str(book.time_zone), every=every, stop=stop, cycles=cycles)
    console.print("Остановлено.")


def _sign_in_link(data: Path, configuration: Configuration) -> str:
    from automation.embedded import owner_link

    workspace = embedded(data, configuration)
    try:
        return owner_link(workspace, configuration.found_at)
    finally:
        workspace.close()


def open_workspace(data: Path, port: int | None, token: str | None) -> None:
    """Serve the embedded workspace alone, on the configured port unless another is given.

    With a port it is made where there is none; a person is asked first, who may have mistyped the folder.
    """
    is_unconfigured = port is not None and not (data / FILE).exists()
    configuration = Configuration() if is_unconfigured else load(data)
    if is_unconfigured and not _is_meant(data):
        print("Ничего не создано.", file=sys.stderr)
        return
    port = configuration.port if port is None else port
    if not data.exists() and not is_free(port):  # before anything is made
        raise _taken(port)
    private.make_folder(data)
    with only_here(data):
        _open_alone(data, configuration, port, token)


def _is_meant(data: Path) -> bool:
    from automation.embedded.workspace import DATABASE

    if (data / DATABASE).exists() or not is_there_anybody():
        return True
    return agrees(f"В папке {data.absolute()} нет рабочего пространства. Создать новое?", err=True)


def _open_alone(data: Path, configuration: Configuration, port: int, token: str | None) -> None:
    with Console(stderr=True).status("Открываю рабочее пространство…"):  # stdout has one line, which programs read
        from automation.embedded import run
        from jobs.desk.opening import desk_of

        workspace = embedded(data, configuration, token)
        desk = desk_of(data, configuration, Cycles(), port=port) if configuration.spreadsheet and port else Addition()
    # uvicorn raises the signal that stopped it once more, to end the process: here the end is as after Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(workspace, port, desk, listen=str(configuration.listen))
    except OSError as error:
        if not is_of_the_port(error):
            raise
        raise _taken(port) from None


def _taken(port: int) -> ConfigurationError:
    return ConfigurationError(f"Порт {port} занят другой программой: укажите другой (--port)")


def export_files(data: Path, to: Path) -> None:
    """Save the spreadsheet, the documents and the letters as ordinary files."""
    configuration = ready(data)
    with console.status("Сохраняю файлы…"), connected(data, configuration) as google:
        saved = export(google, configuration.spreadsheet, to)
    console.print(f"Сохранено файлов: {saved}. Папка: {escape(str(to))}", soft_wrap=True)
    if private.is_open(to):
        console.print(
            "[yellow]![/] Эта папка открыта другим пользователям компьютера: файлов они не прочтут, но увидят их "
            f"названия. Закройте: chmod go= {escape(shlex.quote(str(to)))}",
            soft_wrap=True,
        )


def _cycle(data: Path, google: Google, configuration: Configuration, names: Sequence[str]) -> CycleReport:
    runner = f"{socket.gethostname()}: {data.resolve()}"
    with locked(data):
        now, note = datetime.now(UTC), data / NOTE
        return run_if_changed(google, configuration.spreadsheet, now=now, note=note, names=names, runner=runner)
