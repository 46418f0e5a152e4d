"""One module a tab of the spreadsheet."""
