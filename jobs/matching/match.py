"""The best set of pairs for everyone who may take part: candidates, scores and reasons go to «Подбор», and what would
help where somebody is left over to «Кого не хватает».

What the curator decided there is settled first, in this and in every later cycle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from automation.matching import Matching, match
from automation.matching.reasons import Reasons, circumstances, in_words, lasting
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE
from automation.workbook.table import Row, Table
from jobs.matching import shortages, trials
from jobs.matching.decisions import Couple, decisions, in_pairs, may_return
from jobs.matching.rules import mode, rules
from jobs.pair_life.register import official
from jobs.pair_life.verdicts import Instead, NobodyElse, Replacement, replacements
from jobs.people.added_requests import added_requests
from jobs.people.categories import suitable
from jobs.people.identity import joined, perhaps_the_same
from jobs.people.mentioned import avoided
from jobs.people.readiness import readiness
from jobs.runner.job import job
from sheets_schema.columns import Name
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches, MatchKey
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import ACCEPTED, ALTERNATIVE, NOBODY, PROPOSED, READY, REJECTED, REPLACEMENT, SET_ASIDE

WRITTEN = (
    Matches.mentee,
    Matches.mentee_name,
    Matches.mentor,
    Matches.mentor_name,
    Matches.state,
    Matches.rank,
    Matches.score,
    Matches.reasons,
    Matches.circumstances,
)
_ANSWERS = [Bank.days, Bank.times, Bank.meeting, Bank.department, Bank.interests, Bank.years, Bank.born]
OF_BOTH = [*_ANSWERS, "avoids", "person"]
OF_MENTEES = [Mentees.form, Mentees.requests, Mentees.wish, Mentees.need, *OF_BOTH]
_OFFERS = [Mentors.forms, Mentors.competences, Mentors.capacity, Mentors.ages, Mentors.trained, Mentors.experience]
OF_MENTORS = [*_OFFERS, "least", "busy", *OF_BOTH]
"""What the matching is told of people: answers, and what it has its own words for."""


@job(
    title="подбор",
    after=("preferences", "training"),
    does="Ищет наставника каждому наставляемому и предлагает пары на листе «Подбор».",
    stops="новых предложений нет, а ваши решения на листе «Подбор» парами не становятся",
)
def run(book: Book, today: date) -> None:
    decided = decisions(book)
    settled = _with_register(book, decided.made)
    mentees, mentors = _mentees(book, settled), _mentors(book, settled, today)
    known = settled["mentee"].isin(mentees.index) & settled["mentor"].isin(mentors.index)
    settled = settled.loc[known, ["mentee", "mentor", "verdict"]]
    compare = partial(
        match, rules=rules(book[Settings], today), preferences=_preferences(book), mode=mode(book[Settings])
    )
    matching = compare(mentees, mentors, decisions=settled, previous=_proposed(book))
    problems = {**decided.problems, **_parted(book, matching, decided.spent)}
    _explain(matching, decided.made, problems)
    wanted = {one.mentee: one for one in replacements(book)}
    _hold_until_ended(wanted, decided.made, problems)
    instead = []
    if wanted:
        places = _with_places_taken(book, mentors, matching)
        instead.append(_instead(wanted, mentees, places, settled, compare))
    moved = _moved(book, matching, today)
    _write(book, matching, instead, decided.made, problems)
    _tell_of_moves(book, moved)
    shortages.tell(book, matching)
    again = partial(compare, mentees, mentors, decisions=settled, previous=matching.pairs)
    trials.tell_of_candidates(book, matching, settled, again)
    trials.tell_of_settings(book, matching, today, again)


def _with_register(book: Book, decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions together with the register of pairs: official pairs stay, pairs that ended do not return, unless
    they ended well.

    Both sources say the same of a pair in the cycle that makes it and in every later one, so nothing moves by itself.
    """
    pairs, stays = book[Pairs].frame, joined(book)
    for side in (Pairs.mentee, Pairs.mentor):
        pairs[side] = pairs[side].replace(dict(stays))
    over, stands = pairs[Pairs.ended_on].notna(), official(book)
    register = pd.concat(
        [
            pairs.loc[stands, [Pairs.mentee, Pairs.mentor]].assign(verdict="assigned"),
            pairs.loc[over & ~may_return(pairs), [Pairs.mentee, Pairs.mentor]].assign(verdict="ended"),
        ]
    )
    given = decisions[["mentee", "mentor", "verdict"]].copy()
    # A pair that is at work outranks a second «принять» for the same mentee: that one is asked about.
    at_work = pd.MultiIndex.from_frame(pairs.loc[~over, [Pairs.mentee, Pairs.mentor]])
    registered = pd.MultiIndex.from_frame(given[["mentee", "mentor"]]).isin(at_work)
    given.loc[registered & (given["verdict"] == "accepted"), "verdict"] = "assigned"
    return pd.concat([given, register]).drop_duplicates(["mentee", "mentor"]).reset_index(drop=True)


