"""«Карта запроса по документам»: what a methodist finds in a teacher's documents."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.accounts import Accounts


class DocumentsCard(Form):
    """Asked of methodists about every mentee who teaches. A person is a number here."""

    title = "Карта запроса по документам"
    description = (
        "С чем педагогу поможет наставник, если судить по личному делу, рекомендациям аттестации, анализу методической "
        "работы и анкете по профстандарту «Педагог». Номер уже вписан по ссылке из письма."
    )
    thanks = "Карта передана куратору."
    answers = Accounts
    sections = (Section("По документам", (Accounts.about, Accounts.documents, Accounts.requests, Accounts.words)),)
