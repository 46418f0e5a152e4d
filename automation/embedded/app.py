"""The web application: authorisation, limits, and the way from an HTTP request to a handler and back."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from automation.embedded import batch, discovery, json_body, uploads
from automation.embedded.access.addresses import base_url
from automation.embedded.access.person import NOBODY, PROGRAM, Person
from automation.embedded.access.rules import OPEN_TO_KEYS
from automation.embedded.attachments import attachment
from automation.embedded.calls import HANDLERS, Answer, Call, Content, Empty, Written
from automation.embedded.documents import methods as document_methods
from automation.embedded.drive import changes, revisions
from automation.embedded.drive import methods as drive_methods
from automation.embedded.drive.kinds import served_type
from automation.embedded.erasure import Erasure, erase
from automation.embedded.errors import (
    ApiError,
    Violation,
    invalid,
    key_not_enough,
    not_found,
    token_in_address,
    unauthenticated,
    unimplemented,
)
from automation.embedded.failures import log_failure
from automation.embedded.field_mask import Mask, MaskError, parse
from automation.embedded.forms import methods as form_methods
from automation.embedded.front import Front
from automation.embedded.limits import read_body
from automation.embedded.mail import inserting, labels, marking, threads
from automation.embedded.mail import methods as mail_methods
from automation.embedded.pages.addition import NOTHING, Addition
from automation.embedded.pages.routes import no_such_page, page_routes
from automation.embedded.serving import JSON_TYPE, run
from automation.embedded.spreadsheets import methods as spreadsheet_methods
from automation.embedded.spreadsheets import values as value_methods
from automation.embedded.storage import StorageError, encode
from automation.embedded.threads import in_a_thread
from automation.embedded.validation import check_body, check_parameters
from automation.embedded.workspace import Workspace

# Importing them has registered their handlers.
SERVED_BY = (
    changes,
    document_methods,
    drive_methods,
    form_methods,
    inserting,
    labels,
    mail_methods,
    marking,
    revisions,
    spreadsheet_methods,
    threads,
    value_methods,
)

_TOKENS = frozenset({"access_token", "oauth_token", "bearer_token", "token"})
_MOST_PARAMETERS = 10_000


def make_app(workspace: Workspace, addition: Addition = NOTHING) -> ASGIApp:
    """The application that serves ``workspace``, and what another program adds to its pages."""

    async def api(request: Request) -> Response:
        return await _answer_request(workspace, addition, request)

    async def erasure(request: Request) -> Response:
        return await _erase(workspace, request)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(
        routes=[
            *page_routes(workspace, addition),
            Route("/workspace/erasure", erasure, methods=["PUT"]),
            Route("/{path:path}", api, methods=methods),
        ],
        exception_handlers={405: _method_not_allowed},
        middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=1)],
    )
    return Front(app, workspace)


async def _method_not_allowed(request: Request, error: Exception) -> Response:
    headers = dict(getattr(error, "headers", None) or {})
    body = ApiError(405, "Method Not Allowed").body(discovery.style_of(request.url.path))
    return _json_response(body, 405, headers)


async def _answer_request(workspace: Workspace, addition: Addition, request: Request) -> Response:
    raw_path = request.scope.get("raw_path", b"").decode("ascii", "replace") or request.url.path
    try:
        if request.method == "GET" and discovery.is_document(raw_path):
            return await in_a_thread(_document, workspace, request, raw_path)
        if _is_lost_browser(request, raw_path):
            return await in_a_thread(no_such_page, workspace, addition, request)
        person = await in_a_thread(_bearer, workspace, request)
        body = await read_body(request)
        if batch.is_batch(request.method, raw_path):
            return await in_a_thread(_serve_batch, workspace, request, body)
        return await in_a_thread(_dispatch, workspace, person, request, raw_path, body)
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception as error:
        return _failure(request, raw_path, error)


async def _erase(workspace: Workspace, request: Request) -> Response:
    """The one call that Google's API does not have. It is the owner's program's: no session is enough for it."""
    path = request.url.path
    try:
        person = await in_a_thread(_bearer, workspace, request)
        if not person.is_program:
            raise ApiError(403, "The caller does not have permission")
        asked = Erasure.of(_decode(await read_body(request), optional=False))
        return _json_response(await in_a_thread(erase, workspace, asked))
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception as error:
        return _failure(request, path, error)


def _document(workspace: Workspace, request: Request, raw_path: str) -> Response:
    """A discovery document, which needs no token at Google's either."""
    document = discovery.document(raw_path, request.query_params, base_url(workspace.address, request.scope))
    if document is None:
        raise not_found()
    return _json_response(document)


def _is_lost_browser(request: Request, raw_path: str) -> bool:
    """Whether a person, not a client of the API, asks for what is not there."""
    wants_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return wants_page and "authorization" not in request.headers and discovery.find("GET", raw_path) is None


def _failure(request: Request, raw_path: str, error: Exception) -> Response:
    if isinstance(error, StorageError) or not isinstance(error, ApiError):
        log_failure(request, error)
    if isinstance(error, ApiError):
        return _error_response(error, raw_path)
    return _error_response(ApiError(500, "Internal error encountered."), raw_path)


def _serve_batch(workspace: Workspace, request: Request, body: bytes) -> Response:
    return batch.answer([(inner, _serve_inner(workspace, inner)) for inner in batch.calls(request, body)])


