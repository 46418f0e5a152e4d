"""The desk: pages over the same book for the curator and the director, in both workspaces.

What is done here is what the curator could have typed: it goes into the same columns, by the same commit. `office`
reads and writes, `pages` answer, all else decides over a `Book` in memory what is to be shown.
"""
