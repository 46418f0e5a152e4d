"""A whole intake at its questionnaire in the same minute, while `nastavnik run collect` takes in what is sent.

The server, the job and the visitors are three processes, as in life. A visitor opens the questionnaire and sends it
page by page, looking at each for about a second, ten times faster than anybody reads; then the next one comes. Once
more they come without looking at anything: that is how much the server can do, and how long its queue is then.
"""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import aiohttp
import requests

from automation.workbook.questionnaires import Answers
from benchmarks.measure import Figure, shown_seconds
from benchmarks.serving import NASTAVNIK, served
from jobs.cli.setup import set_up
from jobs.demo.people import mentees
from jobs.demo.respondents import fill
from jobs.runner.configuration import Configuration
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire

VISITORS = 220  # at the same time
EACH = 3  # questionnaires that follow one another in each place
LOOKING = (0.5, 1.5)  # seconds at a page
_ONCE = re.compile(rb'name="once" value="([^"]+)"')
_THANKS = b'role="status"'

Sent = tuple[str, list[tuple[str, str]]]
"""Where a page is sent, and its fields."""


@dataclass
class Rush:
    """How long visitors waited and jobs took, in seconds."""

    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    """Of «Далее» and of «Отправить»."""
    collecting: list[float] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    ended: float = 0.0

    @property
    def a_second(self) -> float:
        return (len(self.pages) + len(self.answers)) / (self.ended - self.began)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory) / "college"
        made = set_up(data, Configuration(roadmap="ktt", port=_free_port()), now=datetime.now(UTC))
        link = made.forms[MenteeQuestionnaire.title]
        folders = [Path(shutil.copytree(data, data.with_name(name))) for name in ("rehearsal", "crush")]
        with served(folders[0]):
            filled = list(_rehearsed(link, VISITORS * EACH))
        with served(data):
            rush = asyncio.run(_rush(link, filled, data, LOOKING))
            after = _collecting(data)
        with served(folders[1]):
            crush = asyncio.run(_rush(link, filled, folders[1], (0, 0)))
    yield Figure(f"Анкета, {VISITORS} посетителей сразу: открыть, 99 % быстрее", _p99(rush.pages), "с", 0.3)
    yield Figure("— «Далее» или «Отправить», 99 % быстрее", _p99(rush.answers), "с", 0.3)
    alone = f"после них: {shown_seconds(after)}"
    yield Figure("— nastavnik run collect в это время, самый долгий", max(rush.collecting), "с", 5, peer=alone)
    queue = f"очередь тогда, 99 % быстрее: {shown_seconds(_p99([*crush.pages, *crush.answers]))}"
    yield Figure("— они же без единой паузы: страниц и ответов в секунду", crush.a_second, "", peer=queue)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _rehearsed(link: str, count: int) -> Iterator[list[Sent]]:
    """What so many people send, page by page."""
    people = [one for one in mentees(11, count + 20) if not one.flaw][:count]
    return (_recorded(link, person.answers()) for person in people)


def _recorded(link: str, answers: Answers) -> list[Sent]:
    sent: list[Sent] = []
    browser = requests.Session()
    browser.hooks["response"].append(lambda page, **_: sent.append((page.url, parse_qsl(page.request.body))))
    fill(browser, link, MenteeQuestionnaire, answers)
    return sent[1:]  # the first one opened the page


async def _rush(link: str, filled: Sequence[list[Sent]], data: Path, looking: tuple[float, float]) -> Rush:
    rush, waiting = Rush(), iter(filled)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as browser:
        places = [asyncio.create_task(_place(browser, link, waiting, rush, looking)) for _ in range(VISITORS)]
        all_places = asyncio.gather(*places)
        while not all_places.done():
            rush.collecting.append(await asyncio.to_thread(_collecting, data))
        await all_places
    return rush


async def _place(
    browser: aiohttp.ClientSession, link: str, waiting: Iterator[list[Sent]], rush: Rush, looking: tuple[float, float]
) -> None:
    """One visitor after another, each with a page of their own."""
    for sent in waiting:
        await asyncio.sleep(random.uniform(*looking))
        page = await _timed(browser.get(link), rush.pages)
        once = _ONCE.search(page)
        assert once, page
        for url, fields in sent:
            await asyncio.sleep(random.uniform(*looking))
            own = [(name, once[1].decode() if name == "once" else value) for name, value in fields]
            page = await _timed(browser.post(url, data=own), rush.answers)
        assert _THANKS in page, page
    rush.ended = time.perf_counter()


async def _timed(asking: aiohttp.client._RequestContextManager, waits: list[float]) -> bytes:
    began = time.perf_counter()
    async with asking as response:
        page = await response.read()
    waits.append(time.perf_counter() - began)
    response.raise_for_status()
    return page


def _collecting(data: Path) -> float:
    began = time.perf_counter()
    command = [*NASTAVNIK, "run", "collect", "--data", str(data)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _p99(waits: Iterable[float]) -> float:
    ordered = sorted(waits)
    return ordered[int(len(ordered) * 0.99)]
