"""The sample organisation: people who never lived, and how they fill in the real forms.

people = mentees(seed=1, cast=SCHOOL)          # `people.py`: who they are and what they answer
with requests.Session() as browser:            # `respondents.py`: how their browsers send it
    for person in people:
        fill(browser, address, MenteeQuestionnaire, person.answers())
"""
