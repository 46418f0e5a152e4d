"""The demonstration: one year of an organisation's plan, played on generated people.

Respondents fill in the real forms, a curator types into the real spreadsheet, and the same cycle as everywhere runs
on the dates of the plan. Nothing here writes what a job ought to write.
"""

from __future__ import annotations

import re
import shutil
import time
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import requests
from rich.console import Console
from rich.progress import Progress

from automation import private
from automation.deadlines import RUSSIA
from automation.embedded import Workspace, serve
from automation.google import Google, connect
from automation.google.credentials import of_token
from automation.workbook.provision import FirstRows, provision
from automation.workbook.questionnaires import Answers, prefilled
from jobs.cli.bringing import first_rows
from jobs.demo.curator import Curator, Row
from jobs.demo.people import (
    MenteeAnswers,
    MentorAnswers,
    PersonAnswers,
    after_trial_meeting,
    choices_after_meeting,
    mentees,
    mentors,
)
from jobs.demo.respondents import fill
from jobs.demo.samples import SAMPLES, Sample
from jobs.demo.summary import Record, print_summary
from jobs.expected.asking import OPEN
from jobs.people.consent_texts import first_editions
from jobs.runner.configuration import FILE, Configuration, ConfigurationError, load, save
from jobs.runner.connection import embedded, free_port
from jobs.runner.cycle import run_cycle
from jobs.runner.exporting import export
from sheets_schema.columns import Name
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.planned import Planned
from sheets_schema.questionnaires.choice_after_meeting import ChoiceAfterMeeting
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.questionnaires.consents import CONSENT_FORMS
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from sheets_schema.tabs.consent_texts import ConsentTexts
from sheets_schema.tabs.matches import MatchKey
from sheets_schema.tabs.measure_reports import MeasureReports
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    ACCEPT,
    AWAITS_DECISION,
    DONE,
    ENDED_BADLY,
    EVENTS_HELD,
    FINISHED,
    KEEP,
    KEPT,
    MENTORS_TRAINED,
    PARENT,
    PEDAGOGUE_PEDAGOGUE,
    PEDAGOGUE_STUDENT,
    PERSONAL_DATA,
    POSTPONED,
    REPLACEMENT,
    SENT,
    SET_ASIDE,
    SUITS,
    SUPPORT_OFFERED,
    TO_REPLACE,
    TO_WATCH,
)

SEED = 2023
MOSCOW = ZoneInfo("Europe/Moscow")
FILES = "Файлы"
"""The folder beside the workspace with everything as ordinary files."""

console = Console()


@dataclass
class Year:
    """The stage: a workspace, its clock, and those who act."""

    sample: Sample
    workspace: Workspace
    google: Google
    curator: Curator
    spreadsheet: str
    links: Mapping[str, str]
    browser: requests.Session
    moment: datetime
    looks: int = 0
    without_parent: set[str] = field(default_factory=set)
    """Minors whose parents were not beside them when they answered."""
    record: Record = field(default_factory=Record)

    def clock(self) -> datetime:
        """The time of the play: a millisecond later at every look, so that answers come one after another."""
        self.looks += 1
        return (self.moment + timedelta(milliseconds=self.looks)).astimezone(UTC)

    def tell(self, what: str) -> None:
        self.record.told.append((self.moment.date(), what))

    def cycle(self) -> None:
        report = run_cycle(self.google, self.spreadsheet, now=self.moment.astimezone(UTC))
        self.record.calls += report.calls
        self.record.cycles += 1

    def answers(self, people: Sequence[PersonAnswers], form: Any) -> int:
        """People fill in a form, and the consents to which its last page leads. How many answers it asked them to
        write again."""
        again = 0
        for person in people:
            sent = fill(self.browser, self.links[form.title], form, person.answers(), person.meant)
            again += len(sent.told)
            for kind, consent in CONSENT_FORMS.items():
                if kind in person.consents and consent.title in sent.leads_to:
                    fill(self.browser, sent.leads_to[consent.title], consent, person.consent(kind))
                if kind == PARENT and getattr(person, "parent_agrees", None) is None and consent.title in sent.leads_to:
                    self.without_parent.add(person.full_name)
        return again


