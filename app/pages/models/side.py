"""Up to four side by side: their curves, and their figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.candidates import Candidate, Compared
from app.charts.beside import Beside, beside, course
from app.pages.models.query import MOST_BESIDE, ModelsQuery
from app.plans.dialect import read_query
from app.plans.plan import Plan
from app.words.candidates import against_now, allowed_words, wrong_share
from app.words.decision import model_title
from app.words.money import money
from app.words.tables import Table


@dataclass(frozen=True, kw_only=True)
class Side:
    """What stands side by side."""

    chart: Beside
    table: Table
    addresses: list[tuple[str, str]]  # name and address in the calculator
    remark: str


def side_by_side(plan: Plan, compared: Compared, query: ModelsQuery) -> Side | None:
    """Return the candidates that were ticked beside what is entered; None without any."""
    found = {key_of(item): item for item in compared.candidates}
    ticked = [found[key] for key in query.beside if key in found]
    chosen = ticked[:MOST_BESIDE]
    if not chosen:
        return None
    plans = [read_query(parse_qsl(item.query, keep_blank_values=True)) for item in chosen]
    approach = chosen[0].approach
    now = [course("now", plan.projection, approach)] if approach in compared.entered else []
    others = [
        course(item.name, opened.projection, item.approach)
        for item, opened in zip(chosen, plans, strict=True)
    ]
    return Side(
        chart=beside(now, others, plan.inputs.finance.currency),
        table=figures_table(plan, compared, chosen, plans),
        addresses=[(item.name, f"/?{item.query}") for item in chosen],
        remark=f"Only the first {MOST_BESIDE} of {len(ticked)} stand here."
        if len(ticked) > MOST_BESIDE
        else "",
    )


def key_of(item: Candidate) -> str:
    """Return what the address calls a candidate."""
    return (item.reference or "") if item.own is None else str(item.own)


def figures_table(
    plan: Plan, compared: Compared, chosen: Sequence[Candidate], plans: Sequence[Plan]
) -> Table:
    """Return the figures of those chosen, a column each, what is entered first."""
    currency, months = plan.inputs.finance.currency, plan.inputs.finance.horizon_months
    now = compared.entered.get(chosen[0].approach)
    columns = [
        [
            money(item.present_cost, currency),
            against_now(item, currency),
            money(float(opened.projection.result(item.approach, "upfront_cost")), currency),
            money(item.provider_cost / months, currency),
            wrong_share(item.error_rate),
            allowed_words(item),
        ]
        for item, opened in zip(chosen, plans, strict=True)
    ]
    titles = [f"{index}. {item.name}" for index, item in enumerate(chosen, start=1)]
    if now is not None:
        upfront = float(plan.projection.result(now.approach, "upfront_cost"))
        titles.insert(0, f"Now: {model_title(now.reference) if now.reference else 'as entered'}")
        columns.insert(
            0,
            [
                money(now.present_cost, currency),
                "–",
                money(upfront, currency),
                money(now.provider_cost / months, currency),
                wrong_share(now.error_rate),
                "–",
            ],
        )
    labels = (
        *("Over the plan, in today's money", "Against now", "Up front"),
        *("Bill a month, on average", "Wrong answers", "May be wrong up to"),
    )
    rows = [[label, *cells] for label, *cells in zip(labels, *columns, strict=True)]
    return Table("Figures side by side", ["", *titles], rows)
