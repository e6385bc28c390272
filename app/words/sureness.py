"""How sure something is, in words with its number."""

import math

# From so many in ten on; docs/words.md lists the same.
CHANCES = {9: "Very likely", 6: "Likely", 5: "As likely as not", 2: "Unsure", 1: "Unlikely"}
OUT_OF = 10
ALMOST, HARDLY = 0.95, 0.05  # from the one on, and below the other, ten cases are too few
CERTAIN = "Almost certain: 19 in 20 or more"
HOPELESS = "Very unlikely: 1 in 20 or less"


def confidence(probability: float) -> str:
    """Return a probability in words with its number: “Likely: 6 in 10”."""
    if probability >= ALMOST:
        return CERTAIN
    if probability < HARDLY:
        return HOPELESS
    word = next(word for fewest, word in CHANCES.items() if cases(probability) >= fewest)
    return f"{word}: {cases(probability)} in {OUT_OF}"


def cases(probability: float) -> int:
    """Return in how many cases of ten something is so, one at least."""
    return max(math.floor(probability * OUT_OF + 0.5), 1)


def chance(probability: float) -> str:
    """Return a simulated probability, no surer than it is."""
    if 0 < probability < 0.01:
        return "under 1 %"
    if 0.99 < probability < 1:
        return "over 99 %"
    return f"{probability * 100:.0f} %"
