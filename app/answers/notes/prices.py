"""Notes on prices, on contracts and on what they buy."""

from collections.abc import Iterator

import numpy as np

from app.answers.notes.note import Note, note, span
from app.inputs import ApproachName, Inputs
from app.model import Projection

LONG_PRICES = ("long_input_price", "long_output_price", "long_cached_input_price")


def prices(inputs: Inputs, name: ApproachName) -> Iterator[Note]:
    """Remark on prices that contradict each other or are missing."""
    approach = inputs.approach(name)
    cached = approach.cached_input_price
    if cached is not None and cached > approach.input_price:
        names = (f"{name}.cached_input_price", f"{name}.input_price")
        yield note("cached_price_above_input", *names)
    if approach.batch_share and not approach.batch_discount:
        yield note("batch_without_discount", f"{name}.batch_discount", f"{name}.batch_share")


def long_prices(inputs: Inputs, name: ApproachName) -> Iterator[Note]:
    """Remark on a threshold for long calls without their prices, and on these without it."""
    threshold = f"{name}.long_threshold_tokens"
    dear = [f"{name}.{field}" for field in LONG_PRICES]
    given = [field for field in dear if inputs.value(field) is not None]
    share = [f"{name}.long_share"] if inputs.approach(name).long_share is not None else []
    if inputs.value(threshold) is not None and not given:
        yield note("threshold_without_long_prices", threshold, *dear, *share)
    if inputs.value(threshold) is None and (given or share):
        yield note("long_prices_without_threshold", threshold, *given, *share)


def long_calls(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on the months whose mean call is billed at the long prices."""
    inputs, course = projection.inputs, projection.courses[name]
    approach = inputs.approach(name)
    threshold = approach.long_threshold_tokens
    priced = any(inputs.value(f"{name}.{field}") is not None for field in LONG_PRICES)
    if threshold is None or not priced or approach.long_share is not None:
        return
    length, long = course.quantity("call_length"), course.own & course.flag("over")
    if long.any():
        fields = (f"{name}.long_threshold_tokens", f"{name}.prompt_tokens")
        longest = float(np.max(length[long]))
        yield note("long_calls", *fields, threshold=threshold, longest=longest, **span(long))


def commitment(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on how much of a contract is paid for and not used."""
    course = projection.courses[name]
    unused = course.quantity("serving_commitment") * course.own
    if not unused.any():
        return
    inputs = projection.inputs
    committed = committed_spend(inputs, name) * inputs.finance.exchange_rate * course.own.sum()
    yield note(
        "unused_commitment",
        f"{name}.committed_spend",
        unused=float(unused.sum()),
        committed=float(committed),
        share=float(unused.sum() / committed),
        months=int(np.count_nonzero(unused)),
    )


def committed_spend(inputs: Inputs, name: ApproachName) -> float:
    """Return the US dollars a month that an approach's contract commits to."""
    own, hybrid = inputs.approach(name).committed_spend, inputs.hybrid
    if name == "hybrid" and hybrid.one_contract and hybrid.prompted_share:
        return max(own, inputs.prompting.committed_spend)
    return own


def hosting(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on a replica without a price, and on the replicas that the busiest month needs."""
    approach, course = projection.inputs.approach(name), projection.courses[name]
    capacity = f"{name}.replica_requests_per_hour"
    if not approach.hosting_price:
        if approach.replica_requests_per_hour is not None:
            yield note("free_hosting", f"{name}.hosting_price", capacity)
        return
    needed = course.quantity("replicas")[course.own]
    if needed.size and needed.max() > approach.minimum_replicas:
        yield note("replicas_at_peak", capacity, most=float(needed.max()), first=float(needed[0]))
