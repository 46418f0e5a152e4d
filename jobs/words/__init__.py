"""The organisation's own words and questions."""
