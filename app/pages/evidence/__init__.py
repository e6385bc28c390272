"""Users' files read on a page: what they say, beside the plan, and into it."""