def _mentees(book: Book, settled: pd.DataFrame) -> pd.DataFrame:
    frame = _taking_part(book, book[Mentees], settled["mentee"])
    added = added_requests(book)
    asked = [(*own, *added.get(id_, ())) for id_, own in zip(frame.index, frame[Mentees.requests], strict=True)]
    return frame.assign(requests=pd.Series(asked, index=frame.index, dtype="object"))[OF_MENTEES]


def _mentors(book: Book, settled: pd.DataFrame, today: date) -> pd.DataFrame:
    frame = _taking_part(book, book[Mentors], settled["mentor"])
    agreed = zip(frame[Bank.category], frame[Mentors.forms], strict=True)
    forms = pd.Series([suitable(*one) for one in agreed], index=frame.index, dtype="object")
    busy = book[Pairs][Pairs.mentor][official(book)].value_counts().to_dict()
    trained = frame[Mentors.trained] <= pd.Timestamp(today)
    busy_places = [busy.get(id_, 0) for id_ in frame.index]
    return frame.assign(forms=forms, busy=busy_places, least=frame[Mentors.least_group], trained=trained)[OF_MENTORS]


def _taking_part(book: Book, bank: Table, decided: pd.Series) -> pd.DataFrame:
    """Everyone who is ready, and whoever is in a pair already, by id."""
    wishes = avoided(book, bank).ids
    avoids = pd.Series([wishes.get(int(row), ()) for row in bank.index], index=bank.index, dtype="object")
    frame = bank.frame.assign(avoids=avoids)
    paired = frame[Bank.id].isin(in_pairs(book, bank)) & frame[Bank.id].isin(decided)
    # A number that two rows have by mistake is their first row's: a pair does not end because of a copied row.
    chosen = frame[(readiness(book, bank) == READY) | paired].drop_duplicates(Bank.id)
    return chosen.assign(person=_persons(book, chosen)).set_index(Bank.id)


def _persons(book: Book, people: pd.DataFrame) -> pd.Series:
    """Who must not be paired with whom: whoever may be one person, or has one address."""
    perhaps = perhaps_the_same(book)
    alike = Counter(perhaps.values())
    addresses = people[Bank.email].str.lower()
    person = addresses.where(addresses.str.contains("@", regex=False))
    one = people[Bank.id].map({number: group for number, group in perhaps.items() if alike[group] > 1})
    return one.astype("str").fillna(person)


def _preferences(book: Book) -> pd.DataFrame | None:
    """Whom people chose after they had met, as the rows of «Выбор после встречи» have been understood."""
    if book.unavailable(Preferences.name):
        return None
    table = book[Preferences]
    rows = []
    known = {"mentee": set(book[Mentees][Mentees.id]), "mentor": set(book[Mentors][Mentors.id])}
    answers = table.frame.dropna(subset=[Preferences.person, Preferences.chosen])
    for people, chosen in zip(answers[Preferences.person], answers[Preferences.chosen], strict=True):
        for person in people.split(", "):
            side, other = ("mentee", "mentor") if person in known["mentee"] else ("mentor", "mentee")
            named = [id_ for id_ in chosen.split(", ") if id_ in known[other]]
            rows += [{side: person, other: id_, "by": side, "rank": rank} for rank, id_ in enumerate(named, 1)]
    return pd.DataFrame(rows, columns=["mentee", "mentor", "by", "rank"])


def _parted(book: Book, matching: Matching, spent: Mapping[int, Couple]) -> dict[int, str]:
    """What to do with a decision that has been carried out, when its pair is proposed again: row → advice."""
    proposed = set(zip(matching.candidates["mentee"], matching.candidates["mentor"], strict=True))
    return {row: f"{ADVICE}{_AGAIN}" for row, couple in spent.items() if couple in proposed}


_AGAIN = (
    "эта пара уже была и завершена успешно. Чтобы составить её снова, сотрите решение, "
    "подождите несколько минут и примите ещё раз."
)


def _explain(matching: Matching, decisions: pd.DataFrame, problems: dict[int, str]) -> None:
    """Put what the matching says of a decision beside the row where it was made."""
    if not len(matching.problems):
        return
    concerned = {*matching.problems["mentee"], *matching.problems["mentor"]}
    for row, mentee, mentor, _ in decisions.itertuples(index=False):
        if not concerned & {mentee, mentor}:
            continue
        about = matching.problems[
            (matching.problems["mentee"] == mentee) & matching.problems["mentor"].isin([mentor, ""])
            | (matching.problems["mentor"] == mentor) & (matching.problems["mentee"] == "")
        ]
        if len(about):
            problems[row] = "\n".join(about["problem"])


