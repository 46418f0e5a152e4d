"""«Отчёт о мероприятии»: where the link in a reminder leads."""

from __future__ import annotations

from types import MappingProxyType

from sheets_schema.form import Form, Section
from sheets_schema.tabs.measure_reports import MeasureReports


class MeasureReport(Form):
    """Asked of those responsible for measures. It asks for no personal data: a person is a number here."""

    title = "Отчёт о мероприятии"
    description = (
        "Сообщите куратору, что мероприятие дорожной карты выполнено, или попросите другой срок. Номер уже вписан "
        "по ссылке из письма. Пока куратор не решит, напоминаний об этом мероприятии не будет."
    )
    thanks = "Отчёт передан куратору."
    answers = MeasureReports
    formerly = MappingProxyType({"measure": MeasureReports.measure, "reporter": MeasureReports.person})
    sections = (
        Section(
            "Мероприятие",
            (
                MeasureReports.outcome,
                MeasureReports.proof,
                MeasureReports.new_deadline,
                MeasureReports.comment,
            ),
        ),
    )
