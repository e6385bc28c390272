"""What the API answers of a plan after the decision, and the same as flat rows."""

from collections.abc import Sequence
from typing import Any

from app.answers.actuals.lookback import Assumed, Lookback
from app.answers.actuals.paid import PRICE_FIELDS
from app.answers.actuals.variance import MonthVariance, Variance
from app.model import month_code
from app.scenarios.actuals.kept import Since
from app.store import Entered

Json = dict[str, Any]
PARTS = ("planned", "actual", "variance", "volume", "price", "rest")
ACTUALS_COLUMNS = ("date", "approach", "line", "amount")
VARIANCE_COLUMNS = ("month", "date", "approach", "line", *PARTS)
REQUESTS = "requests"


def actuals_payload(found: Since, changes: Sequence[Entered]) -> Json:
    """Return what was entered, and every change, the newest first."""
    return {
        "currency": found.plan.inputs.finance.currency,
        "number": found.entered.number,
        "months": found.entered.months,
        "changes": [{**change_payload(item), "months": len(item.months)} for item in changes],
    }


def change_payload(item: Entered) -> Json:
    """Return what was entered as it was after a change."""
    return {
        "number": item.number,
        "note": item.note,
        "author": item.author,
        "created_at": item.created_at.isoformat() if item.created_at else None,
        "months": item.months,
    }


def actuals_rows(found: Since) -> list[Json]:
    """Return a row for every number that was entered, and one for an approach that stands alone.

    The page reads them, too.
    """
    return [
        {"date": entry["month"], "approach": entry["approach"], "line": line, "amount": amount}
        for entry in found.entered.months
        for line, amount in numbers_of(entry)
    ]


def numbers_of(entry: Json) -> list[tuple[str, float | None]]:
    """Return the numbers of a stored month: requests, amounts, prices; an empty one if none."""
    requests = [] if entry["requests"] is None else [(REQUESTS, entry["requests"])]
    prices = entry["prices"] or {}
    known = [(name, prices[name]) for name in PRICE_FIELDS if prices.get(name) is not None]
    return [*requests, *entry["amounts"].items(), *known] or [("", None)]


def variance_payload(found: Since) -> Json:
    """Return the plan against what was paid; without months before anything was entered."""
    back = found.lookback
    return {
        "currency": found.plan.inputs.finance.currency,
        "revision": found.plan.saved.revision,
        "months": [month_payload(found, item) for item in back.months] if back else [],
        "so_far": parts(back.so_far) if back else None,
        "lines": [line_payload(item) for item in back.lines] if back else [],
        "assumed": [assumed_payload(item) for item in back.assumed] if back else [],
        "forecast": forecast_payload(back) if back else None,
        "payback": payback_payload(back) if back else None,
    }


def month_payload(found: Since, item: MonthVariance) -> Json:
    """Return one month."""
    return {
        "month": item.month,
        "date": month_code(found.plan.inputs.finance.start_month, item.month),
        "approach": item.approach,
        "planned_requests": item.planned_requests,
        "requests": item.requests,
        "covered": list(item.covered),
        **parts(item.total),
        "lines": [line_payload(line) for line in item.lines],
    }


def parts(item: Variance) -> Json:
    """Return an amount against the plan."""
    return {name: getattr(item, name) for name in PARTS}


def line_payload(item: Variance) -> Json:
    """Return a line against the plan."""
    return {"line": item.line, **parts(item)}


def assumed_payload(item: Assumed) -> Json:
    """Return what is taken from the plan of a line."""
    return {"line": item.line, "months": list(item.months), "amount": item.amount}


def forecast_payload(back: Lookback) -> Json:
    """Return what is to come."""
    item = back.forecast
    return {
        "approach": item.approach,
        "volume_factor": item.volume_factor,
        "cost_so_far": item.cost_so_far,
        "cost_to_come": item.cost_to_come,
        "cost": item.cost,
        "planned_cost": item.planned_cost,
        "break_even_month": item.break_even_month,
        "planned_break_even_month": item.planned_break_even_month,
    }


def payback_payload(back: Lookback) -> Json:
    """Return whether it did pay."""
    item = back.payback
    return {
        "status": item.status,
        "prompting_cost": item.prompting_cost,
        "cost": item.cost,
        "saved": item.saved,
        "month": item.month,
    }


def variance_rows(found: Since) -> list[Json]:
    """Return a row a month for its total, its requests, and each line that is known."""
    return [
        {
            "month": item.month,
            "date": month_code(found.plan.inputs.finance.start_month, item.month),
            "approach": item.approach,
            **row,
        }
        for item in (found.lookback.months if found.lookback else ())
        for row in (requests_row(item), *map(line_payload, (item.total, *item.lines)))
    ]


def requests_row(item: MonthVariance) -> Json:
    """Return a month's requests against those planned; they have no volume, price or rest."""
    more = None if item.requests is None else item.requests - item.planned_requests
    return {
        "line": REQUESTS,
        "planned": item.planned_requests,
        "actual": item.requests,
        "variance": more,
        "volume": None,
        "price": None,
        "rest": None,
    }
