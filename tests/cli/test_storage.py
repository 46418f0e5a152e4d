"""The data folder on a machine with a full disk and with other users: what the commands say, and whom they let look."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from automation.embedded import Workspace, serve
from automation.google import connect
from automation.google.credentials import of_token
from jobs.cli.failures import sentence
from jobs.runner.configuration import Mail, load, ready, save
from jobs.runner.exporting import export
from tests.cli.conftest import Nastavnik, port_of
from tests.embedded.conftest import full_disk


def test_a_cycle_on_a_full_disk_says_so_and_the_next_one_does_its_work(nastavnik: Nastavnik, data: Path) -> None:
    workspace = Workspace(data)
    with serve(workspace, port_of(data)):
        with full_disk(workspace):
            said = nastavnik("run", "deadlines", "--data", data).sentence
        assert said.startswith("На диске, где лежит рабочее пространство, кончилось место, поэтому ничего не записано")
        assert "Дорожная карта: строк 45" in nastavnik("run", "deadlines", "--data", data).out
    workspace.close()


@pytest.mark.parametrize("command", ["run", "serve", "workspace", "doctor"])
def test_a_database_that_is_none_is_said_to_be_unreadable(nastavnik: Nastavnik, data: Path, command: str) -> None:
    (data / "workspace.sqlite3").write_bytes(b"no database" * 1000)
    assert "База рабочего пространства не читается" in nastavnik(command, "--data", data).sentence


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_file_that_the_disk_did_not_take_is_no_mistake_of_the_program(number: int) -> None:
    assert sentence(OSError(number, os.strerror(number))) == "на диске нет места. Освободите место и повторите"


# Other users of the machine


def test_doctor_finds_what_other_users_of_the_machine_may_read(nastavnik: Nastavnik, data: Path) -> None:
    assert "данные закрыты от других пользователей" in nastavnik("doctor", "--data", data).out
    key = data / "client_secret.json"
    key.write_text("{}")
    for path in (data, data / "workspace.sqlite3", data / "token", key):
        path.chmod(0o755 if path.is_dir() else 0o644)
    said = nastavnik("doctor", "--data", data)
    assert said.code == 1
    shown = "сама папка, client_secret.json, token, workspace.sqlite3"
    assert f"другим пользователям этого компьютера открыто: {shown}. Закройте: chmod -R go= {data}" in said.out
    # What is the program's own was closed by opening it; a key is the user's to close.
    assert "открыто: client_secret.json. " in nastavnik("doctor", "--data", data).out


def test_doctor_finds_a_key_that_others_may_read_wherever_it_lies(
    nastavnik: Nastavnik, data: Path, tmp_path: Path
) -> None:
    password = tmp_path / "пароль почты"
    password.write_text("тайна")
    password.chmod(0o644)
    save(data, load(data).model_copy(update={"mail": Mail(password_file=str(password))}))
    said = nastavnik("doctor", "--data", data)
    assert f"открыт файл с ключом: {password}. Закройте: chmod go= '{password}'" in said.out
    password.chmod(0o600)
    assert "открыт" not in nastavnik("doctor", "--data", data).out


def test_what_is_exported_is_its_owner_s_alone_whatever_lay_there_before(data: Path, tmp_path: Path) -> None:
    umask, to = os.umask(0o022), tmp_path / "files"
    try:
        workspace = Workspace(data)
        with serve(workspace) as server:
            google = connect(of_token(server.token), address=server.url)
            assert export(google, ready(data).spreadsheet, to) == 1
            (saved,) = to.glob("*.xlsx")
            assert _mode(to) == _mode(to / "Письма") == 0o700 and _mode(saved) == 0o600
            saved.chmod(0o644)
            export(google, ready(data).spreadsheet, to)
            assert _mode(saved) == 0o600
        workspace.close()
    finally:
        os.umask(umask)


def test_an_export_into_a_folder_that_others_may_look_into_says_so(
    nastavnik: Nastavnik, data: Path, tmp_path: Path
) -> None:
    to = tmp_path / "общая папка"
    to.mkdir(mode=0o755)
    said = nastavnik("export", "--data", data, "--to", to)
    assert "Эта папка открыта другим пользователям компьютера" in said.out and f"chmod go= '{to}'" in said.out
    assert _mode(to) == 0o755
    shutil.rmtree(to)
    assert "открыта другим" not in nastavnik("export", "--data", data, "--to", to).out


def test_settings_are_their_owner_s_alone_however_they_were_edited(data: Path) -> None:
    settings = data / "nastavnik.toml"
    settings.chmod(0o644)
    configuration = load(data)
    assert _mode(settings) == 0o600
    umask = os.umask(0o000)
    try:
        save(data, configuration)
    finally:
        os.umask(umask)
    assert _mode(settings) == 0o600


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
