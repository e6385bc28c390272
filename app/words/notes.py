"""Notes in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from app.answers import Note
from app.answers.notes import Severity
from app.inputs import TITLES, in_prose, in_style
from app.plans.plan import Plan
from app.words.money import money
from app.words.numbers import percent

# What each code says. `:money` is an amount in the plan's currency, `:percent` a share; the others
# are Python's own.
MESSAGES: Mapping[str, str] = {
    "unknown_model": "{approach}: the catalogue has no model {model}; its prices stay as they were "
    "entered.",
    "context_window": "{approach}: a call of {longest:,.0f} tokens, its answer included, does not "
    "fit into the {window:,.0f} tokens of {model} {span}.",
    "price_tier": "{approach}: a call sends {longest:,.0f} tokens; above {threshold:,.0f} tokens "
    "{model} costs more, so its price is understated {span}.",
    "training_closed": "{approach}: the provider takes no new training of {model} from {day}, "
    "before go-live.",
    "training_closes": "{approach}: the provider takes no new training of {model} from {day}, "
    "inside the plan.",
    "model_retires": "{approach}: the provider retires {model} on {day}, before the plan ends.",
    "season_level": "The season's twelve factors average {mean:,.2f}, so that a year has that many "
    "times the requests that the monthly figure alone would give.",
    "season_outside_plan": "The plan does not come to {names}: the season's factor there changes "
    "nothing.",
    "cached_price_above_input": "{approach}: reading from the cache costs more than the input "
    "price.",
    "long_calls": "{approach}: a call sends {longest:,.0f} tokens, more than {threshold:,.0f}, so "
    "it is billed at the price of long calls {span}.",
    "threshold_without_long_prices": "{approach}: there is a threshold for long calls but no price "
    "of theirs, so they cost what others cost.",
    "long_prices_without_threshold": "{approach}: there is a price or a share of long calls but no "
    "threshold, so no call is billed as a long one.",
    "batch_without_discount": "{approach}: a share of the calls is sent in batches, at no "
    "discount.",
    "unused_commitment": "{approach}: {unused:money} of the {committed:money} that the contract "
    "commits to is paid for and not used ({share:percent}), in {months} months.",
    "free_hosting": "{approach}: a replica has a capacity but no hosting price, so hosting is "
    "free.",
    "replicas_at_peak": "{approach}: the busiest month needs {most:,.0f} replicas at peak, the "
    "first {first:,.0f}.",
    "short_prompt": "{approach}: the prompt is shorter than the {minimum:,.0f} tokens that can be "
    "cached {often} (month {month}: {tokens:,.0f} tokens), so the "
    "first call of a request pays the full input price.",
    "cold_cache": "{approach}: the cache keeps a prompt for {minutes:,.0f} minutes, and "
    "{per_hour:,.1f} requests an hour find it there only {warm:percent} of the time (month "
    "{month}).",
    "caching_costs_more": "{approach}: at a hit rate of {rate:percent} caching costs {extra:money} "
    "more than none, since what is not read from the cache is written to it. It pays above a hit "
    "rate of {pays:percent}.",
    "caching_never_pays": "{approach}: caching costs {extra:money} more than none, and would at "
    "any hit rate: what is not read from the cache is written to it, and too little is read.",
    "sunk_build": "Prompting starts at no cost, for its prompt is taken to exist. Where it does "
    "not, say so under Building: {hours:,.0f} hours of engineering then count.",
    "prompt_needed_anyway": "Building the prompt ({cost:money}) is paid for whatever you choose: "
    "the tuned model needs it too, at first or for a share. Whether it exists already changes no "
    "comparison.",
    "longer_prompt": "{approach}: its prompt of {after:,.0f} tokens is longer than the "
    "{before:,.0f} of prompting, though training usually shortens it: check both.",
    "few_examples": "{approach}: {examples:,} examples are too few; providers advise at least "
    "{fewest}.",
    "free_building": "{approach}: building it takes no work that is paid for, for hours, rates or "
    "minutes are 0. Say what they are, or the answer flatters it.",
    "untrained_dataset": "{approach}: a dataset is prepared, but nothing is trained on it.",
    "built_after_plan": "{approach} is built in month {month}, but the plan ends with month "
    "{last}: it plays no part in it.",
    "late_go_live": "{approach} goes live after month {month}, but the plan ends with month "
    "{last}: it is paid for and not used.",
    "pays_after_retirement": "{approach} pays back only in month {month}; its base model retires "
    "after month {end}.",
    "never_pays_before_retirement": "{approach} does not pay back in this plan; its base "
    "model retires after month {end}.",
}


@dataclass(frozen=True)
class Remark:
    """A note as people read it and as the API answers it."""

    severity: Severity
    code: str
    message: str
    inputs: tuple[str, ...]  # group.field, the one to look at first


def remarks(plan: Plan) -> list[Remark]:
    """Return the plan's notes in words."""
    currency = plan.inputs.finance.currency
    return [
        Remark(note.severity, note.code, note_words(note, currency), note.inputs)
        for note in plan.notes
    ]


def note_words(note: Note, currency: str) -> str:
    """Return a note in words; one that was saved with its words keeps them."""
    if "message" in note.figures:
        return in_prose(str(note.figures["message"]))
    group = note.inputs[0].split(".")[0]
    words = {
        "approach": TITLES.get(group, ""),
        "span": span_words(note.figures),
        "often": often_words(note.figures),
    }
    return Wording(currency).format(MESSAGES[note.code], **note.figures, **words)


def span_words(figures: Mapping[str, Any]) -> str:
    """Return from which month to which something holds; "" where the figures do not say."""
    if "from_month" not in figures:
        return ""
    first, last = figures["from_month"], figures["to_month"]
    return f"in month {first}" if first == last else f"in months {first} to {last}"


def often_words(figures: Mapping[str, Any]) -> str:
    """Return in how many of an approach's own months something holds; "" as above."""
    if "own_months" not in figures:
        return ""
    months, own = figures["short_months"], figures["own_months"]
    return "in every month" if months == own else f"in {months} of {own} months"


class Wording(Formatter):
    """Formats figures as Python does, and amounts and shares as the pages do."""

    def __init__(self, currency: str) -> None:
        """Take the currency of amounts."""
        self.spellings: dict[str, Callable[[float], str]] = {
            "money": lambda amount: money(amount, currency),
            "percent": percent,
        }

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one figure as a text."""
        spelling = self.spellings.get(format_spec)
        if spelling:
            return spelling(value)
        text = str(format(value, format_spec))
        return in_style(text) if isinstance(value, int | float) else text
