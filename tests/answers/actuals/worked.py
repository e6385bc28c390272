"""The worked example of "After the decision" in docs/model.md, every figure by hand."""

from app.answers.actuals.paid import MonthPaid, UnitPrices

# Prompting, a month:    100,000 × 4,000 tokens × $2 / 1M = $800 in, 100,000 × 250 × $8 / 1M = $200
# Fine-tuning, a month:  100,000 × 500 tokens × $3 / 1M = $150 in, 100,000 × 250 × $12 / 1M = $300
# and $50 for the platform; $2,200 to build.
PLAN = {
    "workload__requests_per_month": 100_000,
    "finance__horizon_months": 12,
    "prompting__prompt_tokens": 4000,
    "prompting__output_tokens": 250,
    "prompting__input_price": 2,
    "prompting__output_price": 8,
    "tuning__prompt_tokens": 500,
    "tuning__output_tokens": 250,
    "tuning__input_price": 3,
    "tuning__output_price": 12,
    "tuning__platform_cost": 50,
    "tuning__build_cost": 2200,
}


def month(
    number: int, requests: float, input_cost: float, output_cost: float, price: float = 3.3
) -> MonthPaid:
    """Return a month of a bill with two meters, and of a log that counts requests."""
    return MonthPaid(
        month=number,
        approach="tuning",
        requests=requests,
        amounts={"input": input_cost, "output": output_cost},
        prices=UnitPrices(input_price=price, output_price=12),
    )


MONTHS = [
    month(1, 80_000, 120.0, 240.0, price=3),  # as planned, but for 80 % of the requests
    month(2, 100_000, 165.0, 300.0),  # tokens in are a tenth dearer from here on
    month(3, 120_000, 198.0, 396.0),  # and answers a tenth longer
    month(4, 120_000, 198.0, 396.0),
    month(5, 120_000, 198.0, 396.0),
    month(6, 150_000, 247.5, 495.0),
]
