"""Where the form shows a field follows from what the schema says of it."""

from typing import get_args

from app.inputs import APPROACHES, FIELDS, PARTS
from app.inputs.quantity import Part


def test_every_field_of_an_approach_stands_in_one_part_of_the_form() -> None:
    placed = [name for names in PARTS.values() for name in names]

    assert sorted(placed) == sorted({f.field for f in FIELDS.values() if f.group in APPROACHES})
    assert tuple(PARTS) == get_args(Part)


def test_fields_that_no_approach_has_stand_below_their_groups_name() -> None:
    assert all(bool(field.part) == (field.group in APPROACHES) for field in FIELDS.values())


def test_a_field_stands_where_the_schema_has_it_unless_it_says_above_which() -> None:
    assert in_order(PARTS["Quality"], "retry_rate", "error_rate", "review_rate")
    assert in_order(PARTS["Building"], "already_live", "build_hours", "build_cost")
    assert in_order(PARTS["Prices"], "cache_write_price", "output_price", "batch_share")


def in_order(names: tuple[str, ...], *some: str) -> bool:
    return [name for name in names if name in some] == list(some)
