"""The brief names what carries the answer, and offers to print only where a script can."""

from app.pages.brief.view import carriers, drivers
from app.plans.building import build_plan
from tests.people import Ask


def test_the_assumptions_that_carry_the_answer_stand_with_their_sources() -> None:
    plan = build_plan(
        "customer-support", {"quality.error_cost": 7, "sources.quality.error_cost": "our survey"}
    )
    found = {item.label: (item.value, item.source) for item in carriers(plan)}
    assert list(found) == [
        *("Requests per month", "Cost of a wrong answer", "Wrong answers of prompting"),
        *("Wrong answers of fine-tuning", "Wrong answers of doing both"),
    ]
    assert found["Requests per month"] == ("60,000", "Assumption: about 2,000 tickets a day")
    assert found["Cost of a wrong answer"] == ("$7", "Our survey")
    assert found["Wrong answers of prompting"][0] == "5 %"


def test_a_value_of_ones_own_says_so_and_who_takes_no_part_carries_nothing() -> None:
    plan = build_plan("blank", {"prompting.error_rate": 0.1})
    found = {item.label: item.source for item in carriers(plan)}
    assert found["Wrong answers of prompting"] == "Entered by you"
    assert "Wrong answers of fine-tuning" not in found


def test_what_drives_it_says_gains_and_losses_in_words() -> None:
    said = drivers(build_plan("customer-support", {}))
    assert all(" saves about $" in words and " loses about $" in words for words in said)
    assert not any("\u2212" in words for words in said)


def test_the_button_that_prints_waits_for_its_script(get: Ask) -> None:
    page = get("/brief?preset=blank").text
    assert '<button type="button" class="small" data-print hidden>Print</button>' in page
