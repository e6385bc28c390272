"""What made a file: the plan, who saved it, and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2s

from app.catalog import DOLLAR
from app.plans.plan import Plan
from app.scenarios.snapshot import SavedPlan
from app.words.months import month_count

LONGEST_NAME = 80  # of a file, without its ending
UNFIT = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')  # for names of files, on one system or another


@dataclass(frozen=True)
class Facts:
    """What a file is of."""

    plan: Plan
    link: str
    generated_at: datetime

    @property
    def title(self) -> str:
        """What the plan is called: the scenario's name, or the use case."""
        plan = self.plan
        return plan.saved.content.name if isinstance(plan, SavedPlan) else plan.preset.title

    @property
    def day(self) -> str:
        """The day on which the figures were calculated."""
        return self.generated_at.astimezone(UTC).strftime("%Y-%m-%d")

    @property
    def made(self) -> str:
        """A line for the foot of every page."""
        plan = self.plan
        return f"Crossover, {self.day}, model {plan.model_version}, prices of {plan.prices_as_of}"

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield what made the file, by name."""
        plan = self.plan
        if isinstance(plan, SavedPlan):
            saved = plan.saved
            yield "Scenario", saved.content.name
            yield "Revision", str(saved.revision)
            if saved.content.author:
                yield "Author", saved.content.author
            if saved.content.note:
                yield "Note", saved.content.note
        yield "Use case", plan.preset.title
        yield "Link", self.link
        yield "Model version", plan.model_version
        yield "Prices of", plan.prices_as_of
        if isinstance(plan, SavedPlan):
            yield "Generated at", self.generated_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        else:  # dated by the day, so that it is the same file all day
            yield "Generated on", self.day

    def properties(self) -> dict[str, object]:
        """Return the file's properties."""
        found = dict(self.rows())
        return {
            "title": f"Crossover: {self.title}",
            "subject": f"Revision {found['Revision']}" if "Revision" in found else "A plan",
            "author": found.get("Author", ""),
            "category": self.plan.preset.title,
            "comments": "\n".join([*found.get("Note", "").splitlines(), self.link]),
            "created": self.generated_at.astimezone(UTC).replace(tzinfo=None, microsecond=0),
        }


def file_name(plan: Plan) -> str:
    """Return what the file of a plan is called: by the scenario's name, or by what it is of."""
    name = plan.saved.content.name if isinstance(plan, SavedPlan) else described(plan)
    fit = " ".join(UNFIT.sub(" ", name).split()).strip(". ")[:LONGEST_NAME].strip(". ")
    return f"Crossover {fit}.xlsx" if fit else "Crossover.xlsx"


def described(plan: Plan) -> str:
    """Return the use case, the currency but for dollars, the months, and a mark of the changes.

    Two plans that are not the same are told apart by that mark, whatever was changed.
    """
    finance, query = plan.inputs.finance, plan.query
    currency = "" if finance.currency == DOLLAR else finance.currency
    mark = blake2s(query.encode(), digest_size=2).hexdigest() if "&" in query else ""
    return f"{plan.preset.name} {currency} {month_count(finance.horizon_months)} {mark}"
