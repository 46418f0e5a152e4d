"""What a visitor reads when the server's machine failed it: the disk is full, the database is locked."""

from __future__ import annotations

from automation.embedded.storage import StorageError, Trouble

_WHY = {
    Trouble.FULL: "На сервере кончилось место.",
    Trouble.BUSY: "Сервер занят: его данные держит другая программа.",
    Trouble.FAILED: "На сервере не читается или не пишется диск.",
}
_WHAT_TO_DO = "Попробуйте ещё раз через несколько минут. Если не получится, скажите тому, кто ведёт этот сервер."


def why(error: StorageError) -> str:
    """The cause, in one sentence."""
    return _WHY[error.trouble]


def not_saved(error: StorageError) -> tuple[str, str]:
    """Title and text for who has sent something: it is not there."""
    return "Не сохранено", f"{why(error)} То, что вы отправили, не сохранено. {_WHAT_TO_DO}"


def not_shown(error: StorageError) -> tuple[str, str]:
    """Title and text for who only wanted to look."""
    return "Неполадка на сервере", f"{why(error)} {_WHAT_TO_DO}"
