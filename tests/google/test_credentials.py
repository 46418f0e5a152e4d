"""Keys: kept to their owner alone, and every way of having none answered with what to do."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from automation.google import credentials
from automation.google.credentials import of_service_account, of_user, sign_in
from automation.google.errors import Unauthorised

USER = {"client_id": "i", "client_secret": "s", "refresh_token": "r", "type": "authorized_user"}

NOT_A_KEY = ["", "{", "[]", '"text"', "null", "12", "{}", '{"type": 3}', '{"private_key": "no key"}']


def test_a_user_who_signed_in_is_known(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    path.write_text(json.dumps(USER))
    assert of_user(path).refresh_token == "r"


def test_nobody_signed_in_yet_is_told_how(tmp_path: Path) -> None:
    with pytest.raises(Unauthorised, match="nastavnik login"):
        of_user(tmp_path / "token.json")


@pytest.mark.parametrize("text", NOT_A_KEY)
def test_a_broken_token_file_is_told_to_be_made_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "token.json"
    path.write_text(text)
    with pytest.raises(Unauthorised, match=r"token\.json повреждён.*nastavnik login"):
        of_user(path)


def test_a_token_file_that_is_not_text_is_broken_too(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unauthorised, match="повреждён"):
        of_user(path)


@pytest.mark.parametrize("text", NOT_A_KEY)
def test_what_is_not_a_service_accounts_key_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(text)
    with pytest.raises(Unauthorised, match=r"key\.json — не ключ"):
        of_service_account(path)


def test_a_missing_key_of_a_service_account_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unauthorised, match="Нет файла ключа"):
        of_service_account(tmp_path / "key.json")


def _service_account(path: Path) -> Path:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    account = {"client_email": "robot@project.example", "token_uri": "https://127.0.0.1/token", "private_key": pem}
    path.write_text(json.dumps({"type": "service_account", **account}))
    return path


def test_a_service_account_acts_as_itself_or_as_the_user_it_stands_for(tmp_path: Path) -> None:
    key = _service_account(tmp_path / "key.json")
    itself, delegated = of_service_account(key), of_service_account(key, subject="curator@school.example")
    assert itself.service_account_email == delegated.service_account_email == "robot@project.example"
    assert itself._subject is None
    assert delegated._subject == "curator@school.example"


def test_no_more_is_asked_for_than_files_of_our_own_and_sending(tmp_path: Path) -> None:
    asked = of_service_account(_service_account(tmp_path / "key.json")).scopes
    assert {scope.rpartition("/")[2] for scope in asked} == {"drive.file", "gmail.send"}


@pytest.mark.parametrize("text", [None, "{", '{"web": {}}', "[]"])
def test_signing_in_without_the_programs_own_key_says_what_is_missing(tmp_path: Path, text: str | None) -> None:
    secret = tmp_path / "client.json"
    if text is not None:
        secret.write_text(text)
    with pytest.raises(Unauthorised, match=r"client\.json"):
        sign_in(secret, tmp_path / "token.json")
    assert not (tmp_path / "token.json").exists()


def test_signing_in_keeps_the_token_to_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Flow:
        @staticmethod
        def from_client_secrets_file(path: str, scopes: list[str]) -> Any:
            return Flow()

        def run_local_server(self, port: int) -> Any:
            return credentials.of_token("fresh")

    monkeypatch.setattr("google_auth_oauthlib.flow.InstalledAppFlow", Flow)
    sign_in(tmp_path / "client.json", tmp_path / "token.json")
    assert stat.S_IMODE((tmp_path / "token.json").stat().st_mode) == 0o600
    assert "fresh" in (tmp_path / "token.json").read_text()
