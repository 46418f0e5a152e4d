"""«Удостоверение об обучении»: where the letter at the end of a course leads."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.training import Training


class Certificate(Form):
    """Asked of whoever was sent to a course. A person is a number here."""

    title = "Удостоверение об обучении"
    description = (
        "Сообщите, что вы закончили обучение. Номер уже вписан по ссылке из письма. Удостоверение о повышении "
        "квалификации, сертификат или справка — что выдали."
    )
    thanks = "Сведения переданы куратору."
    answers = Training
    sections = (Section("Об обучении", (Training.finished, Training.certificate, Training.issued, Training.scan)),)
