"""Other models tried in a plan, and alternatives of one's own: what each costs, and their order.

`compare` tries them all in one projection, `best_move` names the one to try before anything else.
"""

from app.candidates.candidate import TRIED, Candidate, Compared, Entered, Tried
from app.candidates.compared import compare
from app.candidates.moves import best_move, best_saving, is_able
from app.candidates.own import CANDIDATES, MOST, Own, own_in_body, own_query, plan_with, split_own
from app.candidates.templates import Template, started, templates

__all__ = [
    "CANDIDATES",
    "MOST",
    "TRIED",
    "Candidate",
    "Compared",
    "Entered",
    "Own",
    "Template",
    "Tried",
    "best_move",
    "best_saving",
    "compare",
    "is_able",
    "own_in_body",
    "own_query",
    "plan_with",
    "split_own",
    "started",
    "templates",
]