def _hold_until_ended(wanted: Mapping[str, Replacement], decisions: pd.DataFrame, problems: dict[int, str]) -> None:
    """A replacement that the curator has chosen waits until they end the pair that it is to replace."""
    for row, mentee, mentor, verdict in decisions.itertuples(index=False):
        pair = wanted.get(mentee)
        if pair and verdict != "rejected" and mentor != pair.mentor:
            problems[row] = (
                f"Решение ждёт: сначала закончите пару {pair.pair}. Впишите дату в столбец «Завершена» на листе "
                "«Реестр пар», и замена начнёт действовать сама."
            )


def _with_places_taken(book: Book, mentors: pd.DataFrame, matching: Matching) -> pd.DataFrame:
    """The mentors who take part, with the places that pairs and proposals have taken."""
    bank = book[Mentors]
    first = bank.frame.drop_duplicates(Mentors.id)
    ready = first[Mentors.id][readiness(book, bank)[first.index] == READY]
    taking_part = mentors[mentors.index.isin(ready)]
    taken = matching.pairs["mentor"].value_counts().reindex(taking_part.index).fillna(0)
    return taking_part.assign(taken=taken)


def _proposed(book: Book) -> pd.DataFrame:
    """What «Подбор» proposes up to now."""
    matches = book[Matches].frame
    return matches.loc[matches[Matches.state] == PROPOSED, [Matches.mentee, Matches.mentor]]


def _moved(book: Book, matching: Matching, today: date) -> dict[str, str]:
    """Key of a row of «Подбор» → whom this mentee was proposed until today, where that is somebody else by no decision
    about the two of them: what else a decision moves."""
    matches = book[Matches].frame
    decided = matches[Matches.decision].notna() | matches[Matches.assigned].notna()
    before = matches[(matches[Matches.state] == PROPOSED) & ~decided].drop_duplicates(Matches.mentee)
    mentor_now = dict(zip(matching.pairs["mentee"].tolist(), matching.pairs["mentor"].tolist(), strict=True))
    own_decision = set(matching.pairs["mentee"][matching.pairs["source"] != "matched"])
    moved = {}
    for mentee, mentor in zip(before[Matches.mentee], before[Matches.mentor], strict=True):
        now = mentor_now.get(mentee, "")
        if now != mentor and mentee not in own_decision:
            moved[MatchKey.of(mentee, now)] = f"{today:%d.%m.%Y}: вместо {mentor}"
    return moved


def _tell_of_moves(book: Book, moved: Mapping[str, str]) -> None:
    """What is said stays until the proposal moves on, or the curator decides."""
    matches = book[Matches]
    stands = matches[Matches.state].isin([PROPOSED, NOBODY])
    matches[Matches.moved] = (
        matches[Matches.id].map(dict(moved)).astype("str").fillna(matches[Matches.moved]).where(stands)
    )


def _instead(
    wanted: Mapping[str, Replacement],
    mentees: pd.DataFrame,
    mentors: pd.DataFrame,
    settled: pd.DataFrame,
    compare: Callable[..., Matching],
) -> Matching:
    """Who could take over the mentees whose pairs had better be changed. Nothing is taken from anybody for it."""
    theirs = pd.DataFrame([(one.mentee, one.mentor, "rejected") for one in wanted.values()], columns=settled.columns)
    refused = settled[settled["verdict"].isin(["rejected", "ended"])]
    rejected = pd.concat([refused, theirs]).drop_duplicates(["mentee", "mentor"])
    here = rejected["mentee"].isin(wanted) & rejected["mentor"].isin(mentors.index)
    matching = compare(mentees[mentees.index.isin(wanted)], mentors, decisions=rejected[here])
    candidates, unmatched = matching.candidates, matching.unmatched
    # Its own reasons speak of rejections and of places as if the pair at work and all the others did not exist.
    unmatched["grounds"] = pd.Series([(NobodyElse(),)] * len(unmatched), dtype="object")
    for frame in (candidates, unmatched):
        grounds = zip(frame["mentee"], frame["grounds"], strict=True)
        frame["grounds"] = pd.Series([(Instead(wanted[mentee]), *those) for mentee, those in grounds], dtype="object")
    return matching


