"""Services of google-api-python-client, built offline from the discovery documents that it ships."""

from __future__ import annotations

from typing import Any

from automation.google.transport import HttpOfTransport, Transport


def service(name: str, version: str, transport: Transport) -> Any:
    """The client of one Google API; its calls go through `transport`."""
    from googleapiclient.discovery import build

    return build(name, version, http=HttpOfTransport(transport), static_discovery=True, cache_discovery=False)
