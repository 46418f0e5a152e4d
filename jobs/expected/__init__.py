"""Answers that are expected: rows planned before they are answered, how each stands, and who is asked for which."""
