"""Setting an organisation up, signing in, and finding out what is wrong."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from automation.deadlines import Period
from automation.google.credentials import sign_in
from automation.workbook.provision import FirstRows, Progress, Provisioned, provision
from jobs.cli.bringing import first_rows, not_moved, usual_period, years_in_settings
from jobs.cli.questions import day, is_there_anybody
from jobs.cli.reach import ABROAD, limits
from jobs.new_year.period import in_words
from jobs.people.consent_texts import first_editions
from jobs.runner.configuration import FILE, Configuration, ConfigurationError, Google, file_of, load, save
from jobs.runner.connection import USER_TOKEN, connected, free_port, is_free, scopes
from jobs.setup.answers import known as said_of_themselves
from jobs.setup.answers import roadmap as chosen_plan
from jobs.setup.terminal import ask
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.roadmaps import Roadmap
from sheets_schema.roadmaps import load as load_roadmap
from sheets_schema.roadmaps import names as roadmap_names
from sheets_schema.tabs.consent_texts import ConsentTexts

console = Console()


def initialise(
    data: Path,
    *,
    roadmap: str,
    google: bool,
    service_account: str,
    folder: str,
    port: int | None = None,
    start: str = "",
    end: str = "",
) -> None:
    """Make what is missing in the workspace; run again, it changes nothing that is there."""
    google = google or bool(service_account)
    years, known = _years(start, end), NOTHING_KNOWN
    if google and port:
        raise ConfigurationError("--port — для рабочего пространства на этом компьютере, а не в Google")
    if (data / FILE).exists():
        configuration = load(data)
        _must_agree(data, configuration, roadmap, google, port)
        _must_agree_on_years(configuration, years)
    else:
        configuration = _new_configuration(roadmap, google, service_account, folder, port)
        configuration = configuration.model_copy(update={"start": start, "end": end})
        if not google:
            _must_be_free(configuration.port)  # before anything is written: half a folder misleads the next command
            configuration, known = _asked(configuration)
        save(data, configuration)
    if configuration.workspace == "google":
        console.print(f"[yellow]![/] {ABROAD}. На своём сервере: nastavnik init без --google", soft_wrap=True)
    now, is_first = datetime.now(UTC), not configuration.spreadsheet
    with console.status("Готовлю рабочее пространство…") as status:
        made = set_up(
            data,
            configuration,
            now=now,
            known=known,
            progress=lambda what: status.update(f"Готовлю рабочее пространство: {what}…"),
        )
    # No table: it would break a long link, and a broken link cannot be copied.
    for title, link in {"Таблица": made.link, **made.forms}.items():
        console.print(f"{title}: {link}", soft_wrap=True)
    for sentence in limits(data, configuration):  # before the links are sent out
        console.print(f"[yellow]![/] {escape(sentence)}", soft_wrap=True)
    plan = _plan(configuration.roadmap)
    if plan and is_first:
        _tell_of_plan(plan, _within(plan, configuration, now))
    console.print(
        "Дальше: заполните листы «Настройки» (название организации и бланк из плана не берутся) и «Сотрудники», "
        f"запустите программу: nastavnik serve --data {escape(str(data))} — и разошлите ссылки на анкеты",
        soft_wrap=True,
    )


def _asked(configuration: Configuration) -> tuple[Configuration, FirstRows]:
    """What whoever sits at the terminal says beyond the options of the command; a script is asked nothing."""
    if not is_there_anybody():
        return configuration, NOTHING_KNOWN
    plan = {"plan": configuration.roadmap} if configuration.roadmap else {}
    named = {"period_start": configuration.start, "period_end": configuration.end} if configuration.start else {}
    answers = ask({**plan, **named})
    chosen = {"roadmap": chosen_plan(answers), "start": answers["period_start"], "end": answers["period_end"]}
    return configuration.model_copy(update=chosen), said_of_themselves(answers)


def _years(start: str, end: str) -> Period | None:
    """The years that are named, both days or neither."""
    first, last = day("--start", start), day("--end", end)
    if (first is None) != (last is None):
        raise ConfigurationError("Назовите обе даты: --start и --end")
    try:
        return Period(first, last) if first and last else None
    except ValueError as error:
        raise ConfigurationError(str(error).capitalize()) from None


def _within(plan: Roadmap, configuration: Configuration, now: datetime) -> Period:
    """The years for which a plan is taken."""
    return _years(configuration.start, configuration.end) or usual_period(plan, now.date())


def _tell_of_plan(plan: Roadmap, within: Period) -> None:
    """To which years its deadlines were moved, what could not be moved, and what the curator has to do about it."""
    console.print(
        f"План «{plan.code}»: мероприятий {len(plan.measures)}, сроки — {in_words(within)}. Проверьте сроки и "
        "ответственных на листе «Дорожная карта» и поставьте галочку «План проверен» на листе «Настройки»: до неё "
        "напоминания о мероприятиях не уходят",
        soft_wrap=True,
    )
    for sentence in not_moved(plan, within):
        console.print(f"[yellow]![/] {escape(sentence[:1].upper() + sentence[1:])}", soft_wrap=True)


def _must_be_free(port: int) -> None:
    if not is_free(port):
        raise ConfigurationError(
            f"Порт {port} занят другой программой или другой организацией, ничего не создано. "
            f"Укажите другой, например: --port {free_port(port)}"
        )


def _must_agree(data: Path, configuration: Configuration, roadmap: str, google: bool, port: int | None) -> None:
    """A folder is set up once: other wishes are not quietly dropped."""
    if (roadmap and roadmap != configuration.roadmap) or (google and configuration.workspace != "google"):
        raise ConfigurationError(
            f"Папка {data} уже настроена иначе (workspace = {configuration.workspace}, roadmap = "
            f"{configuration.roadmap or 'нет'}). Для другой организации укажите другую папку: --data"
        )
    if port and port != configuration.port:
        raise ConfigurationError(
            f"Папка {data} уже настроена на порт {configuration.port}. Чтобы его сменить, впишите port = {port} "
            f"в файл {file_of(data)} и повторите без --port"
        )


NOTHING_KNOWN = FirstRows({}, {})


def set_up(
    data: Path,
    configuration: Configuration,
    *,
    now: datetime,
    known: FirstRows = NOTHING_KNOWN,
    progress: Progress = lambda _: None,
) -> Provisioned:
    """Provision the workspace and remember its spreadsheet. What is `known` of the organisation is in it at once."""
    brought = _first_rows(configuration, _plan(configuration.roadmap), now)
    settings = {**brought.settings, **known.settings}
    texts = first_editions(settings, NASTAVNIK, now.date())
    with connected(data, configuration) as workspace:
        made = provision(
            workspace,
            NASTAVNIK,
            title="Наставничество",
            first=FirstRows(settings, {**brought.rows, **known.rows, ConsentTexts: texts}),
            now=now,
            spreadsheet=configuration.spreadsheet,
            parent=configuration.google.folder,
            scope=configuration.scope,
            progress=progress,
        )
    if made.spreadsheet != configuration.spreadsheet:
        save(data, configuration.model_copy(update={"spreadsheet": made.spreadsheet}))
    return made


def _first_rows(configuration: Configuration, plan: Roadmap | None, now: datetime) -> FirstRows:
    """What the spreadsheet begins with. A plan is somebody else's until the curator has looked through it."""
    if plan is None:
        years = _years(configuration.start, configuration.end)
        return FirstRows(years_in_settings(years) if years else {}, {})
    brought = first_rows(plan, _within(plan, configuration, now))
    return replace(brought, settings={**brought.settings, "plan_confirmed": False})


