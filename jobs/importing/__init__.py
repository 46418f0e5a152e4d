"""People from a file: what it holds is proposed, shown, taken in with one write, and can be undone as a whole."""