def play(data: Path, organisation: str = "ktt") -> None:
    """Play the year of an organisation in the folder `data` and print what came of it.

    `ConfigurationError` if the folder is in use, or there is no such organisation.
    """
    if organisation not in SAMPLES:
        raise ConfigurationError(f"Организации «{organisation}» нет. Есть: {', '.join(SAMPLES)}")
    began = time.perf_counter()
    _make_room(data)
    with _stage(data, SAMPLES[organisation]) as year:
        _play_days(year)
        saved = export(year.google, year.spreadsheet, data / FILES)
        seconds = time.perf_counter() - began
        print_summary(
            console,
            year.record,
            year.curator.rows,
            name=year.sample.name,
            data=data,
            files=data / FILES,
            saved=saved,
            seconds=seconds,
        )


def _make_room(data: Path) -> None:
    """An empty folder: a former demonstration gives way, anything else is left alone."""
    if data.exists() and any(data.iterdir()):
        if not (data / FILE).exists() or not load(data).demonstration:
            raise ConfigurationError(f"Папка {data} не пуста. Укажите новую: nastavnik demo --data ПАПКА")
        shutil.rmtree(data)
    private.make_folder(data)


@contextmanager
def _stage(data: Path, sample: Sample) -> Iterator[Year]:
    configuration = Configuration(roadmap=sample.plan, port=free_port(Configuration().port), demonstration=True)
    save(data, configuration)
    workspace = embedded(data, configuration)
    with serve(workspace, configuration.port) as server, requests.Session() as browser:
        google = connect(of_token(server.token), address=server.url)
        year = Year(sample, workspace, google, Curator(google, ""), "", {}, browser, _morning(sample.opens))
        workspace.clock = year.clock
        plan = first_rows(sample.roadmap)
        settings = {**plan.settings, **sample.first_settings()}
        texts = first_editions(settings, NASTAVNIK, sample.opens)
        with console.status("Готовлю рабочее пространство…"):
            made = provision(
                google,
                NASTAVNIK,
                title=f"Наставничество — {sample.name}",
                first=FirstRows(settings, {**plan.rows, Staff: sample.staff_rows(), ConsentTexts: texts}),
                now=year.clock(),
            )
        year.spreadsheet, year.links = made.spreadsheet, made.forms
        year.curator = Curator(google, made.spreadsheet)
        save(data, configuration.model_copy(update={"spreadsheet": made.spreadsheet}))
        yield year
    workspace.close()


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=MOSCOW)


def _play_days(year: Year) -> None:
    events = _events(year.sample)
    days = sorted({*_cycle_days(year.sample), *events})
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Идёт учебный год…", total=len(days))
        for day in days:
            progress.update(task, description=f"{day:%d.%m.%Y}")
            year.moment = _morning(day)
            for event in events.get(day, ()):
                event(year)
            year.cycle()
            progress.advance(task)


def _cycle_days(sample: Sample) -> Iterator[date]:
    """Every working day while the pairs are formed, then Mondays (or the first working day after) to the end."""
    day = sample.opens
    while day <= sample.opens + timedelta(days=18):
        if RUSSIA.is_working_day(day):
            yield day
        day += timedelta(days=1)
    day = sample.opens + timedelta(days=21)
    while day <= sample.ends:
        yield day if RUSSIA.is_working_day(day) else RUSSIA.next_working_day(day)
        day += timedelta(days=7)
    yield sample.ends


