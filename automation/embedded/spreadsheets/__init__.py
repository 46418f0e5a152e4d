"""Sheets API v4: https://developers.google.com/workspace/sheets/api/reference/rest

From the ground up: `runs` and `model` hold a spreadsheet in memory, `store` keeps it in SQLite, `a1` names its
ranges, `entry` reads what a person types, `number_format` shows it, `render` turns a spreadsheet into JSON,
`requests` changes it, and `methods` and `values` are what clients call.
"""