def _write(
    book: Book, matching: Matching, instead: Sequence[Matching], decisions: pd.DataFrame, problems: dict[int, str]
) -> None:
    matches = book[Matches]
    # Of two rows with one key the later says more: a candidate over a decision that could not be obeyed.
    wanted = dict(_wanted_rows(book, matching, instead, decisions))
    rows = pd.DataFrame(list(wanted.values()), index=pd.Index(list(wanted), dtype="str"), columns=list(WRITTEN))
    # As the cells will read back, so that no job sees another score in this cycle than in the next.
    rows[Matches.score] = rows[Matches.score].astype("float64").round(Matches.score.column.decimals)
    known = matches[Matches.id].isin(rows.index)
    told = rows.reindex(matches[Matches.id]).set_axis(matches.index)
    for name in WRITTEN:
        now = told[name]
        if name == Matches.state:
            matches[name] = now.where(known, SET_ASIDE)
        elif name == Matches.rank:
            matches[name] = now.astype("float64")
        else:
            matches[name] = now.where(now.notna(), matches[name])
    _age(book, known)
    new = rows[~rows.index.isin(matches[Matches.id])]
    cells = new.to_dict("index").items()
    matches.append([{Matches.id: key, **{name: row[name] for name in WRITTEN}} for key, row in cells])
    said = [problems.get(row) for row in matches.index.tolist()]
    matches[Matches.problems] = pd.Series(said, index=matches.index, dtype="str")


def _age(book: Book, known: pd.Series) -> None:
    """Of a proposal that was set aside only what lasts is kept: its score and circumstances were of another day."""
    matches, pairs = book[Matches], book[Pairs].frame
    at_work = set(zip(pairs[Pairs.mentee], pairs[Pairs.mentor], strict=True))
    in_register = [couple in at_work for couple in zip(matches[Matches.mentee], matches[Matches.mentor], strict=True)]
    passed = ~known & matches[Matches.decision].isna() & ~pd.Series(in_register, index=matches.index, dtype="bool")
    matches[Matches.score] = matches[Matches.score].mask(passed)
    # Whoever had nobody to take over from a mentor may have lost that mentor since.
    without = passed | (matches[Matches.state] == NOBODY)
    matches[Matches.circumstances] = matches[Matches.circumstances].mask(without)


def _wanted_rows(
    book: Book, matching: Matching, instead: Sequence[Matching], decisions: pd.DataFrame
) -> Iterator[tuple[str, Row]]:
    """Key → job's columns of every row that «Подбор» ought to have now."""
    names: dict[Any, Any] = {}
    for bank in (book[Mentees], book[Mentors]):
        named = bank.frame[[Bank.id, Bank.full_name]].drop_duplicates(Bank.id)
        names |= dict(zip(named[Bank.id].tolist(), named[Bank.full_name].tolist(), strict=True))

    def people(mentee: str, mentor: str) -> dict[Name[Any], Any]:
        return {
            Matches.mentee: mentee,
            Matches.mentee_name: names.get(mentee),
            Matches.mentor: mentor or None,
            Matches.mentor_name: names.get(mentor),
        }

    scores = {(pair.mentee, pair.mentor): pair.score for pair in matching.pairs.itertuples()}
    for _, mentee, mentor, verdict in decisions.itertuples(index=False):
        stands = verdict != "rejected" and (mentee, mentor) in scores
        state = REJECTED if verdict == "rejected" else ACCEPTED if stands else SET_ASIDE
        row = {**people(mentee, mentor), Matches.state: state}
        yield MatchKey.of(mentee, mentor), row | ({Matches.score: scores[mentee, mentor]} if stands else {})
    for found, proposed_as, other_as, nobody_as in (
        (matching, PROPOSED, ALTERNATIVE, NOBODY),
        *((one, REPLACEMENT, REPLACEMENT, REPLACEMENT) for one in instead),
    ):
        columns = [found.candidates[name].tolist() for name in _OF_CANDIDATES]
        for mentee, mentor, proposed, rank, score, grounds in zip(*columns, strict=True):
            judged = {Matches.state: proposed_as if proposed else other_as, Matches.rank: rank, Matches.score: score}
            yield MatchKey.of(mentee, mentor), {**people(mentee, mentor), **judged, **_said(grounds)}
        for mentee, grounds in zip(found.unmatched["mentee"], found.unmatched["grounds"], strict=True):
            yield MatchKey.of(mentee, ""), {**people(mentee, ""), Matches.state: nobody_as, **_said(grounds)}


_OF_CANDIDATES = ("mentee", "mentor", "proposed", "rank", "score", "grounds")


def _said(grounds: Reasons) -> dict[Name[Any], Any]:
    """What lasts, and what passes with the day, each in its own column."""
    return {
        Matches.reasons: in_words(lasting(grounds)),
        Matches.circumstances: in_words(circumstances(grounds)) or None,
    }
