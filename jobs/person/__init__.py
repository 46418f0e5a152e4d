"""All that is held of one person: handed over to them, and erased."""
