"""Points in time that every database stores and gives back, whatever its zone."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
NUMBER = re.compile(r"\s*[+-]?[\d.]*\s*")
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def check_moment(moment: datetime) -> datetime:
    """Return the moment; raises ValueError if no scenario can be of that time."""
    if not EARLIEST <= moment < LATEST:
        raise ValueError("must be in the years 1900 to 2199")
    return moment


def check_written(value: object) -> object:
    """Return the value; raises ValueError for a bare number, which would be read as seconds."""
    if isinstance(value, str | datetime) and not NUMBER.fullmatch(str(value)):
        return value
    raise ValueError("must be a point in time, such as 2026-12-31T18:00:00Z")


Moment = Annotated[AwareDatetime, AfterValidator(check_moment), BeforeValidator(check_written)]
