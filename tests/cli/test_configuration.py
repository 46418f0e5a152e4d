"""`nastavnik.toml`, whatever somebody made of it: one sentence; and what is saved reads back the same."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.runner.configuration import FILE, Configuration, ConfigurationError, Google, Mail, load, save
from tests.cli.conftest import Nastavnik

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PORTS = st.integers(1, 65535)


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    def some(**fields: st.SearchStrategy[Any]) -> dict[str, Any]:
        return draw(st.fixed_dictionaries({}, optional=fields))

    google = Google(**some(credentials=TEXTS, act_as=TEXTS, folder=TEXTS, confirm_letters=st.booleans()))
    mail = Mail(**some(host=TEXTS, port=PORTS, user=TEXTS, password_file=TEXTS, sender=TEXTS, sender_name=TEXTS))
    workspace = st.sampled_from(["embedded", "google"])
    own = some(
        workspace=workspace,
        roadmap=TEXTS,
        scope=TEXTS,
        spreadsheet=TEXTS,
        port=PORTS,
        demonstration=st.booleans(),
        listen=st.ip_addresses(v=4),
    )
    return Configuration(**own, google=google, mail=mail)


@given(configuration=configurations())
def test_what_is_saved_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, configuration: Configuration
) -> None:
    data = tmp_path_factory.mktemp("data")
    save(data, configuration)
    assert load(data) == configuration


def test_a_file_that_begins_with_a_mark_of_its_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(codecs.BOM_UTF8 + 'scope = "школа"'.encode())
    assert load(tmp_path).scope == "школа"


WRONG: list[tuple[bytes, str]] = [
    (b"port = " + b"9" * 5000, "строка 1, слишком длинное число"),
    (b"# a\nport = 0x" + b"f" * 5000, "(строка 2) неверно указано «port»: порт — число от 1 до 65535"),
    (b"port = " + b"9" * 4000, "неверно указано «port»: порт — число от 1 до 65535"),
    (b"port = 1e400", "нужно целое число"),
    (b"port = nan", "нужно целое число"),
    (b"port = true", "нужно целое число"),
    (b"port = 8800.5", "нужно целое число"),
    (b"port = " + b"[" * 5000 + b"]" * 5000, "слишком много скобок"),
    (b"port = " + b"{a=" * 5000 + b"1" + b"}" * 5000, "слишком много скобок"),
    (b"a." * 1000 + b"a = 1", "неверно указано «a»: такого параметра нет"),
    (b"[" + b"a." * 1000 + b"a]", "неверно указано «a»: такого параметра нет"),
    (b'scope = "a\nb"', "строка 1, знак 11"),
    (b'scope = "a\x00b"', "строка 1"),
    (b'"a\\nb\\u0007" = 1', "неверно указано «a b »: такого параметра нет"),
    (b'"' + b"a" * 10_000 + b'" = 1', "такого параметра нет"),
    (b"scope = []", "нужен текст в кавычках"),
    (b"scope = 1979-05-27", "нужен текст в кавычках"),
    (b"scope = 1979-99-99", "строка 1"),
    (b"\n[mail]\nport = 0", "(строка 3) неверно указано «mail.port»"),
    (b"[[mail]]\nport = 1", "нужен раздел в квадратных скобках"),
    (b"port = 1\nport = 2\n", "указан дважды"),
    (b"[mail]\n[mail]\n", "указан дважды"),
    ("scope = «школа»".encode("utf-16"), "сохраните его в кодировке UTF-8"),
    (b"\xff\xfe\x00", "сохраните его в кодировке UTF-8"),
    (b"#" * 100_000, "слишком велик"),
    (b'address = "javascript:alert(1)"', "нужен адрес вида"),
    (b'address = "https://a\\n.example"', "нужен адрес вида"),
    (b'listen = "school.example"', "нужен IP-адрес"),
]


@pytest.mark.parametrize(("content", "says"), WRONG, ids=[repr(content[:30]) for content, _ in WRONG])
def test_a_file_that_is_wrong_is_told_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ConfigurationError) as told:
        load(tmp_path)
    sentence = str(told.value)
    assert says in sentence
    assert str(tmp_path / FILE) in sentence
    assert len(sentence) < 400
    assert "\n" not in sentence


def test_a_file_in_a_folder_of_the_working_directory_is_told_with_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE).write_text("port 8800")
    with pytest.raises(ConfigurationError, match=str(tmp_path / FILE)):
        load(Path())


def test_a_folder_or_a_closed_door_in_place_of_the_file_is_named(nastavnik: Nastavnik, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert "здесь нужен файл, а стоит папка" in nastavnik("run", "--data", tmp_path).sentence


@given(content=st.binary(max_size=200) | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_whatever_the_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    data = tmp_path_factory.mktemp("data")
    (data / FILE).write_bytes(content)
    try:
        load(data)
    except ConfigurationError as error:
        assert "\n" not in str(error).replace(str(data), "")
