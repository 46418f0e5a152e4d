"""Under which names the server is known, and where links to it lead.

Links lead to the configured address, or else to where the server really listens, never to what a request says of
itself: anybody may write anything into a ``Host`` header, and a page of another site may have had its own name
resolve to this machine (DNS rebinding).
"""

from __future__ import annotations

import functools
import re
from ipaddress import IPv6Address
from typing import NamedTuple

from starlette.types import Scope

_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s@/\\?#:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<authority>[^\s/]+)/?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")


class Origin(NamedTuple):
    """Where a page comes from; ``host`` as in DNS, in small letters, an IPv6 address in brackets."""

    scheme: str
    host: str
    port: int


@functools.lru_cache
def origin_of(text: str) -> Origin:
    """The origin of ``https://host[:port]``. Raises `ValueError` for anything else."""
    matched = _ORIGIN.fullmatch(text)
    if not matched:
        raise ValueError(text)
    scheme = matched["scheme"].lower()
    host, port = _authority(matched["authority"])
    return Origin(scheme, host, port or _DEFAULT_PORTS[scheme])


def _authority(text: str) -> tuple[str, int | None]:
    """The host and the port of ``host[:port]``. Raises `ValueError` for what is none, or has a user's name in it."""
    matched = _AUTHORITY.fullmatch(text)
    if not matched:
        raise ValueError(text)
    host = matched["host"].lower()
    if host.startswith("["):
        host = f"[{IPv6Address(host[1:-1]).compressed}]"
    else:
        host = host.removesuffix(".").encode("idna").decode()  # `example.` is the same host in DNS
    return host, int(matched["port"]) if matched["port"] else None


def base_url(address: str, scope: Scope) -> str:
    """What links begin with: the configured address, or that of the socket at which the request came in."""
    if address:
        return address
    host, port = scope["server"]
    return f"http://{host}:{port}"


def is_known(name: str, address: str, scope: Scope) -> bool:
    """Whether ``name``, as in a ``Host`` header, means this server: its address, or this machine with its port.

    A port that is left out is no fault: some proxies do not pass it on.
    """
    try:
        host, port = _authority(name)
    except ValueError:
        return False
    known = {(each, scope["server"][1]) for each in _THIS_MACHINE}
    if address:
        known.add(origin_of(address)[1:])
    return any(host == each and port in (None, its_port) for each, its_port in known)


def is_own_page(origin: str, name: str, address: str, scope: Scope) -> bool:
    """Whether a page of this server's sent a request whose ``Origin`` and ``Host`` (a known one) are these."""
    try:
        sender, (host, _) = origin_of(origin), _authority(name)
    except ValueError:
        return False
    if address:
        own = origin_of(address)
        # Who writes http:// into the settings may still have a proxy that turns everybody to https.
        if sender == own or (own.scheme == "http" and sender == Origin("https", own.host, 443)):
            return True
    return host in _THIS_MACHINE and sender == Origin("http", host, scope["server"][1])
