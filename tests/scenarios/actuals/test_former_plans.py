"""What was paid for a plan that a former release saved: its planned amounts are those of then."""

import csv

import pytest

from tests.former import Former


def test_a_plan_of_a_former_release_can_be_looked_back_at(former: Former) -> None:
    for name, scenario in former.recorded.items():
        kept = former.kept(name)
        latest = former.ask("GET", kept.api).json()
        start = latest["inputs"]["finance"]["start_month"]
        for number, approach in enumerate(("prompting", "tuning", "hybrid", None)):
            month = {"month": start, "approach": approach, "amounts": {"total": 100}}
            answer = former.ask(
                "PUT",
                f"{kept.api}/actuals",
                json={"months": [month]},
                headers=kept.authorised | {"If-Match": "*"},
            )
            # An approach of which nothing was said takes no part any more.
            assert answer.status_code in ((200,) if number in (0, 3) else (200, 422)), answer.text
        found = former.ask("GET", f"{kept.api}/variance").json()
        [month] = found["months"]
        told = scenario["revisions"][str(latest["revision"])]["months.csv?layout=wide"]
        rows = [
            row
            for row in csv.DictReader(told)
            if row["approach"] == month["approach"] and row["line"] != "errors"
        ]
        # The first month's column; what was paid in all holds everything but wrong answers.
        planned = sum(float(row[start]) for row in rows)
        assert month["planned"] == pytest.approx(planned)
        assert former.ask("GET", f"{kept.page}/actuals").status_code == 200
        assert former.ask("GET", f"{kept.page}/calendar.ics").status_code == 200
        assert former.ask("GET", f"{kept.page}/news.atom").status_code == 200
