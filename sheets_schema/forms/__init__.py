"""One module a questionnaire."""
