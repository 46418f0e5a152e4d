"""Who we are to the workspace: a user who signed in, a service account, or the embedded workspace's token.

Scopes are the least that the work needs: `drive.file` covers Sheets, Drive and Forms calls on the files that the
program created; `gmail.send` sends; `gmail.readonly` only where an organisation wants letters confirmed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from automation import private
from automation.google.errors import Unauthorised

SCOPES = ("https://www.googleapis.com/auth/drive.file", "https://www.googleapis.com/auth/gmail.send")
CONFIRM_LETTERS = "https://www.googleapis.com/auth/gmail.readonly"


def of_token(token: str) -> Any:
    """Credentials for the embedded workspace."""
    from google.oauth2.credentials import Credentials

    return Credentials(token=token)  # type: ignore[no-untyped-call]


def of_user(token_file: Path) -> Any:
    """Credentials of the user who signed in with `sign_in`. `Unauthorised` when nobody has, or the file is broken."""
    from google.oauth2.credentials import Credentials

    try:
        return Credentials.from_authorized_user_info(json.loads(token_file.read_text()))  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise Unauthorised("Вы ещё не вошли в Google. Выполните: nastavnik login") from None
    except (ValueError, AttributeError, TypeError):  # not JSON, without what is needed, or not an object
        raise Unauthorised(f"Файл {token_file.name} повреждён. Войдите ещё раз: nastavnik login") from None


def of_service_account(key_file: Path, *, scopes: tuple[str, ...] = SCOPES, subject: str = "") -> Any:
    """Credentials of a service account, acting as the user `subject` where the domain delegates that to it."""
    from google.oauth2.service_account import Credentials

    try:
        account = Credentials.from_service_account_file(str(key_file), scopes=scopes)  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise Unauthorised(f"Нет файла ключа сервисной учётной записи: {key_file}") from None
    except (ValueError, AttributeError, TypeError):
        raise Unauthorised(f"Файл {key_file.name} — не ключ сервисной учётной записи Google") from None
    return account.with_subject(subject) if subject else account


def sign_in(client_secret: Path, token_file: Path, *, scopes: tuple[str, ...] = SCOPES) -> None:
    """Open the browser for Google's consent page and store the user's token, readable by its owner alone."""
    from google_auth_oauthlib.flow import InstalledAppFlow

    try:
        flow = InstalledAppFlow.from_client_secrets_file(str(client_secret), scopes=list(scopes))
    except FileNotFoundError:
        raise Unauthorised(
            f"Нет файла {client_secret}. Скачайте его в Google Cloud: «APIs & Services» → «Credentials» → "
            "«OAuth client ID» вида «Desktop app»"
        ) from None
    except ValueError:
        raise Unauthorised(f"Файл {client_secret.name} — не ключ приложения вида «Desktop app»") from None
    private.write(token_file, flow.run_local_server(port=0).to_json())
