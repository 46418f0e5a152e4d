"""Official papers: orders, drawn up as drafts, signed by people."""
