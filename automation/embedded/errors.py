"""Google's errors: what went wrong, and how each API words it in JSON.

Sheets, Forms and Docs answer in the shape of ``google.rpc.Status``
(https://cloud.google.com/apis/design/errors); Drive keeps the older shape with a list of ``errors``
(https://developers.google.com/workspace/drive/api/guides/handle-errors); Gmail sends both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ErrorStyle = Literal["rpc", "legacy", "both"]

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    410: "FAILED_PRECONDITION",
    412: "FAILED_PRECONDITION",
    413: "INVALID_ARGUMENT",
    416: "OUT_OF_RANGE",
    421: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}

LEGACY_REASONS = {
    400: "badRequest",
    401: "authError",
    403: "insufficientFilePermissions",
    404: "notFound",
    408: "requestTimeout",
    409: "conflict",
    412: "conditionNotMet",
    413: "uploadTooLarge",
    429: "rateLimitExceeded",
    500: "internalError",
    501: "notImplemented",
    503: "backendError",
}


@dataclass(frozen=True)
class Violation:
    """One entry of ``google.rpc.BadRequest.fieldViolations``; ``field`` is a dotted proto path or empty."""

    field: str
    description: str


@dataclass
class ApiError(Exception):
    """An answer other than success; raised by handlers, worded by `body`.

    ``location`` names the query parameter (or header) at fault, which only the older shape tells, as it does
    ``domain``.
    """

    code: int
    message: str
    reason: str = ""
    violations: list[Violation] = field(default_factory=list)
    location: str = ""
    location_type: str = "parameter"
    domain: str = "global"
    details: list[dict[str, Any]] = field(default_factory=list)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors come from other processes as well; their classes are made in ways of their own."""
        return _again, (type(self), self.__dict__)

    def body(self, style: ErrorStyle) -> dict[str, Any]:
        """The JSON of this error as the API that speaks ``style`` sends it."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if style != "rpc":
            error["errors"] = [self._legacy_entry()]
        # What Google's front end says before the API is reached has the newer fields for the older APIs too.
        if style != "legacy" or self.code == 401 or self.details:
            error["status"] = STATUS_NAMES.get(self.code, "UNKNOWN")
        details = [self._bad_request()] if self.violations and style != "legacy" else []
        if details or self.details:
            error["details"] = [*details, *self.details]
        return {"error": error}

    def _legacy_entry(self) -> dict[str, str]:
        entry = {
            "message": "Invalid Credentials" if self.code == 401 else self.message,
            "domain": self.domain,
            "reason": self.reason or LEGACY_REASONS.get(self.code, "badRequest"),
        }
        if self.location:
            entry |= {"location": self.location, "locationType": self.location_type}
        return entry

    def _bad_request(self) -> dict[str, Any]:
        return {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [
                {"field": v.field, "description": v.description} if v.field else {"description": v.description}
                for v in self.violations
            ],
        }


def _again(kind: type[ApiError], state: dict[str, Any]) -> ApiError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    return error


def invalid(message: str, violations: list[Violation] | None = None) -> ApiError:
    """400: the request is wrong whatever the state of the server."""
    return ApiError(400, message, violations=violations or [])


def violated(violations: list[Violation]) -> ApiError:
    """400 whose message is all the violations, one a line, as Google words it."""
    return invalid("\n".join(v.description for v in violations), violations)


def not_found() -> ApiError:
    """404 as Sheets, Forms, Docs and Gmail say it."""
    return ApiError(404, "Requested entity was not found.")


def file_not_found(file_id: str, location: str = "fileId") -> ApiError:
    """404 as Drive says it."""
    return ApiError(404, f"File not found: {file_id}.", location=location)


def unimplemented(what: str) -> ApiError:
    """501: Google has it, this server does not yet."""
    return ApiError(501, f"{what} is not implemented by the embedded workspace.")


def unauthenticated(*, missing: bool) -> ApiError:
    """401 for a request without a token, or with a wrong one."""
    start = (
        "Request is missing required authentication credential."
        if missing
        else "Request had invalid authentication credentials."
    )
    return _unauthenticated(
        f"{start} Expected OAuth 2 access token, login cookie or other valid authentication credential. "
        "See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )


def key_not_enough() -> ApiError:
    """401 for an API key where a person has to call."""
    return _unauthenticated(
        "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials "
        "that assert a principal. See https://cloud.google.com/docs/authentication"
    )


def token_in_address() -> ApiError:
    """401 for a token that came in the address of a request."""
    return _unauthenticated("A token in the address of a request is not taken. Send it in the Authorization header.")


def _unauthenticated(message: str) -> ApiError:
    return ApiError(401, message, location="Authorization", location_type="header")
