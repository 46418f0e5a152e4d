"""Who has no mentor yet: the help of a psychologist meanwhile."""
