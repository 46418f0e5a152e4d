"""Who is asking, how they signed in, and what they may do with a file.

One rule serves the REST surface and the pages: `rules.check` before a method's handler runs.
"""
