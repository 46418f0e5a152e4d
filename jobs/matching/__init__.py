"""Who is proposed to whom, what the curator decided of it, and the report on it."""
