"""Whom an organisation's workspace reaches, where that is fewer than people would think."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jobs.runner.configuration import Configuration, file_of

ABROAD = (
    "С 1 июля 2025 года (23-ФЗ) персональные данные граждан России сначала собирают в базы данных, которые находятся в "
    "России. Google Формы и Таблицы этому не отвечают. Решите с юристом организации, можно ли вам так работать"
)
"""What the law says to whoever would keep people's data at Google."""


def limits(data: Path, configuration: Configuration) -> Iterator[str]:
    """What keeps others from its pages and letters from them, with what to do: a sentence each."""
    if configuration.workspace == "google":
        return
    yield from filter(None, (of_links(data, configuration), of_letters(data, configuration)))


def of_links(data: Path, configuration: Configuration) -> str:
    """Why links open for nobody else; empty where they do."""
    if not configuration.is_found_here_alone:
        return ""
    return (
        f"Ссылки открываются только на этом компьютере ({configuration.found_at}). Чтобы ими пользовались и другие, "
        f'назовите в файле {file_of(data)} адрес: в своей сети — listen = "0.0.0.0" и address = "http://имя-компьютера:'
        f'{configuration.port}", через прокси с https — address = "https://…"'
    )


def of_letters(data: Path, configuration: Configuration) -> str:
    """Why letters reach nobody; empty where they do."""
    if configuration.mail.by != "workspace":
        return ""
    return (
        "Письма наружу не уходят, остаются в почте программы. Чтобы уходили, назовите почтовый сервер в разделе [mail] "
        f"файла {file_of(data)}"
    )
