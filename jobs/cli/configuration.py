"""`nastavnik.toml`: where the organisation's workspace is and how to sign in; it lies beside its secrets."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from automation import private

FILE = "nastavnik.toml"
LOCK = "cycle.lock"
"""Held in the data folder by whoever writes to the spreadsheet: a cycle, an import."""


# https://host or https://host:port: what else a URL may have in it would go into every link.
_ADDRESS = r"^(https?://([^\s/@?#\\:\[\]]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?)?/?$"


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
    port: int = Field(default=587, ge=1, le=65535)
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
    scope: str = ""
    """A word that tells this organisation's files from those of another in the same account."""
    spreadsheet: str = ""
    """Id of the spreadsheet; `nastavnik init` writes it."""
    port: int = Field(default=8800, ge=1, le=65535)
    """Where on this machine the embedded workspace is to be found."""
    address: str = Field(default="", pattern=_ADDRESS)
    """Where people find it, if a proxy stands before it: https://…; links in letters and documents lead there."""
    demonstration: bool = False
    """Whether `nastavnik demo` made this folder, and may make it anew."""
    google: Google = Field(default_factory=Google)
    mail: Mail = Field(default_factory=Mail)


def load(data: Path) -> Configuration:
    """The configuration in a data folder. `ConfigurationError` where there is none or it is wrong."""
    try:
        private.close(data / FILE)  # an editor may have made it anew
        return Configuration.model_validate(tomllib.loads((data / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ConfigurationError(
            f"В папке {data} нет настроек ({FILE}). Создайте рабочее пространство: nastavnik init --data {data}"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"Файл {FILE} написан с ошибкой{_place(str(error))}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"Файл {FILE} не читается как текст: сохраните его в кодировке UTF-8") from None
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"В файле {FILE} неверно указано «{name}»: {_why(first)}") from None


def ready(data: Path) -> Configuration:
    """The configuration of an organisation that has its spreadsheet. `ConfigurationError` where it has none yet."""
    configuration = load(data)
    if not configuration.spreadsheet:
        raise ConfigurationError(f"Таблица ещё не создана. Выполните: nastavnik init --data {data}")
    return configuration


def _place(parsers_message: str) -> str:
    found = re.search(r"line (\d+), column (\d+)", parsers_message)
    return f": строка {found[1]}, знак {found[2]}" if found else ": он обрывается на полуслове"


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
        case "string_pattern_mismatch":
            return "нужен адрес вида https://наставник.школа.рф, без пути после него"
        case kind if kind.startswith("int"):
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
    private.make_folder(data)
    values = configuration.model_dump(exclude_defaults=True)
    sections = {name: value for name, value in values.items() if isinstance(value, dict)}
    lines = [
        "# Настройки программы «Наставник». Ключи и пароли — в отдельных файлах этой папки.",
        f'workspace = "{configuration.workspace}"',
        *(_line(name, value) for name, value in values.items() if name not in sections and name != "workspace"),
    ]
    for name, section in sections.items():
        lines += ["", f"[{name}]", *(_line(key, value) for key, value in section.items())]
    private.write(data / FILE, "\n".join(lines) + "\n")


def _line(name: str, value: object) -> str:
    if isinstance(value, bool):
        return f"{name} = {str(value).lower()}"
    if isinstance(value, int):
        return f"{name} = {value}"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'{name} = "{escaped}"'
