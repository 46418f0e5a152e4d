"""Connections of visitors who begin and do not go on: closed after a while, and no more of them kept than a little.

uvicorn waits for a request's head, and for a reader of its answer, as long as they like. The body is the
application's to wait for: `limits.read_body`.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_AROUND = 64 * 1024  # bytes of a request that are not its body
_PER_BYTE = 8  # more of them for each byte of the body, which may come in chunks of one


class Connection(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 with an end to its patience, in seconds.

    https://httpd.apache.org/docs/2.4/mod/mod_reqtimeout.html has these numbers.
    """

    HEAD_WITHIN = 20.0
    READS_WITHIN = 30.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_timer: asyncio.TimerHandle | None = None
        self._reading_timer: asyncio.TimerHandle | None = None
        self._left = _MOST_AROUND
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._head_timer, self._reading_timer):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._left -= len(data)
        super().data_received(data)
        if self._left < 0 and not self.transport.is_closing():
            self.send_400_response("The request has too much around its body.")
        self._wait_for_head()

    def on_message_complete(self) -> None:
        self._left = _MOST_AROUND
        super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        self._left += len(body) * (1 + _PER_BYTE)
        super().on_body(body)

    def _wait_for_head(self) -> None:
        """Close in a while, unless the application has the request in hand: it looks after itself."""
        if self.cycle is not None and not self.cycle.response_complete:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(self.HEAD_WITHIN, self.transport.close)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._reading_timer is not None:
            self._reading_timer.cancel()

    def _wait_for_reader(self) -> None:
        unread = self.transport.get_write_buffer_size()
        self._reading_timer = self.loop.call_later(self.READS_WITHIN, self._go_on_if_read, unread)

    def _go_on_if_read(self, unread: int) -> None:
        if self.transport.get_write_buffer_size() < unread:
            self._wait_for_reader()
        else:
            self.transport.abort()  # closing would wait for the reader
