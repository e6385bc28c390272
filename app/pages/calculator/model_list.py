"""Every model of the catalogue in a list by maker, for whoever would rather pick than type."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.catalog import by_maker, in_order, label_of
from app.inputs import current_style
from app.pages.calculator.questions import QUESTIONS
from app.plans.dialect import read_query
from app.plans.form import MODEL, written
from app.plans.plan import Plan
from app.web.shares.costs import FIGURES, PAGE, costs
from app.web.templating import render

router = APIRouter()

MODELS = tuple(question for question in QUESTIONS if question.names[0].endswith(f".{MODEL}"))


@dataclass(frozen=True)
class Pick:
    """A model that is asked for, and those there are."""

    question: str
    name: str
    chosen: str
    makers: dict[str, list[str]]

    @property
    def unlisted(self) -> bool:
        """Whether the plan has a model that the catalogue does not know."""
        return bool(self.chosen) and not any(self.chosen in each for each in self.makers.values())


@router.get("/model-list")
@costs(PAGE)
def model_list(request: Request) -> Response:
    """Show every model by its maker; the form that it stands in leads back to the calculator."""
    plan = read_query(request.query_params.multi_items())
    context = {"plan": plan, "style": current_style().code, "picks": picks(plan)}
    return render(request, "calculator/model_list.html", context)


@router.get("/model-options")
@costs(FIGURES)
def model_options(request: Request, tuned: bool = False) -> Response:
    """Return what the catalogue's models are called, for a field that suggests them on focus."""
    context = {"labels": [label_of(model.reference) for model in in_order(tuned=tuned)]}
    return render(
        request, "calculator/model_options.html", context, headers={"Cache-Control": "max-age=3600"}
    )


def picks(plan: Plan) -> list[Pick]:
    """Return the models that the form asks for."""
    texts = written(plan)
    return [
        Pick(
            question=question.text,
            name=(name := question.names[0]),
            chosen=texts[name],
            makers={
                maker: [label_of(model.reference) for model in models]
                for maker, models in by_maker(tuned=not name.startswith("prompting")).items()
            },
        )
        for question in MODELS
    ]
