"""Forms API v1 and what the pages on which people answer stand on.

https://developers.google.com/workspace/forms/api/reference/rest/v1/forms

`store` keeps forms and responses, `items` what a form may be made of, `methods` is what clients call. `fields` names
what a page sends, `answers` holds it against the form, `route` says through which sections it leads, `walk` takes a
respondent from one to the next, `grading` counts a quiz's points. The pages themselves are `embedded/pages/form.py`.
"""
