"""Where a figure is explained."""

from urllib.parse import urlencode

from app.plan import Plan


def explain_address(
    plan: Plan, *, result: str | None = None, line: str | None = None, month: int | None = None
) -> str:
    """Return the page that explains a result, or a line in a month or over the plan.

    >>> explain_address(plan, result="tuning.npv")
    >>> explain_address(plan, line="tuning.hosting", month=7)
    """
    asked = {"result": result, "line": line, "month": month}
    return plan.address(
        "/explain", urlencode({name: value for name, value in asked.items() if value is not None})
    )
