"""Passwords: which are too easy to guess, and what is kept of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from automation.embedded import Workspace
from automation.embedded.access import passwords

WEAK = [
    "1234567890", "9876543210", "qwertyuiop", "пароль1234", "gfhjkm1234", "йцукенгшщз", "asdfghjkl;", "фывапролдж",
    "1q2w3e4r5t", "1й2ц3у4к5е", "aaaaaaaaaaaa", "пппппппппппп", "абвабвабвабв", "password123", "Наставник2026",
    "nastavnik2026", "yfcnfdybr1", "школа12345", "12.05.1985г.", "пароль" * 30, "балахта2026", ",fkf[nf2026",
    "аграрныйтехникум", "mentoring.balakhta.example",
]  # fmt: skip
STRONG = [
    "длинный пароль",
    "синий чайник едет",
    "синий чайник едет в гости",
    "vJ8#kq2Lw!zr",
    "cbybq xfqybr tltn",
    "я" + "1aЖ" * 9 + "тихо едет",
]


@pytest.fixture
def of_balakhta(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path, address="https://mentoring.balakhta.example")
    with workspace.writing():
        workspace.files.create({"name": "Наставничество: Балахта, аграрный техникум"}, workspace.now())
    yield workspace
    workspace.close()


def test_a_password_that_is_soon_guessed_is_told_from_one_that_is_not(of_balakhta: Workspace) -> None:
    names = passwords.well_known(of_balakhta)
    assert [each for each in WEAK if not passwords.is_weak(each, names)] == []
    assert [each for each in STRONG if passwords.is_weak(each, names)] == []


@given(st.text(min_size=10, max_size=200), st.lists(st.text(max_size=300), max_size=3))
@example("000000000\n", [])
def test_any_text_is_told_to_be_easy_or_not(password: str, names: list[str]) -> None:
    assert passwords.is_weak(password, names) in (True, False)
    assert passwords.is_weak(password[:1] * 200, names)


def test_what_is_kept_of_a_password_is_dear_to_guess_and_another_each_time() -> None:
    kept = {passwords.hashed("синий чайник едет") for _ in range(2)}
    assert len(kept) == 2
    assert all(each.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for each in kept)
