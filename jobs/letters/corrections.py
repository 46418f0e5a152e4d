"""Requests to correct an answer: to people whose questionnaire needs something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import problems_of_answers
from automation.workbook.questionnaires import own_answer
from jobs.letters.addressees import addresses, curator, organisation
from jobs.letters.correspondence import FIX, Written, addressee_of, as_text, kind_of, short_digest, write
from jobs.letters.kinds import LetterKind
from jobs.people.asked_consents import Ask, asks, is_late, of_age_soon
from jobs.people.consents import lacking_consents
from sheets_schema.form import Form
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import FAILED, NEEDS_FIXING, NO_CONSENT, QUEUED

PLEASE_FIX = LetterKind(
    FIX,
    title="просьба исправить анкету",
    to="тому, кто заполнил анкету",
    about="Что в анкете исправить или какого согласия не хватает.",
)
CALLED_OFF = "Не отправлено: исправлять больше нечего"
MOST_ROWS = 5
"""Questionnaires spoken of in one letter: more of one address are more likely somebody's mischief."""


def ask_to_fix(book: Book, written: Written, today: date) -> None:
    """A letter to every address at which answers need something, one a day. Other than the form's, no word in it comes
    from the answers: anybody may have written them, and named an address that is not theirs.

    What only the curator can put right is left out.
    """
    found: dict[str, list[_ToFix]] = {}
    for form in (form for form in book.schema.forms if not form.each_answer_counts):
        for one in _to_fix(book, form, today):
            found.setdefault(one.email.lower(), []).append(one)
    _call_off(book, {one.person for questionnaires in found.values() for one in questionnaires})
    for address, questionnaires in found.items():
        new = [one for one in questionnaires if written.new(address, [one.reason])]
        if new and not written.on(today, address, FIX):
            context = {
                "organisation": organisation(book),
                "questionnaires": new[:MOST_ROWS],
                "more": max(0, len(new) - MOST_ROWS),
                "curator": curator(book),
            }
            key, reasons = f"{FIX}/{new[0].person}/{today}", [one.reason for one in new]
            template = "new_consent" if all(one.taken for one in new) else "row_needs_fixing"
            write(book, template, context, key=key, to=new[0].email, reasons=reasons, of_one=len(new) == 1)


def _call_off(book: Book, asked: set[str]) -> None:
    """Letters that still wait, though nothing is left to be put right in the rows that they are about."""
    letters = book[Letters]
    waiting = letters.frame[(letters[Letters.state] == QUEUED) & (letters[Letters.id].fillna("").map(kind_of) == FIX)]
    for row, reasons in waiting[Letters.reasons].fillna("").items():
        about = {addressee_of(reason) for reason in reasons.split("\n")}
        if about.isdisjoint(asked):
            letters.set(row, {Letters.state: FAILED, Letters.problems: CALLED_OFF})


@dataclass(frozen=True)
class _ToFix:
    """A questionnaire that somebody is to fill in once more."""

    person: str
    email: str
    form: str
    link: str
    own: bool
    """Whether the link leads to what they have answered, and not to an empty form."""
    problems: list[str]
    consents: list[Ask]
    """Those that they are to give."""
    taken: bool
    """Whether the answer itself has been taken long ago, and only a consent is asked for."""
    late: bool
    """Whether they were asked for them long ago: then they are asked once more, and never again."""

    @property
    def reason(self) -> str:
        about = self.problems + [one.text for one in self.consents]
        return f"{FIX}/{self.person}/{short_digest(about)}{'/again' if self.late else ''}"


def _to_fix(book: Book, form: type[Form], today: date) -> Iterator[_ToFix]:
    """The questionnaires that those who sent them can put right: rows typed by hand are the curator's.

    Whoever has taken a consent back is asked nothing any more.
    """
    bank = book[form.fills]
    soon = bank.index.isin(list(of_age_soon(book, bank, today)))
    asked = (bank[Bank.status].isin([NEEDS_FIXING, NO_CONSENT]) | soon) & bank.whole[Bank.answered].notna()
    asked &= ~bank[Bank.withdrawn]
    if not asked.any():
        return
    lacking = lacking_consents(book, bank, today)
    # Of whoever lets nothing be processed the address was kept to ask for that.
    people = bank.whole.assign(email=addresses(bank, bank.whole)).loc[asked, [Bank.id, Bank.email, Bank.response]]
    link = book.state.links.get(form.name, "")
    for row, person, email, response in people.itertuples(name=None):
        if is_missing(email) or any(one.taken_back_by for one in lacking.get(row, ())):
            continue
        consents = asks(book, bank, row, today)
        # Where the answer is not taken whole yet, nothing is known to be wrong with it.
        is_whole = row not in lacking and not bank[Bank.kept_out][row]
        problems = problems_of_answers(bank, row, form.asked(), today) if is_whole else []
        if problems or consents:
            own = own_answer(link, as_text(response))
            late = bool(consents) and is_late(book, person, today)
            taken = not problems and not bank[Bank.kept_out][row]
            yield _ToFix(person, email, form.title, own or link, bool(own), problems, consents, taken, late)
