"""`nastavnik.toml`: where the organisation's workspace is and how to sign in; it lies beside its secrets."""

from __future__ import annotations

import re
import tomllib
from ipaddress import IPv4Address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from automation import private

FILE = "nastavnik.toml"
LOCK = "cycle.lock"
"""Held in the data folder by whoever writes to the spreadsheet: a cycle, an import."""
OPEN = "workspace.lock"
"""Held by whoever serves the embedded workspace."""
TIMETABLE = "serve.lock"
"""Held by whoever works by the timetable."""


# https://host or https://host:port: what else a URL may have in it would go into every link.
_ADDRESS = r"^(https?://([^\s/@?#\\:\[\]]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?)?/?$"


_HEADING = "# Настройки программы «Наставник». Ключи и пароли — в отдельных файлах этой папки."
_LONGEST = 65_536  # bytes of the file
_LONGEST_NAME = 100
_LONG_NUMBER = re.compile(r"[0-9_]{1000,}")
_TWICE = re.compile(r"Cannot (?:overwrite|declare|mutate)|Duplicate")  # what tomllib says of it
_SECTION = re.compile(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]")
_PARAMETER = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


THIS_COMPUTER = IPv4Address("127.0.0.1")


class ConfigurationError(Exception):
    """The configuration is missing or wrong. `str(error)` tells the administrator what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Google(_Section):
    """How to sign in to Google."""

    sign_in: Literal["user", "service-account"] = "user"
    credentials: str = "client_secret.json"
    """The application's or the service account's key file, in the data folder or by full path."""
    act_as: str = ""
    """The user whom a service account with domain-wide delegation acts as."""
    folder: str = ""
    """Id of the folder (of a shared drive) in which everything is made."""
    confirm_letters: bool = False
    """Ask also for `gmail.readonly`, to learn after a crash whether a letter has gone."""


class Mail(_Section):
    """How letters go: by the workspace's own mail, or by an SMTP server."""

    by: Literal["workspace", "smtp"] = "workspace"
    host: str = ""
    port: int = Field(default=587, ge=1, le=65535, strict=True)
    user: str = ""
    password_file: str = ""
    """A file with the password alone, readable by its owner."""
    sender: str = ""
    sender_name: str = ""


class Configuration(_Section):
    """One organisation's installation."""

    workspace: Literal["embedded", "google"] = "embedded"
    roadmap: str = ""
    """The plan that the spreadsheet began with."""
    start: str = ""
    end: str = ""
    """The years for which that plan was taken, where they were named: 01.09.2026."""
    scope: str = ""
    """A word that tells this organisation's files from those of another in the same account."""
    spreadsheet: str = ""
    """Id of the spreadsheet; `nastavnik init` writes it."""
    port: int = Field(default=8800, ge=1, le=65535, strict=True)
    """Where on this machine the embedded workspace is to be found."""
    listen: IPv4Address = THIS_COMPUTER
    """At which of its addresses this machine lets others in: 0.0.0.0 is all of them; by the usual one, nobody else."""
    address: str = Field(default="", pattern=_ADDRESS)
    """Where people find it, in the local network or behind a proxy: https://…; links in letters and documents lead
    there, and under no other name does it answer them."""
    demonstration: bool = False
    """Whether `nastavnik demo` made this folder, and may make it anew."""
    google: Google = Field(default_factory=Google)
    mail: Mail = Field(default_factory=Mail)

    @property
    def found_at(self) -> str:
        """What links to the embedded workspace begin with."""
        return self.address.rstrip("/") or f"http://{THIS_COMPUTER}:{self.port}"

    @property
    def is_found_here_alone(self) -> bool:
        """Whether links to it open on this computer and nowhere else."""
        return urlsplit(self.found_at).hostname in ("127.0.0.1", "localhost", "::1")


def file_of(data: Path) -> Path:
    """The file in a data folder, as a person finds it: who reads of it in a log stands in no folder."""
    return data.absolute() / FILE


