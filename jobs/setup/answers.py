"""What becomes of the answers: the configuration, and what the spreadsheet begins with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from ipaddress import IPv4Address

from automation.deadlines import Period
from automation.workbook.provision import FirstRows
from automation.workbook.settings import checked
from automation.workbook.table import Row
from jobs.plan.years import school_year
from jobs.runner.configuration import THIS_COMPUTER as LOOPBACK
from jobs.runner.configuration import Configuration, Mail
from jobs.setup.questions import (
    HERE,
    KEPT,
    NETWORK,
    NO_PLAN,
    ORGANISATION,
    PEOPLE,
    PLAN,
    PROXY,
    SMTP,
    THIS_COMPUTER,
    Answers,
    Step,
)
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import CURATOR, DIRECTOR

PASSWORD = "mail-password.txt"  # noqa: S105  (a file's name)
_EVERY_ADDRESS = IPv4Address("0.0.0.0")  # noqa: S104  (of this machine; only where the organisation asks for it)
_DAY = "%d.%m.%Y"


def usual(configuration: Configuration, today: date, time_zone: str, name_in_network: str) -> dict[str, str]:
    """The answers that a person finds filled in already."""
    years = school_year(today)
    mail = configuration.mail
    return {
        "time_zone": time_zone,
        "period_start": configuration.start or years.start.strftime(_DAY),
        "period_end": configuration.end or years.end.strftime(_DAY),
        "plan": configuration.roadmap,
        "workspace": configuration.workspace,
        "mail": mail.by,
        "mail_host": mail.host,
        "mail_port": str(mail.port),
        "mail_user": mail.user,
        "mail_sender": mail.sender,
        "mail_sender_name": mail.sender_name,
        "reached": THIS_COMPUTER,
        "port": str(configuration.port),
        "network_name": name_in_network,
    }


def problems(step: Step, answers: Answers) -> dict[str, str]:
    """Name of a question → what is wrong with its answer, alone and beside the others."""
    found = step.problems(answers)
    if step is PLAN and not found:
        try:
            years(answers)
        except ValueError:
            found["period_end"] = "План кончается раньше, чем начинается. Проверьте обе даты"
    return found


def years(answers: Answers) -> Period:
    """The years that were named. `ValueError` where they end before they begin."""
    first, last = (
        checked(Settings.declared()[code].column, answers[code])[0] for code in ("period_start", "period_end")
    )
    return Period(first, last)


def roadmap(answers: Answers) -> str:
    """The plan of the package that was chosen; empty where none was."""
    chosen = answers.get("plan", "")
    return "" if chosen == NO_PLAN else chosen


def configuration(answers: Answers, given: Configuration) -> Configuration:
    """The configuration that these answers ask for; what was not asked stays as `given`."""
    return given.model_copy(
        update={
            "workspace": answers.get("workspace", HERE),
            "roadmap": roadmap(answers),
            "start": years(answers).start.strftime(_DAY),
            "end": years(answers).end.strftime(_DAY),
            "mail": mail(answers),
            **_where(answers),
        }
    )


def mail(answers: Answers) -> Mail:
    """How letters go."""
    if answers.get("mail", KEPT) != SMTP:
        return Mail()
    return Mail(
        by="smtp",
        host=answers["mail_host"],
        port=int(answers["mail_port"]),
        user=answers.get("mail_user", ""),
        password_file=PASSWORD if answers.get("mail_password") else "",
        sender=answers["mail_sender"],
        sender_name=answers.get("mail_sender_name", ""),
    )


def reach(answers: Answers, given: Configuration) -> Configuration:
    """What these answers say of the address alone: another page may still have an answer that was refused."""
    return given.model_copy(update=_where(answers))


def _where(answers: Answers) -> dict[str, object]:
    """Where the embedded workspace listens, and what links to it begin with."""
    port = int(answers["port"])
    reached = answers.get("reached", THIS_COMPUTER)
    if reached == NETWORK:
        return {"port": port, "listen": _EVERY_ADDRESS, "address": f"http://{answers['network_name']}:{port}"}
    address = answers["public_address"].rstrip("/") if reached == PROXY else ""
    return {"port": port, "listen": LOOPBACK, "address": address}


def known(answers: Answers) -> FirstRows:
    """What the spreadsheet says of the organisation from the beginning."""
    settings = {one.name: answers[one.name] for one in ORGANISATION.questions if answers.get(one.name)}
    return FirstRows(settings, {Staff: list(_staff(answers))})


def _staff(answers: Answers) -> Iterator[Row]:
    for group, role in zip(PEOPLE.groups, (DIRECTOR, CURATOR), strict=True):
        if group.is_begun(answers):
            columns = (Staff.full_name, Staff.job_title, Staff.email)
            yield {Staff.role: role, **{of: answers.get(f"{group.name}_{of}") or None for of in columns}}
