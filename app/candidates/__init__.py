"""Other models tried in a plan, and alternatives of one's own: what each costs, and their order.

`compare` tries them all in one projection, `best_move` names the one to try before anything else.
"""

from app.candidates.candidate import TRIED, Candidate, Compared, Entered, Tried
from app.candidates.compared import compare
from app.candidates.moves import best_move
from app.candidates.own import CANDIDATES, MOST, Own, own_in_body, own_query, plan_with, split_own

__all__ = [
    "CANDIDATES",
    "MOST",
    "TRIED",
    "Candidate",
    "Compared",
    "Entered",
    "Own",
    "Tried",
    "best_move",
    "compare",
    "own_in_body",
    "own_query",
    "plan_with",
    "split_own",
]
