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


class Consent:
    """A user's consent, asked for in a browser that is open already.

    The browser is led to `address`, and comes back to `back` (of this machine) with a `state` and a `code`.
    https://developers.google.com/identity/protocols/oauth2/native-app
    """

    def __init__(self, client_secret: bytes, back: str, *, scopes: tuple[str, ...] = SCOPES) -> None:
        from google_auth_oauthlib.flow import Flow

        config = json.loads(client_secret)
        self._flow = Flow.from_client_config(config, list(scopes), redirect_uri=back, autogenerate_code_verifier=True)
        self.address, self._state = self._flow.authorization_url(access_type="offline", prompt="consent")

    def token(self, state: str, code: str) -> str:
        """The user's token, as `of_user` reads it from a file. `Unauthorised` where there is none."""
        if not code or state != self._state:
            raise Unauthorised("Google не дал разрешения: на его странице нажали отказ. Войдите ещё раз и согласитесь")
        try:
            self._flow.fetch_token(code=code)
        except Warning:  # oauthlib's way to say that fewer rights were given than asked for
            raise Unauthorised("В Google сняли галочку с одного из прав. Войдите ещё раз и оставьте обе") from None
        except Exception as error:  # of the network's or of Google's answer; its message may hold the code
            raise Unauthorised(
                f"Google не закончил вход ({type(error).__name__}). Проверьте интернет и войдите ещё раз"
            ) from None
        return str(self._flow.credentials.to_json())


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
