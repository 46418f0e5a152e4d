"""The desk of a large organisation: how long its pages take to open, and a decision to be answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import requests

from automation.embedded import owner_link, serve
from benchmarks.measure import Figure, seconds
from benchmarks.organisation import MORNING, organisation
from jobs.desk import addresses
from jobs.desk.cards import proposals
from jobs.desk.office import Office
from jobs.desk.pages import Desk
from jobs.runner.cycles import Cycles

MENTEES, MENTORS = 2000, 700
LIMIT = 1.0  # seconds
PAGES = {
    "Сегодня": addresses.TODAY,
    "глазами директора": f"{addresses.TODAY}?as=director",
    "Подбор": addresses.MATCHING,
    "карточка наставляемого": addresses.card("НМ-1000"),
    "поиск": f"{addresses.PEOPLE}?q=александр",
}


def figures() -> Iterator[Figure]:
    with organisation(asking=MENTEES, offering=MENTORS) as college:
        while college.cycle().wrote:
            pass
        office = Office(lambda: college.google, college.spreadsheet, Cycles(), clock=lambda: MORNING)
        waiting = iter(proposals(office.book()))
        with serve(college.workspace, 0, Desk(office).addition()) as server:
            session = requests.Session()
            session.post(owner_link(college.workspace, server.url), timeout=30)

            def opened(path: str) -> None:
                session.get(server.url + path, timeout=30).raise_for_status()

            def decided() -> None:
                fields = {"tab": "matches", "key": next(waiting).proposal, "cell.decision": "принять"}
                said = {"Accept": "application/json"}
                session.post(server.url + addresses.ENTER, fields, headers=said, timeout=30).raise_for_status()

            for title, path in PAGES.items():
                opened(path)
                yield Figure(
                    f"Рабочий стол, {MENTEES} наставляемых: {title}", seconds(partial(opened, path)), "с", LIMIT
                )
            yield Figure("— ответ на решение", seconds(decided), "с", LIMIT)
