"""Gmail API v1: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages

`store` keeps letters as the bytes they were sent as, `search` finds them, `methods` is what clients call.
"""