def _events(sample: Sample) -> dict[date, list[Callable[[Year], None]]]:
    """What people do, by the day on which they do it (before that morning's cycle)."""
    forms = _forms(sample)
    offers = [person for person in mentors(SEED, cast=sample.cast) if set(person.forms) & forms]
    asks = [person for person in mentees(SEED, cast=sample.cast) if person.form in forms]
    first, second = len(offers) * 7 // 12, len(offers) * 7 // 8
    came = [one for one in sample.cast.on_paper if one.row[Mentees.form] in forms]
    early, late = len(asks) // 6, len(asks) * 7 // 12
    days: dict[int, list[Callable[[Year], None]]] = {
        0: [_announce],
        1: [_answering(offers[:first], MentorQuestionnaire), _answering(asks[:early], MenteeQuestionnaire)],
        2: [_answering(offers[first:second], MentorQuestionnaire), _answering(asks[early:late], MenteeQuestionnaire)],
        3: [_answering(asks[late:], MenteeQuestionnaire)],
        4: [_types_people_in] if came else [],
        7: [_corrects_rows, _group_meeting(asks, offers[:second])],
        8: [_first_decisions],
        9: [_decides_the_rest],
        10: [_signs, _measures_done],
        17: [_tell_of_trial_meetings],
        18: [_replaces_mentors],
        21: [_signs],
        35: [_tell_of_trial_meetings],
        39: [_measures_done, _mentors_trained],
        56: [_a_mentor_leaves],
        57: [_answering(offers[second:], MentorQuestionnaire)],
        58: [_decides_the_rest, _replaces_mentors],
        59: [_signs, _keeps_other_pairs],
        77: [_tell_of_trial_meetings],
        162: [_measures_done],
        193: [_measures_done],
        217: [_reports_on_measures],
        218: [_decides_on_reports],
        221: [_measures_done],
    }
    for after in range(28, (sample.ends - sample.opens).days, 21):
        days[after] = [_own_consents(asks), *days.get(after, ())]
    return {sample.opens + timedelta(days=after): deeds for after, deeds in days.items()}


def _forms(sample: Sample) -> set[str]:
    """The mentoring forms that the organisation offers; a plan that names none leaves the usual two."""
    plan = sample.roadmap
    return set(plan.mentoring_forms) or {PEDAGOGUE_PEDAGOGUE, PEDAGOGUE_STUDENT}


def _announce(year: Year) -> None:
    approved = year.sample.roadmap.approved
    by = f"План утверждён приказом № {approved.order}" if approved else "План утверждён"
    year.tell(f"{by}, ссылки на анкеты разосланы")


def _answering(people: Sequence[PersonAnswers], form: Any) -> Callable[[Year], None]:
    def answer(year: Year) -> None:
        again = year.answers(people, form)
        corrected = f"; анкета попросила исправить: {again}, исправлено сразу" if again else ""
        year.tell(f"«{form.title}»: ответов {len(people)}{corrected}")

    return answer


def _group_meeting(asking: Sequence[MenteeAnswers], offering: Sequence[MentorAnswers]) -> Callable[[Year], None]:
    """Everyone has met; some say on the spot with whom they would like to work."""

    def meet(year: Year) -> None:
        answers = choices_after_meeting(SEED, asking, offering)
        for answer in answers:
            fill(year.browser, year.links[ChoiceAfterMeeting.title], ChoiceAfterMeeting, answer)
        year.tell(f"Групповая встреча; «{ChoiceAfterMeeting.title}»: ответов {len(answers)}")

    return meet


def _mentors_trained(year: Year) -> None:
    """The school of mentors is over: the curator enters the day beside everyone who was there."""
    there = [row["№"] for row in year.curator.rows("Банк наставников") if not row["Не участвует"]]
    year.curator.type("Банк наставников", {number: {"Обучен": _shown(year)} for number in there})
    year.tell(f"Школа наставников закончена, обучено: {len(there)}")


def _own_consents(people: Sequence[MenteeAnswers]) -> Callable[[Year], None]:
    """Those who come of age are asked for a consent of their own, and give it by the link in their letter."""
    by_name = {one.full_name: one for one in people}

    def give(year: Year) -> None:
        names = {row["№"]: row["ФИО"] for row in year.curator.rows("Банк наставляемых")}
        given = 0
        for row in year.curator.rows("Согласия"):
            person = by_name.get(names.get(row["Номер участника"], ""))
            if person and person.parent_agrees and row["На что"] == PERSONAL_DATA and row["Состояние"] in OPEN:
                form = CONSENT_FORMS[PERSONAL_DATA]
                link = prefilled(form, year.links[form.title], {Planned.number: row["Номер участника"]})
                fill(year.browser, link, form, person.consent(PERSONAL_DATA))
                given += 1
        if given:
            year.tell(f"Исполняется 18 лет, дали собственное согласие: {given}")

    return give


