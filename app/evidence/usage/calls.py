"""One call of a model as a log has it, in four buckets that do not overlap."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from app.evidence.streaming.source import Rule
from app.evidence.values import count, given, part

Outcome = Literal["ran", "failed", "no usage", "own cache"]
INSIDE: Rule = "inside"
OUTSIDE: Rule = "outside"
UNREVIEWED = ("", "false", "0", "no", "none", "null")


class OtherRule(Exception):
    """More tokens came from the cache than were sent: they must stand beside the input."""


class Buckets(NamedTuple):
    """Tokens of one call, or of several; each token in one bucket."""

    fresh: int
    read: int  # from the cache
    write: int  # into the cache
    output: int  # reasoning with it
    reasoning: int = 0

    @property
    def input(self) -> int:
        """All tokens sent."""
        return self.fresh + self.read + self.write


NOTHING = Buckets(0, 0, 0, 0)


class Call(NamedTuple):
    """What one row of a log stands for."""

    at: float | None  # seconds since 1970, UTC
    tokens: Buckets = NOTHING
    outcome: Outcome = "ran"
    calls: int = 1  # 0: not said
    request: str | None = None  # the id of the request, trace or session
    model: str | None = None
    batch: bool = False
    cost: float = 0.0  # USD
    caches: bool = True  # whether the row says how many tokens came from the cache
    reviewed: bool | None = None  # whether a person looked at the answer; None: not said


def buckets(
    input_tokens: int,
    read: int,
    write: int,
    output: int,
    rule: Rule,
    reasoning: int = 0,
) -> Buckets:
    """Return the four buckets; `rule` says where an input count has the cached tokens.

    Raises OtherRule where they are said to be inside and do not fit.
    """
    if rule == OUTSIDE:
        return Buckets(input_tokens, read, write, output, reasoning)
    if read > input_tokens:
        raise OtherRule
    # A producer that counts what it read inside may count what it wrote beside it.
    fresh = max(input_tokens - read - write, 0)
    return Buckets(fresh, read, write, output, reasoning)


def usage_of(usage: Any, rule: Rule | None) -> Buckets | None:
    """Return the tokens of a usage object of any maker; None where it is none.

    Raises BadValue or OtherRule. `rule` is a person's own; else each maker's.
    """
    if not isinstance(usage, Mapping):
        return None
    for marks, reader in MAKERS:
        if any(mark in usage for mark in marks):
            return reader(usage, rule)
    return None


def openai_usage(usage: Mapping[str, Any], rule: Rule | None) -> Buckets:
    """Return the tokens of chat completions and their kin: cached ones inside."""
    details = usage.get("prompt_tokens_details")
    read = write = None
    if isinstance(details, dict):
        read, write = details.get("cached_tokens"), details.get("cache_write_tokens")
    read = usage.get("prompt_cache_hit_tokens") if read is None else read
    read = usage.get("cache_read_input_tokens") if read is None else read
    write = usage.get("cache_creation_input_tokens") if write is None else write
    return buckets(
        count(usage.get("prompt_tokens")),
        count(read),
        count(write),
        count(usage.get("completion_tokens")),
        rule or INSIDE,
        count(part(usage, "completion_tokens_details", "reasoning_tokens")),
    )


def responses_usage(usage: Mapping[str, Any], rule: Rule | None) -> Buckets:
    """Return the tokens of OpenAI's responses (cached inside) or Anthropic's messages (beside)."""
    if "cache_read_input_tokens" in usage or "cache_creation_input_tokens" in usage:
        return buckets(
            count(usage.get("input_tokens")),
            count(usage.get("cache_read_input_tokens")),
            count(usage.get("cache_creation_input_tokens")),
            count(usage.get("output_tokens")),
            rule or OUTSIDE,
        )
    details = usage.get("input_tokens_details")
    return buckets(
        count(usage.get("input_tokens")),
        count(part(details, "cached_tokens")),
        count(part(details, "cache_write_tokens")),
        count(usage.get("output_tokens")),
        rule or INSIDE,
        count(part(usage, "output_tokens_details", "reasoning_tokens")),
    )


def bedrock_usage(usage: Mapping[str, Any], rule: Rule | None) -> Buckets:
    """Return the tokens of Bedrock's Converse: cached ones beside the input."""
    return buckets(
        count(usage.get("inputTokens")),
        count(usage.get("cacheReadInputTokens", usage.get("cacheReadInputTokenCount"))),
        count(usage.get("cacheWriteInputTokens", usage.get("cacheWriteInputTokenCount"))),
        count(usage.get("outputTokens")),
        rule or OUTSIDE,
    )


def gemini_usage(usage: Mapping[str, Any], rule: Rule | None) -> Buckets:
    """Return the tokens of Gemini: cached ones inside, thoughts beside the answer's."""
    thoughts = count(usage.get("thoughtsTokenCount"))
    return buckets(
        count(usage.get("promptTokenCount")),
        count(usage.get("cachedContentTokenCount")),
        0,
        count(usage.get("candidatesTokenCount")) + thoughts,
        rule or INSIDE,
        thoughts,
    )


MAKERS = (
    (("prompt_tokens", "completion_tokens"), openai_usage),
    (("input_tokens", "output_tokens"), responses_usage),
    (("inputTokens", "outputTokens"), bedrock_usage),
    (("promptTokenCount", "candidatesTokenCount"), gemini_usage),
)


SAYS_CACHED = frozenset(
    (
        "cache_read_input_tokens",
        "prompt_cache_hit_tokens",
        "cacheReadInputTokens",
        "cachedContentTokenCount",
    )
)


def says_cached(usage: Any) -> bool:
    """Tell whether a usage object says how many tokens came from the cache."""
    if not isinstance(usage, Mapping):
        return False
    if not SAYS_CACHED.isdisjoint(usage):
        return True
    for name in ("prompt_tokens_details", "input_tokens_details"):
        details = usage.get(name)
        if isinstance(details, Mapping) and "cached_tokens" in details:
            return True
    return False


def truth(value: Any) -> bool:
    """Return whether a value that may be a text says yes."""
    return value is True or (isinstance(value, str) and value.lower() in ("true", "1", "yes"))


def is_reviewed(value: Any) -> bool:
    """Return whether a value says that, or by whom, an answer was looked at."""
    return truth(value) or (isinstance(value, str) and value.lower() not in UNREVIEWED)


__all__ = [
    "INSIDE",
    "NOTHING",
    "OUTSIDE",
    "Buckets",
    "Call",
    "OtherRule",
    "buckets",
    "given",
    "is_reviewed",
    "says_cached",
    "truth",
    "usage_of",
]
