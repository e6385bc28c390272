"""Points in time that every database stores and gives back, whatever its zone."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def check_moment(moment: datetime) -> datetime:
    """Return the moment; raises ValueError if no scenario can be of that time."""
    if not EARLIEST <= moment < LATEST:
        raise ValueError("must be in the years 1900 to 2199")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(check_moment)]
