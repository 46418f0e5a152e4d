"""Who takes part: questionnaires become rows, rows are checked, consents are given and taken back."""