def _serve_inner(workspace: Workspace, inner: batch.Inner) -> Response:
    """The answer to one call of a batch, whatever becomes of the others."""
    try:
        person = _bearer(workspace, inner.request)
        if inner.raw_path.startswith("/upload/") or inner.request.query_params.get("alt") == "media":
            raise ApiError(400, "Media uploads and downloads are not supported in a batch.")
        return _dispatch(workspace, person, inner.request, inner.raw_path, inner.body)
    except Exception as error:
        return _failure(inner.request, inner.raw_path, error)


def _bearer(workspace: Workspace, request: Request) -> Person:
    """Who calls: the owner's program by the workspace's token, anybody by that of their session, nobody by an API key.

    Raises `ApiError` 401.
    """
    _check_address(request.query_params)
    if "authorization" not in request.headers and request.query_params.get("key"):
        return NOBODY  # a key says which program calls, and not for whom
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else ""
    if hmac.compare_digest(token.encode(), workspace.token.encode()):
        return PROGRAM
    person = workspace.person_of(token)
    if person is None:
        raise unauthenticated(missing=not token)
    return person


def _check_address(names: Iterable[str]) -> None:
    """Raise `ApiError` 401 for a token in an address, even beside a good one: addresses are logged and passed on.

    https://datatracker.ietf.org/doc/html/rfc9700#section-4.3.2
    """
    if not _TOKENS.isdisjoint(name.lower() for name in names):
        raise token_in_address()


def _error_response(error: ApiError, raw_path: str) -> Response:
    headers = {"WWW-Authenticate": 'Bearer realm="workspace"'} if error.code == 401 else {}
    # An answer given before the whole body was read must end the connection.
    if error.code in (408, 413):
        headers["Connection"] = "close"
    if isinstance(error, StorageError):
        headers["Retry-After"] = str(error.retry_after)
    body = error.body(discovery.style_of(raw_path))
    return _json_response(body, error.code, headers)


def _json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(encode(body), status, headers, JSON_TYPE)


def _dispatch(workspace: Workspace, person: Person, request: Request, raw_path: str, body: bytes) -> Response:
    http_method = "GET" if request.method == "HEAD" else request.method  # the server leaves out a HEAD's body
    query = list(parse_qsl(request.url.query, keep_blank_values=True))
    if override := request.headers.get("x-http-method-override"):
        # googleapiclient sends a GET whose address would be too long this way.
        http_method, query, body = override.upper(), query + _sent_query(body), b""
        _check_address(name for name, _ in query)
    raw_path = uploads.modern_path(raw_path)
    route = next(filter(None, (discovery.find(m, raw_path) for m in uploads.meant(http_method, raw_path))), None)
    if route is None:
        raise ApiError(404, "The requested URL was not found on this server.")
    return _serve(workspace, person, request, route, query, body)


def _sent_query(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise invalid(f"The request has more than {_MOST_PARAMETERS} parameters.") from None


def _serve(
    workspace: Workspace,
    person: Person,
    request: Request,
    route: discovery.Route,
    query: list[tuple[str, str]],
    body: bytes,
) -> Response:
    method = route.method
    if person == NOBODY and method.id not in OPEN_TO_KEYS:
        raise key_not_enough()
    workspace.quotas.spend(method, workspace.now())
    handler = HANDLERS.get(method.id)
    if handler is None:
        raise unimplemented(method.id)
    common = dict(query)
    own = [(name, value) for name, value in query if not (route.is_upload and name == "upload_id")]
    parameters = check_parameters(method, route.path_parameters, own)
    mask = _mask(method, common.get("fields", ""))
    call = Call(
        workspace=workspace,
        method=method,
        parameters=parameters,
        body={},
        mask=mask,
        person=person,
        mask_given=bool(common.get("fields")),
        alt=common.get("alt", "json"),
        base_url=base_url(workspace.address, request.scope),
        path=request.scope["path"],
        headers=dict(request.headers),
    )
    if route.is_upload and request.method == "DELETE":
        answer: Answer = uploads.cancel(call, common)
    elif route.is_upload:
        answer = uploads.serve(call, common, body, handler)
    else:
        call.body = check_body(method, _decode(body, optional=method.http_method != "PUT"))
        answer = run(call, handler)
    return _response(answer)


def _mask(method: discovery.Method, text: str) -> Mask:
    try:
        mask = parse(text)
    except MaskError:
        raise _mask_error(method, text) from None
    if unknown := method.api.unknown_paths(mask, method.response):
        raise _mask_error(method, unknown[0])
    return mask


def _mask_error(method: discovery.Method, path: str) -> ApiError:
    if method.api.style == "legacy":
        return ApiError(400, f"Invalid field selection {path}", reason="invalidParameter", location="fields")
    description = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return invalid("Request contains an invalid argument.", [Violation(path, description)])


def _decode(body: bytes, *, optional: bool) -> Any:
    if not body.strip() and optional:
        return {}
    try:
        return json_body.read(body)
    except json_body.Malformed as error:
        raise invalid(str(error), [Violation("", str(error))]) from None


def _response(answer: Answer) -> Response:
    match answer:
        case Written():
            return Response(answer.text, media_type=JSON_TYPE)
        case Content():
            kind = served_type(answer.mime_type)
            return attachment(answer.content, answer.name, kind, answer.status, answer.headers)
        case Empty():
            return Response(status_code=answer.status, headers=answer.headers)
    assert answer is None  # noqa: S101 - JSON has been written out, and what takes long made
    return Response(status_code=204)
