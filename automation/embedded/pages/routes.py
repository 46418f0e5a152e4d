"""From an HTTP request to a page, and from what went wrong to a page that says so."""

from __future__ import annotations

import importlib.util
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive

from automation.embedded.access.addresses import is_own_page
from automation.embedded.access.person import NOBODY
from automation.embedded.errors import ApiError
from automation.embedded.failures import log_failure
from automation.embedded.limits import MAX_BODY, read_body
from automation.embedded.pages import account, disk, document, form, form_desk, history, mail, sign_in, spreadsheet
from automation.embedded.pages.addition import NOTHING, Addition
from automation.embedded.pages.register import LOOKS, PAGES, Look, Page
from automation.embedded.pages.rendering import STATIC, as_json, goes_to, message
from automation.embedded.pages.troubles import not_saved, not_shown, why
from automation.embedded.pages.visit import Refused, Upload, Visit, cookie_name
from automation.embedded.storage import StorageError
from automation.embedded.threads import in_a_thread, in_a_thread_apart
from automation.embedded.workspace import Workspace

# Importing them has registered their pages.
SERVED_BY = (account, disk, document, form, form_desk, history, mail, sign_in, spreadsheet)

_MAX_FIELDS = 2000
_MAX_FILES = 100
_MAX_FORM = 2 * 1024 * 1024  # bytes of a form's fields
_MOST_TO_LOOK_AT = 64 * 1024  # bytes that are taken apart in a moment

_SAID = {
    400: ("Не получилось", "Сервер не понял этого запроса. Вернитесь назад и попробуйте ещё раз."),
    401: ("Нужно войти", "Войдите и повторите."),
    403: ("Нет доступа", "У вас нет права на это действие. Попросите доступ у владельца."),
    404: (
        "Не найдено",
        "Такой страницы нет, или она вам не открыта. Возможно, файл удалён или ссылка скопирована не полностью; если "
        "файл есть, попросите доступ к нему или к его папке у того, кто дал вам ссылку.",
    ),
    405: ("Не найдено", "Такой страницы нет: возможно, ссылка скопирована не полностью."),
    408: ("Не дошло", "Запрос не дошёл до сервера целиком. Проверьте связь и попробуйте ещё раз."),
    409: ("Уже изменено", "Пока вы работали, это изменил кто-то другой. Обновите страницу и повторите."),
    413: ("Слишком много", "Сервер принимает файлы не больше 64 МБ, а ответы анкеты — не больше 2 МБ вместе."),
    429: ("Слишком часто", "Подождите несколько минут и попробуйте ещё раз."),
    503: ("Сервер занят", "Сейчас ему некогда ответить. Подождите минуту и попробуйте ещё раз."),
}
_FAILED = (
    "Неполадка на сервере",
    "Программа ошиблась. Если вы что-то меняли, проверьте, сохранилось ли это, и попробуйте ещё раз чуть позже.",
)
_NOT_TAKEN_AWAY = ("cannotCopyFile", "cannotDownloadFile", "cannotExportFile")
_READ_ONLY_HERE = (
    "Владелец этого файла запретил скачивать и копировать его тем, кто может только смотреть. Читать файл здесь можно. "
    "Если файл нужен вам целиком, попросите владельца."
)


def page_routes(workspace: Workspace, addition: Addition = NOTHING) -> list[BaseRoute]:
    """The routes of all pages, and of what they load."""
    # Addresses are compared one after another: first those for which many come in the same minute.
    paths = sorted(PAGES, key=lambda path: path not in LOOKS)
    pages = [
        Route(path, _endpoint(workspace, addition, PAGES[path], LOOKS.get(path, {})), methods=list(PAGES[path]))
        for path in paths
    ]
    added = [
        Route(path, _endpoint(workspace, addition, of_path, {}, apart=True), methods=list(of_path))
        for path, of_path in addition.pages.items()
    ]
    carried = _carried_by_nicegui()
    return [
        *pages,
        *added,
        *(Mount(f"/static/{name}", _Static(directory=folder)) for name, folder in addition.static.items()),
        Mount("/static/grid", _Static(directory=carried / "aggrid" / "dist")),
        Mount("/static/charts", _Static(directory=carried / "echart" / "dist")),
        Mount("/static", _Static(directory=STATIC)),
    ]


