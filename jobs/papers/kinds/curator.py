"""The order «О назначении куратора и проектной команды», drawn up from «Сотрудники».

The plan asks for it: a measure that is not ticked as done has the order's word in «Засчитать, когда», and none was
signed for this plan. Who leads and who is on the team, the roles say; nobody is guessed to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from automation.workbook.book import Book
from jobs.pair_life.register import signed
from jobs.papers.drawing_up import head, holders
from jobs.papers.kind import Entry, NobodyHolds, Order, OrderPaper, Person, Signer
from jobs.plan.roadmap import period
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import COORDINATOR, CURATOR, CURATOR_ORDER_SIGNED, PROJECT_TEAM


@dataclass(frozen=True, kw_only=True)
class CuratorOrder(OrderPaper):
    curators: Sequence[Person]
    coordinators: Sequence[Person]
    """Those who are no curators; may be empty."""
    team: Sequence[Person]
    """Of the appendix; may be empty."""


def awaited(book: Book) -> bool:
    """Whether the plan asks for the order and has none that is signed."""
    roadmap, within = book[Roadmap], period(book)
    asked = (roadmap[Roadmap.proven_by] == CURATOR_ORDER_SIGNED) & ~roadmap[Roadmap.done]
    return bool(asked.any()) and not len(KIND.signed(book, within.start if within else None))


def says(book: Book, order: Entry) -> CuratorOrder:
    told, curators = head(book, order), _once(holders(book, CURATOR))
    if not curators:
        raise NobodyHolds(CURATOR)
    coordinators = _once(holders(book, COORDINATOR), but=curators)
    team = _once(holders(book, PROJECT_TEAM), but=curators)
    return CuratorOrder(
        **told,
        acquainted=[Signer(one.full_name) for one in _once([*curators, *coordinators, *team])],
        curators=curators,
        coordinators=coordinators,
        team=team,
    )


def _once(people: Sequence[Person], *, but: Sequence[Person] = ()) -> list[Person]:
    """Each of these people once, whatever rows they have, without some of them."""
    named: dict[str, Person] = {}
    for person in people:
        named.setdefault(person.full_name, person)
    return [person for name, person in named.items() if name not in {other.full_name for other in but}]


def stays(orders: pd.DataFrame, _: pd.DataFrame) -> pd.Series:
    """An appointment holds until there is another; a draft of the former plan does not."""
    return signed(orders)


KIND = Order(
    prefix="order/curator",
    title="О назначении куратора и проектной команды",
    template="orders/curator.docx",
    document="Приказ о назначении куратора и проектной команды, {school_year}",
    context=CuratorOrder,
    awaited=awaited,
    says=says,
    proof=CURATOR_ORDER_SIGNED,
    stays=stays,
)
