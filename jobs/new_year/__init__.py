"""A new year of the programme, by the curator's command and not by a job: what of the old one goes on, what stays
behind in an archive (`decision`), and how the spreadsheet is turned to it (`turning`). See `jobs/cli/new_year.py`.
"""