class _Static(StaticFiles):
    """Files that browsers keep, and ask about before they use them: an update must not meet yesterday's script."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        response = super().file_response(*args, **options)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _carried_by_nicegui() -> Path:
    """Where NiceGUI keeps AG Grid and ECharts. Importing it would take a second and bring in a framework."""
    found = importlib.util.find_spec("nicegui")
    assert found is not None  # noqa: S101 - a dependency
    assert found.origin is not None  # noqa: S101
    return Path(found.origin).parent / "elements"


def _endpoint(
    workspace: Workspace,
    addition: Addition,
    pages: Mapping[str, Page],
    looks: Mapping[str, Look],
    *,
    apart: bool = False,
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        visit, method = Visit(workspace, request, addition), "GET" if request.method == "HEAD" else request.method
        look, page = looks.get(method), pages[method]
        try:
            await _read(visit)
            if look and len(visit.body) <= _MOST_TO_LOOK_AT and (looked := _answer(visit, look)):
                return looked
            return await (in_a_thread_apart if apart else in_a_thread)(_asked, visit, page)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            return _failure(visit, error)

    return answer


async def _read(visit: Visit) -> None:
    """Take in what was sent. Raises `ApiError`, and `ValueError` for more fields than any form has."""
    request = visit.request
    if request.method in ("GET", "HEAD"):
        return
    kind = request.headers.get("content-type", "").partition(";")[0]
    visit.body = await read_body(request, _MAX_FORM if kind == "application/x-www-form-urlencoded" else MAX_BODY)
    if kind == "application/x-www-form-urlencoded":
        text = visit.body.decode("utf-8", "replace")
        visit.fields = parse_qs(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    elif kind == "multipart/form-data":
        await _read_parts(visit)


async def _read_parts(visit: Visit) -> None:
    again = Request(visit.request.scope, _replay(visit.body))
    async with again.form(max_files=_MAX_FILES, max_fields=_MAX_FIELDS) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, str):
                visit.fields.setdefault(name, []).append(value)
            elif value.filename:  # a browser sends an empty part where no file was chosen
                visit.uploads.append(Upload(value.filename, value.content_type or "", await value.read()))


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _asked(visit: Visit, page: Page) -> Response:
    """The page, which always has an answer."""
    response = _answer(visit, page)
    assert response is not None  # noqa: S101
    return response


def _answer(visit: Visit, answering: Look) -> Response | None:
    """What a page says, or a look at it; or why not. A visitor who may become somebody is asked to sign in first."""
    request = visit.request
    _recognise(visit)
    if request.method not in ("GET", "HEAD"):
        _check_origin(visit.workspace, request)
    try:
        return answering(visit)
    except ApiError as error:
        may_help = error.code in (401, 403, 404) and visit.person == NOBODY and not isinstance(error, Refused)
        if may_help and not _is_for_scripts(request):
            return _asks_to_sign_in(request)
        raise


def _recognise(visit: Visit) -> None:
    visit.session = visit.request.cookies.get(cookie_name(visit.workspace), "")
    visit.person = visit.workspace.person_of(visit.session) or NOBODY


def no_such_page(workspace: Workspace, addition: Addition, request: Request) -> Response:
    """What a person reads who follows a wrong address."""
    visit = Visit(workspace, request, addition)
    _recognise(visit)
    return _failure(visit, ApiError(404, "There is no such page."))


def _check_origin(workspace: Workspace, request: Request) -> None:
    """Raise `ApiError` 403 where another site's page sent this in the visitor's name."""
    origin = request.headers.get("origin")
    if origin is not None and not is_own_page(origin, request.headers["host"], workspace.address, request.scope):
        raise ApiError(403, "The request comes from another site.")


def _asks_to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return goes_to(f"/signin?next={quote(wanted, safe='/')}" if request.method == "GET" else "/signin")


def _is_for_scripts(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _failure(visit: Visit, error: Exception) -> Response:
    """What the visitor reads of ``error``; `Refused` carries a page's own words."""
    status = error.code if isinstance(error, ApiError) else 400 if isinstance(error, ValueError) else 500
    if status == 500 or isinstance(error, StorageError):
        log_failure(visit.request, error)
    title, text = _SAID.get(status, _FAILED)
    if isinstance(error, Refused):
        text = error.message
    elif isinstance(error, ApiError) and error.reason in _NOT_TAKEN_AWAY:
        text = _READ_ONLY_HERE
    trouble = ""
    if isinstance(error, StorageError):
        trouble = why(error)
        title, text = (not_shown if visit.request.method in ("GET", "HEAD") else not_saved)(error)
    if _is_for_scripts(visit.request):
        answer: Response = as_json({"message": text, "why": trouble}, status)
    else:
        answer = message(visit, title, text, status)
    if status in (408, 413):  # the rest of the body may be on its way
        answer.headers["Connection"] = "close"
    return answer
