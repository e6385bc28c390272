"""Values with their units, as sentences take them."""

import pytest

from app.inputs import FIELDS
from app.words.units import quantity


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("tuning.input_price", 0.00002, "$0.00002 per 1M tokens"),
        ("tuning.input_price", 0.123456, "$0.123 per 1M tokens"),
        ("tuning.error_rate", 0.0000004, "0.00004 %"),
        ("tuning.error_rate", 0.045, "4.5 %"),
        ("finance.provider_price_change", -0.2, "\u221220 %"),
        ("workload.requests_per_month", 60_000, "60,000 requests"),
        ("finance.horizon_months", 1, "1 month"),
        ("labour.engineer_rate", 95.0, "€95 per hour"),
        ("prompting.upkeep_hours", 81.1, "81.1 hours"),
        ("workload.december", 4.0, "4"),
        ("tuning.build_month", 13, "13"),
    ],
)
def test_a_value_is_written_out_to_three_digits(name: str, value: float, text: str) -> None:
    assert quantity(value, FIELDS[name], "EUR") == text
