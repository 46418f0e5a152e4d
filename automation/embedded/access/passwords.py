"""The owner's password: which ones are too easy to guess, and holding one against the hash that is kept.

What is slow here (argon2 takes 64 MB and a moment, on purpose) is done outside the workspace's lock.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from automation.embedded.access.addresses import origin_of
from automation.embedded.access.attempts import Client
from automation.embedded.errors import ApiError

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

MIN_PASSWORD, MAX_PASSWORD = 10, 200  # characters

_HARD_ENOUGH = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
_ESTIMATED = 72  # characters; zxcvbn's time grows with the square of the length
_MAX_NAMES, _LONGEST_NAME = 300, 200

_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_ON_THE_SAME_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_TO_LATIN = str.maketrans(_CYRILLIC, _ON_THE_SAME_KEYS)
_TO_CYRILLIC = str.maketrans(_ON_THE_SAME_KEYS, _CYRILLIC)
# Words that are the first to be tried here; the estimator's lists are of English and of Latin keys.
_NEAR_AT_HAND = (
    "пароль", "владелец", "администратор", "директор", "куратор", "наставник", "наставничество", "организация",
    "школа", "лицей", "гимназия", "колледж", "техникум", "учитель", "ученик", "студент", "привет", "россия",
    "москва", "люблю", "тебя", "любовь", "солнышко", "кошка", "мама", "папа", "здравствуйте", "nastavnik",
    "nastavnichestvo", "mentoring", "parol", "shkola", "workspace",
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    "елена", "татьяна", "наталья", "ольга", "ирина", "светлана", "анна", "мария", "людмила", "галина", "марина",
    "юлия", "екатерина", "александр", "сергей", "андрей", "алексей", "дмитрий", "михаил", "иван", "николай",
)  # fmt: skip
_WORD = re.compile(r"\w{3,}")

_at_once = threading.BoundedSemaphore(2)
_ONE_WAITS = 3  # seconds
_estimating = threading.Lock()  # zxcvbn keeps the words of the password in hand in a global


class Busy(ApiError):
    """503: so many passwords are being looked at that this one would wait too long."""

    def __init__(self) -> None:
        super().__init__(503, "Too many passwords are being looked at.")


def hashed(password: str) -> str:
    """What is kept of a password."""
    from argon2 import PasswordHasher  # takes a while to load

    with _turn():
        return PasswordHasher().hash(password)


def check(workspace: Workspace, password: str, client: Client) -> str | None:
    """The hash that is kept, if it is the one of ``password``; call it outside the workspace's lock.

    Raises `TooManyAttempts` when ``client`` was wrong too often, and `Busy`.
    """
    now = workspace.now()
    with workspace.reading():
        kept = workspace.sign_ins.password_hash()
    if kept is None:
        return None
    workspace.attempts.begin(client, now)
    try:
        is_right = _is_right(password, kept)
    except Busy:
        workspace.attempts.take_back(client)
        raise
    if not is_right:
        return None
    workspace.attempts.take_back(client)
    return kept


def _is_right(password: str, kept: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    if len(password) > MAX_PASSWORD:
        return False
    with _turn():
        try:
            return PasswordHasher().verify(kept, password)
        except VerificationError:
            return False


@contextmanager
def _turn() -> Iterator[None]:
    """Be one of the few who hash at once."""
    if not _at_once.acquire(timeout=_ONE_WAITS):
        raise Busy
    try:
        yield
    finally:
        _at_once.release()


def is_weak(password: str, names: Iterable[str]) -> bool:
    """Whether a password is soon guessed; ``names`` are what anybody knows of the organisation.

    It is looked at as typed, and as it would be with the keyboard's other layout: «пароль» and «gfhjkm», «йцукен»
    and «qwerty» are the same keys.
    """
    typed = password[:_ESTIMATED].lower()
    words = _words(names)
    return min(_score(each, words) for each in {typed, typed.translate(_TO_LATIN)}) < _HARD_ENOUGH


def well_known(workspace: Workspace) -> list[str]:
    """What anybody who is led to the workspace knows of it: its address, and the names in its first folder."""
    with workspace.reading():
        names = [file["name"] for file in workspace.files.children(workspace.files.root_id)]
    return [origin_of(workspace.address).host, *names] if workspace.address else names


def _words(names: Iterable[str]) -> list[str]:
    """The names, their words, and the names without what stands between the words, in both layouts."""
    known = [*_NEAR_AT_HAND, *(name[:_LONGEST_NAME].lower() for name in names)][:_MAX_NAMES]
    words = {word for name in known for word in (name, *_WORD.findall(name), "".join(_WORD.findall(name))) if word}
    return sorted({each for word in words for each in (word, word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC))})


def _score(password: str, words: list[str]) -> int:
    from zxcvbn import zxcvbn  # its lists of words take a while to load

    with _estimating:
        one_line = password.replace("\n", " ")  # its patterns take the end of a line for the end of a date
        return int(zxcvbn(one_line, user_inputs=words, max_length=_ESTIMATED)["score"])
