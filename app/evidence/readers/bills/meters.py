"""How bills write meters: which side of the tokens, and how many a unit is."""

import re

from app.evidence.bills.bill import Side

THOUSAND, MILLION = 1e3, 1e6
SIDES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("write", re.compile(r"cache[-_ ]?(write|creation)|cachewrite|cch?d? ?wr", re.I)),
    ("cached", re.compile(r"cache|cchd", re.I)),
    ("output", re.compile(r"\bou?tpu?t|output|outp\b|\bopt\b|completion|generated|out-?tok", re.I)),
    ("input", re.compile(r"\binpu?t|input|\binp\b|prompt|in-?tok|context", re.I)),
)
TOKENS = re.compile(r"tok|input|outp|cache", re.I)
UNITS = (
    (re.compile(r"\b1,?000,?000\b|\b1 ?m\b|million", re.I), MILLION),
    (re.compile(r"\b1,?000\b|\b1 ?k\b|thousand", re.I), THOUSAND),
)
TAILS = re.compile(
    r"[ _-]*(cached|cchd|inp(u?t)?|outp(u?t)?|input|output|glbl|global|regnl?|dzone|data ?zone|"
    r"batch|flex|priority|standard|tokens?|1m|1k|units|count|read|write|cache|token)\b",
    re.I,
)


def side_of(name: str) -> Side:
    """Return which tokens a meter counts; "" where its name does not say."""
    return next((side for side, pattern in SIDES if pattern.search(name)), "")


def unit_of(text: str) -> float:
    """Return how many tokens one of a unit is: a thousand, a million, or one."""
    return next((size for pattern, size in UNITS if pattern.search(text)), 1.0)


def model_in(name: str) -> str:
    """Return a meter's name without what tells its side and its unit."""
    return re.sub(r"\s+", " ", TAILS.sub("", name)).strip(" -_,") or name
