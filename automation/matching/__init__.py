"""Who is paired with whom, and why: pure decisions on DataFrames, no I/O and no clock.

    from automation.matching import Rules, match

    matching = match(mentees, mentors, rules=Rules(days=30), decisions=decisions)
    matching.pairs        # mentee, mentor, score, source
    matching.candidates   # up to three mentors for everyone without a decision, with reasons in Russian
    matching.unmatched    # who is left, and the reason in Russian
    matching.problems     # input that could not be used as it stands, in Russian
    matching.proof        # that there are no better pairs: the gap to an upper bound over all combinations is 0

Read `pairing` first: `match` is the whole story in one page.
"""

from automation.matching.assignment import Proof
from automation.matching.pairing import Matching, match
from automation.matching.rules import PART_TITLES, VERDICTS, Rules

__all__ = ["PART_TITLES", "VERDICTS", "Matching", "Proof", "Rules", "match"]