def log_in(data: Path) -> None:
    """Sign in to Google as a user; the token is stored readable by its owner alone."""
    configuration = load(data)
    if configuration.workspace != "google" or configuration.google.sign_in != "user":
        raise ConfigurationError("Вход не нужен: эта организация работает без учётной записи человека в Google")
    sign_in(data / configuration.google.credentials, data / USER_TOKEN, scopes=scopes(configuration))
    console.print("Вход выполнен. Дальше: nastavnik init")


def _must_agree_on_years(configuration: Configuration, years: Period | None) -> None:
    if years and years != _years(configuration.start, configuration.end):
        raise ConfigurationError(
            "Годы плана называют, когда создают рабочее пространство. Теперь их меняют на листе «Настройки», "
            "а план на новый год переносит nastavnik new-year"
        )


def _new_configuration(
    roadmap: str, google: bool, service_account: str, folder: str, port: int | None
) -> Configuration:
    _plan(roadmap)
    account = Google(folder=folder)
    if service_account:
        account = Google(sign_in="service-account", credentials=service_account, folder=folder)
    configuration = Configuration(
        workspace="google" if google else "embedded",
        roadmap=roadmap,
        scope=secrets.token_hex(4),
        google=account,
    )
    return configuration.model_copy(update={"port": port}) if port else configuration


def _plan(name: str) -> Roadmap | None:
    if not name:
        return None
    if name not in roadmap_names():
        raise ConfigurationError(f"Нет плана «{name}». Есть: {', '.join(roadmap_names())}")
    return load_roadmap(name)
