"""How long texts are in tokens, and what many of them begin with."""

from functools import lru_cache

from app.catalog.tokens import load_encoding

LONGEST_COUNTED = 400_000  # characters of one text; beyond, its beginning stands for it
LONGEST_BEGINNING = 60_000  # characters that are compared


@lru_cache(maxsize=512)
def tokens_of_short(text: str) -> int:
    """Return the tokens of a text that may come again, such as instructions."""
    return len(load_encoding().encode(text, disallowed_special=()))


def forget_texts() -> None:
    """Forget the texts that were counted: nothing of a file is kept, not in memory either."""
    tokens_of_short.cache_clear()


def tokens_of(text: str) -> int:
    """Return a text's tokens; of one that is very long, its beginning's, in proportion."""
    if not text:
        return 0
    if len(text) > LONGEST_COUNTED:
        beginning = len(load_encoding().encode(text[:LONGEST_COUNTED], disallowed_special=()))
        return round(beginning * len(text) / LONGEST_COUNTED)
    if len(text) <= LONGEST_BEGINNING:
        return tokens_of_short(text)
    return len(load_encoding().encode(text, disallowed_special=()))


def shared_beginning(beginnings: list[tuple[str, str]], share: float) -> tuple[int, float]:
    """Return the tokens of the longest beginning that so large a share of rows has, and its share.

    Sorted texts that begin alike stand together: so the longest beginning of `k` rows is the
    longest that a row has in common with the one k − 1 places below it.
    """
    if len(beginnings) < 2:
        return 0, 0.0
    texts = sorted(beginnings)
    width = max(2, -(-int(share * len(texts) * 1000) // 1000))
    best, longest = ("", ""), -1
    for above, below in zip(texts, texts[width - 1 :], strict=False):
        common = common_beginning(above, below)
        if len(common[0]) + len(common[1]) > longest:
            best, longest = common, len(common[0]) + len(common[1])
    carrying = sum(has_beginning(text, best) for text in texts)
    return tokens_of(best[0]) + tokens_of(best[1]), carrying / len(texts)


def common_beginning(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """Return what two beginnings share; the user's text counts where the instructions are equal."""
    system = common(one[0], other[0])
    if system != one[0] or system != other[0]:
        return system, ""
    return system, common(one[1], other[1])


def has_beginning(text: tuple[str, str], start: tuple[str, str]) -> bool:
    """Tell whether a row begins like this."""
    if not start[1]:
        return text[0].startswith(start[0])
    return text[0] == start[0] and text[1].startswith(start[1])


def common(one: str, other: str) -> str:
    """Return the longest common beginning of two texts."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return one[:low]