def _types_people_in(year: Year) -> None:
    """The curator adds people who came in person, with consents on paper."""
    came = year.sample.cast.on_paper
    rows = [{name.column.title: cell for name, cell in one.row.items()} for one in came]
    year.curator.add("Банк наставляемых", rows)
    year.cycle()
    numbers = {row["ФИО"]: row["№"] for row in year.curator.rows("Банк наставляемых")}
    paper = {"Ответ": "да", "Дата": _shown(year), "Откуда": "на бумаге"}
    consents = [{"Номер участника": numbers[one.row[Mentees.full_name]], **paper, **one.consent} for one in came]
    year.curator.add("Согласия", consents)
    year.tell(f"Куратор вписал от руки {len(rows)} человек и их бумажные согласия")


def _corrects_rows(year: Year) -> None:
    """The curator goes through «Что исправить» and puts right what can be put right."""
    asked = {one.row[Mentees.full_name]: one.corrected for one in year.sample.cast.on_paper if one.corrected}
    rows = [row for row in year.curator.rows("Банк наставляемых") if row["Что исправить"] and row["ФИО"] in asked]
    year.curator.type("Банк наставляемых", {row["№"]: asked[row["ФИО"]] for row in rows})
    missing = [row for row in year.curator.rows("Банк наставляемых") if row["ФИО"] in year.without_parent]
    consent = {"На что": "согласие родителя", "Ответ": "да", "Дата": _shown(year), "Откуда": "на бумаге"}
    year.curator.add("Согласия", [{"Номер участника": row["№"], **consent} for row in missing])
    year.tell(f"Куратор исправил строк: {len(rows)}; родители принесли согласий: {len(missing)}")


def _shown(year: Year) -> str:
    """The day of the play, as people write it."""
    return f"{year.moment:%d.%m.%Y}"


def _first_decisions(year: Year) -> None:
    """Nearly every proposal is accepted; two mentees ask for somebody else; one is given a mentor by directive."""
    rows = year.curator.rows("Подбор")
    proposed = [row["№"] for row in rows if row["Состояние"] == "предложен"]
    alone = next((row for row in rows if row["Состояние"] == "нет наставника"), None)
    # The first refusal leaves that mentor a free place.
    mentor = next(row["Наставник"] for row in rows if row["№"] == proposed[0])
    decisions: dict[str, dict[str, Any]] = {number: {"Решение": "принять"} for number in proposed[2:]}
    decisions |= {number: {"Решение": "отклонить"} for number in proposed[:2]}
    told = f"Куратор принял предложений {len(proposed) - 2}, отклонил 2"
    if alone:
        by_directive = {"Решение": "назначить", "Назначить наставника": mentor, "Комментарий": "договорились лично"}
        decisions[alone["№"]] = by_directive
        told += ", назначил наставника 1"
    year.curator.type("Подбор", decisions)
    year.tell(told)


def _decides_the_rest(year: Year) -> None:
    proposed = [
        row["№"] for row in year.curator.rows("Подбор") if row["Состояние"] == "предложен" and not row["Решение"]
    ]
    year.curator.type("Подбор", {number: {"Решение": "принять"} for number in proposed})
    year.tell(f"Куратор принял предложений: {len(proposed)}")


def _signs(year: Year) -> None:
    drafts = [row["№"] for row in year.curator.rows("Приказы") if row["Состояние"] == "проект"]
    if not drafts:
        return
    # The register of orders begins anew in January, and the office writes one every other day.
    number, dated = f"{(year.moment.timetuple().tm_yday + 1) // 2}-У", _shown(year)
    year.curator.type("Приказы", {draft: {"Номер": number, "Дата": dated} for draft in drafts})
    # The number and the date get into the document before it is printed and signed.
    year.cycle()
    year.curator.type("Приказы", {draft: {"Подписан": True} for draft in drafts})
    year.tell(f"Директор подписал приказ № {number} от {dated}")


