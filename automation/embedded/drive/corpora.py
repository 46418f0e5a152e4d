"""``corpora``, ``driveId`` and ``spaces``: where files are looked for.

There is one place here, «My Drive» with what is shared. Whoever asks for another is told that it is not there.
https://developers.google.com/workspace/drive/api/guides/enable-shareddrives
"""

from __future__ import annotations

from automation.embedded.calls import Call
from automation.embedded.errors import ApiError

_SPACES = ("drive", "appDataFolder", "photos")
_CORPORA = ("user", "domain", "drive", "allDrives")
_NO_SPACE = "The granted scopes do not give access to the space {space}."


def check(call: Call) -> None:
    """Raise `ApiError` for a place that the workspace does not have."""
    for space in filter(None, (each.strip() for each in call.get("spaces", "").split(","))):
        if space not in _SPACES:
            raise ApiError(400, "Invalid Value", reason="invalid", location="spaces")
        if space != "drive":
            raise ApiError(403, _NO_SPACE.format(space=space), reason="insufficientScopes", location="spaces")
    corpora = call.get("corpora") or call.get("corpus") or "user"
    drive_id = call.get("driveId") or call.get("teamDriveId") or ""
    if corpora not in _CORPORA:
        raise ApiError(400, "Invalid Value", reason="invalid", location="corpora")
    if drive_id:
        raise ApiError(404, f"Shared drive not found: {drive_id}", reason="notFound", location="driveId")
    if corpora == "drive":
        message = "The driveId parameter is required when corpora is set to drive."
        raise ApiError(400, message, reason="required", location="driveId")
    if corpora == "domain":
        raise ApiError(400, "The user does not belong to a domain.", reason="invalid", location="corpora")
    if corpora == "allDrives" and not (_flag(call, "supportsAllDrives") and _flag(call, "includeItemsFromAllDrives")):
        message = "corpora=allDrives needs supportsAllDrives and includeItemsFromAllDrives to be true."
        raise ApiError(403, message, reason="allDrivesNotSupported", location="supportsAllDrives")


def _flag(call: Call, name: str) -> bool:
    older = {"supportsAllDrives": "supportsTeamDrives", "includeItemsFromAllDrives": "includeTeamDriveItems"}[name]
    return bool(call.get(name) or call.get(older))
