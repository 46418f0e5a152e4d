"""The engine: how to read, decide and write. Knows no particular job."""
