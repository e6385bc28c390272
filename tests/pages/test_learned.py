"""What the page says was learned of a decision, once a test is handed in."""

import csv
import io
from html import unescape

from app.evidence.evaluations.evaluation import LABELS
from app.feeds.kit import kit
from app.plans.building import build_plan

SUPPORT = "preset=customer-support"


def judged(every: dict[str, int], answers: int) -> str:
    """Return the kit's sheet with so many rows, each approach wrong in every so many."""
    files = kit(build_plan("customer-support", {}))
    key = list(csv.DictReader(io.StringIO(files["by-hand/key.csv"])))[:answers]
    rows = list(csv.DictReader(io.StringIO(files["by-hand/sheet.csv"])))[:answers]
    for row, whose in zip(rows, key, strict=True):
        for place in (1, 2, 3):
            wrong = int(row["number"]) % every[whose[f"answer_{place}"]] == 0
            row[f"right_or_wrong_{place}"] = "wrong" if wrong else "right"
    content = io.StringIO()
    writer = csv.DictWriter(content, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return content.getvalue()


def hand_in(post, text: str, plan: str = SUPPORT) -> str:
    answer = post("/evidence", files=[("file", ("sheet.csv", text))], data={"plan": plan})
    assert answer.status_code == 200
    return unescape(answer.text).replace("\u00a0", " ")


def test_a_test_says_the_chances_before_and_after_what_it_cost_and_was_worth(post):
    # fine-tuning is wrong in 2 of 100, the others in 10 of 100
    every = dict.fromkeys(LABELS.values(), 10) | {"fine-tuning": 50}
    page = hand_in(post, judged(every, 400))
    assert "What was learned" in page
    assert "the cheapest is fine-tuning in 100 % of cases (34 %)" in page
    assert (
        "Checking 400 answers of each costs about $1,600; before it was done, a test of 400 was "
        "worth about $46,000." in page
    )


def test_how_far_errors_coincide_goes_into_the_plan_with_them(post):
    every = dict.fromkeys(LABELS.values(), 10)
    page = hand_in(post, judged(every, 100))
    assert 'value="quality.error_correlation=' in page


def test_a_test_of_few_answers_has_no_worth_that_was_planned(post):
    page = hand_in(post, judged(dict.fromkeys(LABELS.values(), 10), 40))
    assert "What was learned" in page
    assert "before it was done" not in page


def test_without_a_choice_nothing_is_learned_of_one(post):
    page = hand_in(post, judged(dict.fromkeys(LABELS.values(), 10), 40), "preset=blank")
    assert "What was learned" not in page