def load(data: Path) -> Configuration:
    """The configuration in a data folder. `ConfigurationError` where there is none or it is wrong."""
    text, file = _text(data), file_of(data)
    try:
        return Configuration.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"Файл {file} написан с ошибкой{_place(str(error))}") from None
    except RecursionError:
        raise ConfigurationError(f"Файл {file} написан с ошибкой: в нём слишком много скобок внутри скобок") from None
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = f"В файле {file}{_line_of(text, first['loc'])} неверно указано «{_shown(first['loc'])}»"
        raise ConfigurationError(f"{place}: {_why(first)}") from None
    except ValueError:  # Python makes no number of thousands of digits
        long = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, long.start()) + 1 if long else "?"
        raise ConfigurationError(f"Файл {file} написан с ошибкой: строка {line}, слишком длинное число") from None


def _text(data: Path) -> str:
    """What the file says. Raises `OSError`, which the command explains."""
    private.close(data / FILE)  # an editor may have made it anew
    try:
        with (data / FILE).open("rb") as file:
            content = file.read(_LONGEST + 1)
    except FileNotFoundError:
        raise ConfigurationError(
            f"В папке {data} нет настроек ({FILE}). Создайте рабочее пространство: nastavnik init --data {data}"
        ) from None
    if len(content) > _LONGEST:
        raise ConfigurationError(
            f"Файл {file_of(data)} слишком велик: это не настройки программы. Верните его из копии"
        )
    try:
        return content.decode("utf-8-sig")  # «Блокнот» begins a file with a mark
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"Файл {file_of(data)} не читается как текст: сохраните его в кодировке UTF-8"
        ) from None


def ready(data: Path) -> Configuration:
    """The configuration of an organisation that has its spreadsheet. `ConfigurationError` where it has none yet."""
    configuration = load(data)
    if not configuration.spreadsheet:
        raise ConfigurationError(f"Таблица ещё не создана. Выполните: nastavnik init --data {data}")
    return configuration


def _place(parsers_message: str) -> str:
    found = re.search(r"line (\d+), column (\d+)", parsers_message)
    place = f": строка {found[1]}, знак {found[2]}" if found else ""
    if _TWICE.match(parsers_message):
        return f"{place}: параметр или раздел указан дважды"
    return place or ": он обрывается на полуслове"


def _line_of(text: str, place: tuple[str | int, ...]) -> str:
    """Where a parameter stands, if it is written in the usual way; empty where it is not."""
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _SECTION.match(line):
            section = found[1]
        elif (found := _PARAMETER.match(line)) and tuple(filter(None, (section, found[1]))) == place:
            return f" (строка {number})"
    return ""


def _shown(place: tuple[str | int, ...]) -> str:
    """A parameter's name, which may be any text, on one line."""
    name = ".".join(str(part) for part in place)
    return "".join(letter if letter.isprintable() else " " for letter in name[:_LONGEST_NAME])


def _why(error: ErrorDetails) -> str:
    """pydantic's error in Russian; https://docs.pydantic.dev/latest/errors/validation_errors/ lists its types."""
    allowed = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return "такого параметра нет"
        case "literal_error":
            return f"может быть {allowed['expected'].replace(' or ', ' или ')}"
        case "less_than_equal" | "greater_than_equal":
            return "порт — число от 1 до 65535"
        case "ip_v4_address":
            return "нужен IP-адрес этого компьютера, например 0.0.0.0 — все его адреса"
        case "string_pattern_mismatch":
            return "нужен адрес вида https://наставник.школа.рф, без пути после него"
        case kind if kind.startswith(("int", "finite")):
            return "нужно целое число"
        case kind if kind.startswith("bool"):
            return "нужно true или false"
        case kind if kind.startswith("string"):
            return "нужен текст в кавычках"
        case kind if kind.startswith("model"):
            return "нужен раздел в квадратных скобках"
    return "значение не подходит"


def save(data: Path, configuration: Configuration) -> None:
    """Write the configuration, leaving out what has its default value."""
    import tomli_w

    private.make_folder(data)
    values = {"workspace": configuration.workspace, **configuration.model_dump(mode="json", exclude_defaults=True)}
    private.write(data / FILE, f"{_HEADING}\n{tomli_w.dumps(values)}")