def _tell_of_trial_meetings(year: Year) -> None:
    """Most of those who were asked follow the links in their letters. Where least speaks for a pair, least is said."""
    links = _asked_of_trial_meetings(year)
    pairs = {row["№"]: row for row in year.curator.rows("Реестр пар")}
    scores = {row["№"]: row["Балл"] or 0 for row in year.curator.rows("Подбор")}
    # Pairs of which neither has answered before; whoever kept silent then does so now.
    asked = [pair for pair, letters in Counter(pair for pair, _ in links).items() if letters == 2]
    asked.sort(key=lambda pair: (scores[_couple(pairs[pair])], pair))
    few, answers = min(3, len(asked) // 8), 0
    for (pair, person), link in links.items():
        mood = SUITS
        if pair in asked[:few]:
            mood = TO_REPLACE if person == pairs[pair]["Наставляемый"] else TO_WATCH
        elif pair in asked[few : 2 * few] and person == pairs[pair]["Наставник"]:
            mood = TO_WATCH
        answer = after_trial_meeting(SEED, f"{pair}/{person}", mood)
        if answer:
            fill(year.browser, link, CompatibilityQuestionnaire, answer)
            answers += 1
    if answers:
        year.tell(f"«{CompatibilityQuestionnaire.title}»: ответов {answers}, ещё не ответили {len(links) - answers}")


def _asked_of_trial_meetings(year: Year) -> dict[tuple[str, str], str]:
    """Pair and person → where their letter leads, for those who have not answered yet."""
    waiting = {row["№"]: row for row in year.curator.rows("Совместимость") if row["Ответ"] in OPEN}
    links = _links_in_letters(year, "trial")
    return {
        (row["Номер пары"], row["Кого спросили"]): links[number] for number, row in waiting.items() if number in links
    }


def _links_in_letters(year: Year, kind: str) -> dict[str, str]:
    """Number of a row → where the letters of this kind lead those who answer it."""
    found = {}
    for letter in year.curator.rows("Письма"):
        if letter["Ключ"].startswith(f"{kind}/") and letter["Состояние"] in (SENT, KEPT):
            for link in _LINK.findall(letter["Текст"]):
                found[unquote(link).rpartition("=")[2]] = link
    return found


_LINK = re.compile(r"\]\((\S+)\)")


def _couple(pair: Mapping[str, Any]) -> str:
    return MatchKey.of(pair["Наставляемый"], pair["Наставник"])


def _replaces_mentors(year: Year) -> None:
    """Where another mentor is proposed, the curator talks to both, ends the pair and accepts the replacement."""
    rows = year.curator.rows("Подбор")
    proposed = [row for row in rows if row["Состояние"] == REPLACEMENT and row["Наставник"]]
    chosen: dict[str, Row] = {}
    for row in sorted(proposed, key=lambda row: (row["Место"], row["№"])):
        if row["Наставник"] not in {one["Наставник"] for one in chosen.values()}:
            chosen.setdefault(row["Наставляемый"], row)
    if chosen:
        _end_former_pairs(year, chosen)
        year.curator.type("Подбор", {row["№"]: {"Решение": "принять"} for row in chosen.values()})
        year.tell(f"После пробной встречи заменено наставников: {len(chosen)}")
    else:
        _asks_for_one_place_more(year, rows)


def _asks_for_one_place_more(year: Year, rows: Sequence[Row]) -> None:
    """Nobody who suits has a place left: a mentor who was proposed once is asked to take one more, and agrees."""
    waiting = [row for row in rows if row["Состояние"] == REPLACEMENT and not row["Наставник"]]
    for row in waiting:
        mentee = row["Наставляемый"]
        others = [one for one in rows if one["Наставляемый"] == mentee and one["Состояние"] == SET_ASIDE]
        mentor = next((one["Наставник"] for one in others if one["Наставник"] and not one["Решение"]), None)
        if mentor:
            _end_former_pairs(year, [mentee])
            by_directive = {"Решение": "назначить", "Назначить наставника": mentor, "Комментарий": "возьмёт ещё одного"}
            year.curator.type("Подбор", {row["№"]: by_directive})
            year.tell("После пробной встречи заменён наставник: новый согласился взять ещё одного")
            return


def _end_former_pairs(year: Year, mentees: Collection[str]) -> None:
    standing = [row for row in year.curator.rows("Реестр пар") if not row["Завершена"]]
    ended = {"Завершена": _shown(year), "Как завершена": ENDED_BADLY, "Почему завершена": "не сложилось после встречи"}
    year.curator.type("Реестр пар", {row["№"]: ended for row in standing if row["Наставляемый"] in mentees})


def _keeps_other_pairs(year: Year) -> None:
    """Where nobody else is to be found, the curator has helped the two to get on, and they stay together."""
    standing = {row["№"] for row in year.curator.rows("Реестр пар") if not row["Завершена"]}
    low = [row for row in year.curator.rows("Совместимость") if row["Вывод"] == TO_REPLACE and not row["Решение"]]
    kept = {row["№"]: {"Решение": KEEP} for row in low if row["Номер пары"] in standing}
    year.curator.type("Совместимость", kept)
    if kept:
        year.tell(f"Куратор помог договориться, пары остаются: {len(kept)}")


_OUTSIDE = (EVENTS_HELD, MENTORS_TRAINED, SUPPORT_OFFERED)
"""What this organisation does without the program's tabs for it: the curator ticks it herself."""


def _measures_done(year: Year) -> None:
    """The curator marks what is due by the end of the month, but for what the program counts as done by itself."""
    today, done = year.moment.date(), dict[str, dict[str, Any]]()
    until = today.replace(day=monthrange(today.year, today.month)[1])
    for row in year.curator.rows("Дорожная карта"):
        due = row["Окончание"]
        is_due = due is not None and date(1899, 12, 30) + timedelta(days=due) <= until
        if not is_due or row["Состояние"] == DONE or row["Пункт"] in year.sample.left_undone:
            continue
        proof = {"Подтверждение": f"в папке программы, {_shown(year)}"}
        if row["Повторения"]:
            done[row["№"]] = {"Сделано по": f"{until:%d.%m.%Y}", **proof}
        elif not row["Засчитать, когда"] or row["Засчитать, когда"] in _OUTSIDE:
            done[row["№"]] = {"Выполнено": True, **proof}
    year.curator.type("Дорожная карта", done)
    year.tell(f"Отмечено выполненных мероприятий: {len(done)}")


def _reports_on_measures(year: Year) -> None:
    """Two of those responsible follow the links in their reminders: one measure is done, one needs more time."""
    left_undone = {row["№"] for row in year.curator.rows("Дорожная карта") if row["Пункт"] in year.sample.left_undone}
    waiting = [row for row in year.curator.rows("Отчёты о мероприятиях") if row["Ответ"] in OPEN]
    links = _links_in_letters(year, "reminder")
    # One of those responsible for a measure reports it; the others need not.
    asked = {
        row["Номер мероприятия"]: links[row["№"]]
        for row in waiting
        if row["Номер мероприятия"] not in left_undone and row["№"] in links
    }
    later = (year.moment + timedelta(days=25)).date()
    said: tuple[dict[Name[Any], Any], ...] = (
        {MeasureReports.outcome: FINISHED, MeasureReports.proof: "Протокол в папке программы"},
        {
            MeasureReports.outcome: POSTPONED,
            MeasureReports.new_deadline: later,
            MeasureReports.comment: "Ждём ответа от предприятия",
        },
    )
    for link, values in zip(asked.values(), said, strict=False):
        fill(year.browser, link, MeasureReport, Answers(values, {}))
    year.tell(f"Отчётов о мероприятиях по ссылкам из напоминаний: {min(len(asked), len(said))}")


def _decides_on_reports(year: Year) -> None:
    waiting = [row["№"] for row in year.curator.rows("Отчёты о мероприятиях") if row["Состояние"] == AWAITS_DECISION]
    year.curator.type("Отчёты о мероприятиях", {number: {"Решение": ACCEPT} for number in waiting})
    year.tell(f"Куратор принял отчётов о мероприятиях: {len(waiting)}")


def _a_mentor_leaves(year: Year) -> None:
    """A mentor with several mentees changes jobs: the pairs end, the mentees look for somebody again."""
    official = [row for row in year.curator.rows("Реестр пар") if row["Состояние"] == "утверждена"]
    if not official:
        return
    leaving, pairs = Counter(row["Наставник"] for row in official).most_common(1)[0]
    year.curator.type("Банк наставников", {leaving: {"Не участвует": True}})
    ended = {"Завершена": _shown(year), "Почему завершена": "наставник перешёл на другую работу"}
    year.curator.type("Реестр пар", {row["№"]: ended for row in official if row["Наставник"] == leaving})
    year.tell(f"Наставник {leaving} уволился: завершено пар {pairs}")
