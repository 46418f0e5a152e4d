"""The spreadsheet page's data: what a tab shows, what was typed into it, its charts. No HTTP, no HTML."""
