"""Which workbook a plan gets: live formulas, or what another version of the model recorded."""

from datetime import datetime

from app.answers.actuals.lookback import Lookback
from app.model import MODEL_VERSION
from app.plans.plan import Plan
from app.workbook.book import workbook as live_workbook
from app.workbook.recorded import recorded_workbook


def workbook(
    plan: Plan, *, link: str, generated_at: datetime, back: Lookback | None = None
) -> bytes:
    """Return the workbook of a plan as an .xlsx file; equal arguments give equal bytes.

    With what came of the plan, `back`, it has one more sheet.
    """
    make = live_workbook if plan.model_version == MODEL_VERSION else recorded_workbook
    return make(plan, link=link, generated_at=generated_at, back=back)
