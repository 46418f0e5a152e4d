"""The ground floor: what the sheets, the forms and the roadmaps are. Declarations only, no I/O.

    from sheets_schema.nastavnik import NASTAVNIK
    from sheets_schema.tabs.mentees import Mentees

    Mentees.title                    # "Банк наставляемых"
    Mentees.columns["email"].title   # "Эл. почта"
    NASTAVNIK.sheets                 # every tab, from the left

A tab is one module in `tabs/`, a questionnaire one module in `questionnaires/`, an organisation's plan one YAML file
in `roadmaps/`. `NASTAVNIK` finds them: nothing else has to be told.
"""
