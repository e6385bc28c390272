"""Notes on prices and on what they buy."""

from collections.abc import Iterator

from app.answers.notes.note import Note, note
from app.inputs import ApproachName, Inputs
from app.model import Projection


def prices(inputs: Inputs, name: ApproachName) -> Iterator[Note]:
    """Remark on prices that contradict each other or are missing."""
    approach = inputs.approach(name)
    cached = approach.cached_input_price
    if cached is not None and cached > approach.input_price:
        names = (f"{name}.cached_input_price", f"{name}.input_price")
        yield note("cached_price_above_input", *names)
    if approach.replica_requests_per_hour is not None and not approach.hosting_price:
        yield note("free_hosting", f"{name}.hosting_price", f"{name}.replica_requests_per_hour")
    if approach.batch_share and not approach.batch_discount:
        yield note("batch_without_discount", f"{name}.batch_discount", f"{name}.batch_share")


def replicas(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on the replicas that the busiest month needs."""
    approach = projection.inputs.approach(name)
    course = projection.courses[name]
    needed = course.quantity("replicas")[course.own]
    if not approach.hosting_price or not needed.size:
        return
    if needed.max() > approach.minimum_replicas:
        most, first = float(needed.max()), float(needed[0])
        yield note("replicas_at_peak", f"{name}.replica_requests_per_hour", most=most, first=first)
