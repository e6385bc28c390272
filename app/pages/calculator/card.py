"""The card of the verdict: how sure, what to do, one sentence, figures, what else to consider."""

from collections.abc import Collection
from dataclasses import dataclass

from app.inputs import FIELDS
from app.pages.calculator.layout import OPEN, homes
from app.pages.calculator.tiles import Tile, tiles
from app.plans.plan import Plan
from app.scenarios.snapshot import SavedPlan
from app.words.approaches import DOING, listed
from app.words.candidates import Move, first_move
from app.words.conditions import Flip, flips
from app.words.decision import (
    CLOSE,
    action_words,
    is_close,
    knows_nothing,
    mends,
    probability_of,
    sure_of,
    verdict_headline,
    verdict_sentence,
)
from app.words.fitting import fitting
from app.words.numbers import number
from app.words.sureness import chance, confidence
from app.words.worth import (
    best_test,
    check_sentence,
    mistakes_sentence,
    price_and_worth,
    whose_answers,
)

NO_RANGE = "How sure is not known: no number has a range"


@dataclass(frozen=True)
class Way:
    """Something to do, and the address at which to do it."""

    words: str
    address: str


@dataclass(frozen=True)
class Sure:
    """How sure the verdict is, in words with its number, and of what."""

    words: str
    of: str


@dataclass(frozen=True)
class Consider:
    """What the task favours, whatever it costs."""

    words: str
    is_assumed: bool
    address: str  # where the answers can be changed


@dataclass(frozen=True)
class Test:
    """What to test before deciding, and what that costs and is worth."""

    answers: str  # how many
    remark: str  # whose they are, what that costs and what it is worth
    words: str  # all of it, as a sentence
    address: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """What the card shows. How sure, and what flips it, are left out until they are calculated."""

    kind: str  # what is recommended, else why nothing is
    is_empty: bool  # nothing is known that costs: there is nothing to show yet
    headline: str
    in_short: str  # the same where nothing stands beside it
    sentence: str
    tiles: list[Tile]
    first: Move | None  # what to try before anything else
    ways: list[Way]
    consider: Consider | None
    mistakes: str | None  # what one avoided costs
    test: Test | None  # what to test first, in the place of what flips a close call
    sure: Sure | None  # None where there is no verdict
    is_sure_known: bool  # else it is asked for later
    flip: Flip | None  # the nearest of those within reach
    is_flip_known: bool


def card(
    plan: Plan, *, in_form: bool = False, at_once: bool = False, makers: Collection[str] = ()
) -> Card:
    """Return the verdict's card; `at_once` with what takes time, `in_form` where the form is.

    Models of the `makers` are looked at before anything else; of the prompted one's without any.
    """
    verdict = plan.verdict
    decided = verdict.recommendation is not None
    knows = at_once or not plan.ranges
    return Card(
        kind=verdict.recommendation or verdict.status or "",
        is_empty=knows_nothing(plan),
        headline=action_words(plan),
        in_short=verdict_headline(plan),
        sentence=verdict_sentence(plan),
        tiles=tiles(plan),
        first=before_anything_else(plan, makers),
        ways=[Way(item.words, field_address(plan, item.input, in_form)) for item in mends(plan)],
        consider=consider(plan, in_form) if decided else None,
        sure=sure(plan) if decided and knows else None,
        is_sure_known=knows or not decided,
        mistakes=mistakes_sentence(plan) if decided else None,
        test=first_test(plan) if decided and at_once else None,
        flip=next(iter(flips(plan)), None) if decided and at_once else None,
        is_flip_known=at_once or not decided,
    )


def first_test(plan: Plan) -> Test | None:
    """Return what to test where the call is close; None where no test is worth its cost."""
    if plan.verdict.status != "close" or not plan.ranges:
        return None
    test, words = best_test(plan), check_sentence(plan)
    if test is None or words is None:
        return None
    address = f"{plan.address('/outlook')}#testing-title"
    remark = f"{whose_answers(plan)}: {price_and_worth(plan, test)}"
    return Test(number(test.answers), remark, words, address)


def before_anything_else(plan: Plan, makers: Collection[str]) -> Move | None:
    """Return the model to try first; None of a saved plan, which today's prices do not change."""
    return None if isinstance(plan, SavedPlan) else first_move(plan, makers)


def field_address(plan: Plan, name: str, in_form: bool) -> str:
    """Return where an input can be changed: on the same page, else in the calculator."""
    place, part = f"#{FIELDS[name].name.replace('.', '-')}", homes().get(name)
    if in_form:
        return f"#part-{part}" if part else place  # the fields of a closed part are not there
    return f"{plan.address('/', f'{OPEN}={part}' if part else '')}{place}"


def sure(plan: Plan) -> Sure:
    """Return how sure the verdict is."""
    if is_close(plan):
        return Sure(CLOSE, chances(plan))
    probability = probability_of(plan)
    if probability is None:
        return Sure(NO_RANGE, "")
    return Sure(confidence(probability), sure_of(plan).strip())


def chances(plan: Plan) -> str:
    """Return how often each approach is the cheapest, the likeliest first; "" without ranges."""
    if not plan.ranges:
        return ""
    found = plan.uncertainty.probability_cheapest
    order = sorted(found, key=lambda name: -found[name])
    shares = listed([f"{DOING[name]} in {chance(found[name])}" for name in order])
    return f"The cheapest is {shares} of cases"


def consider(plan: Plan, in_form: bool) -> Consider | None:
    """Return what the answers on the task favour; None where they favour nothing."""
    found = fitting(plan)
    if found is None:
        return None
    return Consider(found.words, found.is_assumed, field_address(plan, found.input, in_form))
