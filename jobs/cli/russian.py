"""What typer itself says to a person, in Russian: it carries no translations, and cannot be given any."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_PHRASES = {
    r"Usage:": "Как вызвать:",
    r"\[OPTIONS\]": "[ПАРАМЕТРЫ]",
    r"COMMAND \[ARGS\]\.\.\.": "КОМАНДА …",
    r"^Options:": "Параметры:",
    r"^Arguments:": "Что указать:",
    r"^Commands:": "Команды:",
    r"Show this message and exit\.": "Показать эту справку.",
    r"env\s+var:": "переменная:",
    r"default:": "без него:",
    r"Try '(.+?)' for help\.": r"Справка: \1",
    r"^Error: ": "Не получилось: ",
    r"No such command '(.*?)'": r"нет команды «\1»",
    r"No such option: (\S+)": r"нет параметра \1",
    r"Did you mean (.+?)\?": r"Возможно, \1?",
    r"\(Possible options: (.+)\)": r"Похожие: \1",
    r"Invalid value for (.+?): .*(?:\n.+)*": r"значение \1 не подходит.",
    r"Missing command\.": "не указана команда.",
    r"Missing (?:option|argument|parameter) (.+)": r"не указано: \1",
    r"Option (.+?) requires an argument\.": r"после \1 нужно значение.",
    r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)": r"лишнее: \1",
}
"""What typer prints → what a person reads. A phrase that a later version words otherwise stays as it is."""


def in_russian(text: str) -> str:
    """Typer's help or usage error with its own phrases translated."""
    for said, meant in _PHRASES.items():
        text = re.sub(said, meant, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    """A command whose help is in Russian throughout."""

    def get_help(self, ctx: Any) -> str:
        return in_russian(super().get_help(ctx))


class Group(TyperGroup):
    """The program itself, likewise."""

    def get_help(self, ctx: Any) -> str:
        return in_russian(super().get_help(ctx))
