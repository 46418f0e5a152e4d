"""Forms API v1 and the pages on which people answer.

https://developers.google.com/workspace/forms/api/reference/rest/v1/forms

`store` keeps forms and responses, `items` what a form may be made of, `methods` is what clients call, `answers`
holds an answer against the form, `pages` shows the form as plain HTML and takes the answer in.
"""
