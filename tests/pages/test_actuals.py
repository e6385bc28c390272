"""The page after the decision: who enters, who reads, and what it says; nothing typed is lost."""

import html
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from app.pages.calculator.layout import BESIDE
from tests.actual_files import bill, usage_log
from tests.answers.actuals.worked import PLAN
from tests.people import Ask, Visitor

QUERY = urlencode(
    {
        "preset": "blank",
        "finance.start_month": "2026-12",
        **{name.replace("__", "."): value for name, value in PLAN.items()},
    }
)
TABLE = "Month\tRequests\tInput tokens\tOutput tokens\n2027-01\t80,000\t120\t240\n"
MakeVisitor = Callable[[], Visitor]


@pytest.fixture
def owner(visitor: MakeVisitor) -> Visitor:
    return visitor()


@pytest.fixture
def page(owner: Visitor) -> str:
    """The page of the worked example's plan, of which nothing was entered."""
    return f"{owner.save('Support', QUERY)}/actuals"


def text_of(answer: str) -> str:
    """Return what a page says, without its tags."""
    said = re.sub(r"<[^>]+>", " ", answer).replace("\u2060", "").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", html.unescape(said))


def typed(answer: str) -> str:
    """Return what stands in the table of the form."""
    found = re.search(r'<textarea id="table"[^>]*>(.*?)</textarea>', answer, re.DOTALL)
    assert found
    return html.unescape(found[1])


def enter(owner: Visitor, page: str, table: str = TABLE, number: int = 0, **fields: str) -> str:
    response = owner.post(page, data={"table": table, "number": str(number)} | fields)
    assert response.status_code == 303, text_of(response.text)[:500]
    assert response.headers["location"] == page
    return owner.get(page).text


def read_in(owner: Visitor, page: str, *files: str, **fields: str) -> tuple[int, str]:
    handed = [("file", (f"file-{n}.csv", text, "text/csv")) for n, text in enumerate(files)]
    handed = handed or [("file", ("", "", "application/octet-stream"))]  # as browsers send none
    scenario = page.split("/")[2]
    data = {"scenario": scenario, "number": "0", "table": ""} | fields
    response = owner.post("/evidence/actuals", data=data, files=handed)
    return response.status_code, response.text


def test_before_anything_is_entered_the_page_says_what_it_is_for(owner: Visitor, page: str) -> None:
    answer = owner.get(page)

    assert answer.status_code == 200
    assert "Nothing has been entered yet" in answer.text
    assert typed(answer.text).startswith("Month\tApproach\tRequests\tTotal paid\n2026-12\t")


def test_a_table_is_stored_and_looked_back_at(owner: Visitor, page: str) -> None:
    said = text_of(enter(owner, page, note="From the bill", author="Ada"))

    assert "Stored. What was there before stays in the history below." in said
    # $2,200 + $50 + $360 against 80,000 × $0.01; $550 less a month is forecast to go on
    assert "Fine-tuning cost $2,610 until January 2027" in said
    assert "prompting would have cost $800: $1,810 less." in said
    assert "$360 was paid: $90, 20 % less than planned. Fewer requests took off $90." in said
    assert (
        "Of the $2,610, $360 was entered and $2,250 is taken from the plan, at the requests that "
        "came: engineering for December 2026 ($2,200) and platform for January 2027 ($50)."
    ) in said
    assert "Platform January 2027 $50.00 In all $2,250" in said
    assert "If it goes on as in January 2027, with 80 % of the planned requests" in said
    assert "Ada: 1 month . From the bill" in said


@pytest.mark.every_database
def test_files_are_read_into_the_table_and_stored_only_then(owner: Visitor, page: str) -> None:
    status, answer = read_in(owner, page, bill(), usage_log())

    assert status == 200
    assert "Nothing is stored until you press Store it" in text_of(answer)
    said = "January to June 2027 were read from file-0.csv (OpenAI costs, 24 charges)."
    assert said in text_of(answer)
    assert "Nothing has been entered yet" in owner.get(page).text

    said = text_of(enter(owner, page, typed(answer)))
    # By hand, in docs/model.md
    assert "It has paid back since May 2027." in said
    assert "Fine-tuning cost $5,850 until June 2027" in said
    assert "prompting would have cost $6,900: $1,050 more." in said
    assert "More requests added $405; higher prices added $91.50; the rest added $153." in said
    assert "with 130 % of the planned requests, the whole plan costs $9,780" in said
    assert "So far 690,000 600,000 $2,700 $3,350 $650 $405 $91.50 $153" in said


def form_fields(answer: str) -> dict[str, str]:
    """Return what a browser sends of the page's form: its hidden fields and its table."""
    form = answer.partition('id="enter"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {**dict(hidden), "table": typed(answer)}


@pytest.mark.every_database
def test_a_file_changes_its_own_months_and_cells_alone(owner: Visitor, page: str) -> None:
    """Stored, typed and empty rows stay; the form sends the table with the file."""
    stored = "Month\tApproach\tTotal paid\tPlatform\n2027-01\tPrompting\t\t55\n2027-07\t\t900\t\n"
    fields = form_fields(enter(owner, page, stored))
    fields["table"] += "\n2027-08\t\t\t950\n2027-09"

    status, answer = read_in(owner, page, usage_log(), **fields)

    assert status == 200
    assert typed(answer).splitlines() == [
        "Month\tApproach\tRequests\tTotal paid\tPlatform",
        "2027-01\tFine-tuning\t80000\t\t55",
        "2027-02\tFine-tuning\t100000\t\t",
        "2027-03\tFine-tuning\t120000\t\t",
        "2027-04\tFine-tuning\t120000\t\t",
        "2027-05\tFine-tuning\t120000\t\t",
        "2027-06\tFine-tuning\t150000\t\t",
        "2027-07\t\t\t900\t",
        "2027-08\t\t\t950\t",
        "2027-09\t\t\t\t",
    ]
    assert "; the other months are as they were." in text_of(answer)
    kept = enter(owner, page, typed(answer), 1)
    assert typed(kept).splitlines() == typed(answer).splitlines()[:-1]


def test_a_file_that_was_chosen_and_not_read_is_not_forgotten(owner: Visitor, page: str) -> None:
    """Without its type of form, a browser sends a file's name alone."""
    fields = {"table": TABLE, "number": "0", "file": "march.csv", "approach": "prompting"}
    response = owner.post(page, data=fields)

    assert response.status_code == 422
    assert "march.csv was chosen, but not read yet: press Read" in text_of(response.text)
    assert typed(response.text).strip() == TABLE.strip()
    assert '<option value="prompting" selected>' in response.text


def test_the_page_says_in_which_unit_everything_is(owner: Visitor) -> None:
    query = f"{QUERY}&finance.currency=EUR&finance.exchange_rate=0.92&prompting.calls_per_request=3"
    said = text_of(owner.get(f"{owner.save('Euros', query)}/actuals").text)

    assert "Price of output, in US dollars per million tokens." in said
    assert "Everything but wrong answers, in EUR" in said
    assert "converted at the plan's rate, 0.92 EUR a dollar." in said
    assert "calls per request: 3 for prompting and 1 for fine-tuning." in said
    assert "From December 2026 to December 2027; the plan begins with its month of the" in said


def test_the_start_month_stands_where_the_page_says(owner: Visitor, page: str) -> None:
    """In the part Timing of the form."""
    assert "finance.start_month" in BESIDE["Timing"][1]
    assert "under Timing" in owner.get(page).text


def test_the_apps_own_file_is_read_back(owner: Visitor, page: str, ask: Ask) -> None:
    table = (
        "Month\tApproach\tRequests\tPlatform\tPrice of output\n"
        "2027-01\tPrompting\t80000\t55.25\t3\n2027-02\tFine-tuning\n2027-03\t\t90000\t\t\n"
    )
    stored = typed(enter(owner, page, table))
    api = page.replace("/s/", "/api/v1/scenarios/")
    for layout in ("", "?sep=%3B&decimal=%2C"):
        file = ask("GET", f"{api}.csv{layout}").text

        status, answer = read_in(owner, page, file, number="1")

        assert status == 200
        assert typed(answer) == stored
        assert "January to March 2027 were read from file-0.csv." in text_of(answer)


def test_an_approach_that_stands_alone_is_in_use_from_then_on(owner: Visitor, page: str) -> None:
    table = (
        "Month\tApproach\tRequests\tTotal paid\n2027-01\tPrompting\t80000\t800\n"
        "2027-02\tFine-tuning\n2027-03\t\t100000\t500\n"
    )
    answer = enter(owner, page, table)

    assert typed(answer).splitlines()[2] == "2027-02\tFine-tuning\t\t"
    assert "Fine-tuning cost" in text_of(answer)
    assert "You kept prompting" not in text_of(answer)


@pytest.mark.parametrize(
    ("files", "fields", "message"),
    [
        ((), {}, "Choose a file first: a bill, a usage log or a table of months."),
        (("hello",), {}, "file-0.csv: "),
        (("When,Sent\n1,2\n",), {}, "file-0.csv: The first row must hold the headings"),
        (("Month,When\n1,2\n",), {}, "file-0.csv: The first row has a column called When"),
        (("Month,Total paid\n2027-01,x\n",), {}, "file-0.csv: Row 2: Total paid must be a number"),
        (("date,input,output\n2027-01,1,2\n",), {}, "file-0.csv: Columns of tokens may be counts"),
        ((bill("gbp"),), {}, "file-0.csv: The bill must be in USD; it is in GBP."),
        ((bill(),), {"approach": "luck"}, "The approach must be one that takes part."),
        ((bill(),), {"table": "Month\tRequests\nsoon\t1"}, "Row 2: Month must be a month"),
    ],
)
def test_a_file_that_cannot_be_read_loses_nothing(
    owner: Visitor, page: str, files: tuple[str, ...], fields: dict[str, str], message: str
) -> None:
    mine = fields.get("table", TABLE)
    more = {"table": mine, "note": "From the bank", "author": "Ada"}
    status, answer = read_in(owner, page, *files, **more | fields)

    assert status == 422
    assert message in text_of(answer)
    assert typed(answer).strip() == mine.strip()
    assert "From the bank</textarea>" in answer
    assert 'value="Ada"' in answer


def test_a_wrong_table_is_named_and_kept(owner: Visitor, page: str) -> None:
    wrong = "Month\tTotal paid\n2027-01\tmuch\n<b>\t5\n"
    fields = {"table": wrong, "number": "0", "note": "Mine", "author": "Ada"}
    response = owner.post(page, data=fields)

    assert response.status_code == 422
    said = text_of(response.text)
    assert "2 entries need correcting" in said
    assert "Row 2: Total paid must be a number" in said
    assert "Row 3: Month must be a month, written like 2026-12" in said
    assert "you entered <b>." in said
    assert typed(response.text).strip() == wrong.strip()
    assert "Mine" in response.text
    assert 'value="Ada"' in response.text


def test_a_month_that_has_not_begun_is_refused(owner: Visitor, page: str) -> None:
    # It is November 2027 in tests; the plan goes on for another month.
    table = "Month\tTotal paid\n2027-11\t500\n2027-12\t500\n"
    response = owner.post(page, data={"table": table, "number": "0"})

    assert response.status_code == 422
    said = text_of(response.text)
    assert "Month: 2027-12 has not begun; the last month that can be entered is 2027-11." in said
    assert "2027-11 has not begun" not in said
    assert typed(response.text).strip() == table.strip()


@pytest.mark.parametrize("number", ["", "x", "-1", "1e3", "9999999"])
def test_a_number_that_is_none_is_refused(owner: Visitor, page: str, number: str) -> None:
    assert owner.post(page, data={"table": TABLE, "number": number}).status_code == 422


def test_two_who_enter_at_once_lose_nothing(owner: Visitor, page: str) -> None:
    enter(owner, page, author="Ada")
    mine = TABLE.replace("120", "130")

    response = owner.post(page, data={"table": mine, "number": "0"})

    assert response.status_code == 412
    assert "Ada entered something at the same time" in response.text
    assert typed(response.text).strip() == mine.strip()
    assert 'name="number" value="1"' in response.text
    assert "$370 was paid" in text_of(enter(owner, page, mine, 1))


def test_whoever_has_the_link_reads_and_changes_nothing(
    owner: Visitor, visitor: MakeVisitor, page: str
) -> None:
    enter(owner, page)
    reader = visitor()

    answer = reader.get(page)
    assert answer.status_code == 200
    assert "It has" not in text_of(answer.text)
    assert "$360 was paid" in text_of(answer.text)
    assert "<textarea" not in answer.text
    assert reader.post(page, data={"table": "", "number": "1"}).status_code == 403
    assert read_in(reader, page, bill())[0] == 403
    assert reader.get("/s/" + "x" * 22 + "/actuals").status_code == 404


@pytest.mark.parametrize("by_file", [False, True])
def test_of_a_table_that_is_too_long_what_fits_stays_on_the_page(
    owner: Visitor, page: str, by_file: bool
) -> None:
    """20,000 rows of 20 characters: 10,000 of them fit."""
    table = "2027-01\t\t80000\t9001\r\n" * 20_000
    fields = {"table": table, "note": "Much", "author": "Ada", "number": "0"}
    if by_file:
        status, answer = read_in(owner, page, bill(), **fields)
    else:
        response = owner.post(page, data=fields)
        status, answer = response.status_code, response.text

    assert status == 422
    bound = "The table must be at most 200,000 characters and has 420,000"
    assert f"{bound}; it was cut off at row 9,524." in text_of(answer)
    assert typed(answer).splitlines() == table.splitlines()[:9_523]
    assert "Much</textarea>" in answer
    assert 'value="Ada"' in answer


def test_what_a_change_left_is_read_by_link_and_taken_up_by_the_owner(
    owner: Visitor, visitor: MakeVisitor, page: str
) -> None:
    two = "Month\tRequests\tTotal paid\n2027-01\t80000\t900\n2027-02\t\t950\n"
    enter(owner, page, two, note="Both", author="Ada")
    after = enter(owner, page, TABLE, 1)
    written = "Month\tApproach\tRequests\tTotal paid\n2027-01\t\t80000\t900\n2027-02\t\t\t950"
    assert f'href="{page}/1"' in after

    read = visitor().get(f"{page}/1")
    assert typed(read.text) == written
    assert "Ada: 2 months" in text_of(read.text)
    assert "Both" in text_of(read.text)
    assert "change=1" not in read.text
    assert f'href="{page}?change=1"' in owner.get(f"{page}/1").text

    taken = owner.get(f"{page}?change=1").text
    assert typed(taken) == written
    said = "The table below holds the months that change 1 left: January and February 2027."
    assert said in text_of(taken)
    assert "Nothing is stored until you press Store it" in text_of(taken)
    assert typed(owner.get(page).text) == typed(after)
    assert typed(enter(owner, page, written, 2)) == written
    assert "<textarea" not in visitor().get(f"{page}?change=1").text


@pytest.mark.parametrize("where", ["/4", "?change=4", "?change=x", "?change=0", "/300000"])
def test_a_change_that_is_not_there_is_not_found(owner: Visitor, page: str, where: str) -> None:
    enter(owner, page)

    assert owner.get(f"{page}{where}").status_code == 404


def test_numbers_are_in_the_readers_style(owner: Visitor, page: str) -> None:
    german = {"Accept-Language": "de"}
    table = "Month;Requests;Total paid\n2027-01;80.000;1.360,50\n"
    fields = {"table": table, "number": "0", "was.style": "de"}
    assert owner.post(page, data=fields, headers=german).status_code == 303

    answer = owner.get(page, headers=german).text
    assert "80.000" in text_of(answer)
    assert "1360,5" in typed(answer)


def test_lists_and_the_brief_say_it_in_a_line(owner: Visitor, page: str) -> None:
    scenario = page.removesuffix("/actuals")
    assert "After the decision" in owner.get(scenario).text
    enter(owner, page)

    line = "1 month in: 20 % under plan, not paid back yet"
    assert line in text_of(owner.get("/scenarios").text)
    assert line in text_of(owner.get(scenario).text)
    brief = text_of(owner.get(f"{scenario}/brief").text)
    assert "After the decision: On the way: it pays back from" in brief
    for never in ("/brief?preset=blank", f"{scenario}/revisions/1/brief"):
        assert "After the decision:" not in text_of(owner.get(never).text)


def test_a_plan_revised_since_says_of_which_revision_it_is(owner: Visitor, page: str) -> None:
    enter(owner, page)
    scenario = page.removesuffix("/actuals")
    owner.edit(scenario, revision=1, query=f"{QUERY}&tuning.review_rate=0.5")

    line = "20 % under plan of revision 1"
    assert line in text_of(owner.get("/scenarios").text)
    assert line in text_of(owner.get(scenario).text)
    said = text_of(owner.get(page).text)
    # $450 planned; a review of half of the requests came later.
    assert "revision 1 of the plan , the newest when what was paid was first entered." in said
    assert "$450 planned for the same lines and months: 20 % under plan" in said
    assert f'href="{scenario}/revisions/2/actuals"' in owner.get(page).text
    assert "Compared with revision 1 of the plan." in text_of(owner.get(f"{scenario}/brief").text)


def test_any_revision_can_be_looked_at_and_chosen(owner: Visitor, page: str) -> None:
    enter(owner, page)
    scenario = page.removesuffix("/actuals")
    twice = QUERY.replace("requests_per_month=100000", "requests_per_month=200000")
    owner.edit(scenario, revision=1, query=twice)

    newest = owner.get(f"{scenario}/revisions/2/actuals")
    said = text_of(newest.text)
    assert "Compared with revision 2 of the plan" in said
    assert "$900 planned for the same lines and months: 60 % under plan" in said
    assert "<textarea" not in newest.text
    assert owner.get(f"{scenario}/revisions/3/actuals").status_code == 404

    said = text_of(enter(owner, page, number=1))
    assert "20 % under plan" in said
    said = text_of(enter(owner, page, number=2, newest="1"))
    assert "The plan , revision 2." in said
    assert "60 % under plan" in said
    assert "60 % under plan, not paid back yet" in text_of(owner.get("/scenarios").text)


def test_what_was_not_stored_keeps_which_plan_was_chosen(owner: Visitor, page: str) -> None:
    enter(owner, page)
    owner.edit(page.removesuffix("/actuals"), revision=1, query=f"{QUERY}&finance.currency=EUR")
    assert "amounts are then in EUR" in text_of(owner.get(page).text)

    wrong = {"table": "Month\tTotal paid\n2027-01\tmuch", "number": "1", "newest": "1"}
    answer = owner.post(page, data=wrong)
    assert answer.status_code == 422
    assert 'name="newest" value="1" checked' in answer.text


def test_lists_say_since_when_it_has_paid_back(owner: Visitor, page: str) -> None:
    # Nothing to build and $5,000 saved in a month: $2,200 are back at once.
    free = "Month\tTotal paid\n2026-12\t0\n2027-01\t500\n"
    enter(owner, page, free)
    assert "under plan, paid back since December 2026" in text_of(owner.get("/scenarios").text)

    given_up = f"{free}2027-02\t500\n".replace("Total", "Approach\tTotal")
    given_up = given_up.replace("12\t", "12\tFine-tuning\t").replace("02\t", "02\tPrompting\t")
    enter(owner, page, given_up.replace("01\t", "01\t\t"), 1)
    assert "under plan, given up" in text_of(owner.get("/scenarios").text)


def test_an_amount_many_times_the_planned_one_is_no_percentage(owner: Visitor, page: str) -> None:
    # Planned for the bill: 450. 150,000 ÷ 450 = 333.3
    said = text_of(enter(owner, page, "Month\tThe provider's bill\n2027-01\t150,000\n"))

    assert "$150,000 was paid: 333 times what was planned." in said
    assert "1 month in: 333 times the plan" in text_of(owner.get("/scenarios").text)


def test_a_month_of_break_even_says_in_which_money(owner: Visitor) -> None:
    # $2,200 ÷ $500 = 4.4 months as paid; at 90 % a year, 1.0549 a month, 475.5 + 452 + 430 + 407 +
    # 386 = 2,150 in month 5, and 2,516 in month 6.
    home = owner.save("Dear", f"{QUERY}&finance.discount_rate=0.9")
    months = [f"2027-0{month}\t100000\t500\n" for month in range(1, 4)]
    said = text_of(
        enter(owner, f"{home}/actuals", "Month\tRequests\tTotal paid\n" + "".join(months))
    )

    assert (
        "against prompting, as paid; pays back: May 2027 (month 5), planned: May 2027 (month 5); "
        "in today's money, as the plan says it, June 2027 (month 6)"
    ) in said
    # As planned to the cent: $2,200 + 12 × $500.
    assert "as in the last 3" not in said
    assert (
        "If it goes on as in the last three months, with 100 % of the planned requests, the whole "
        "plan costs $8,200, as planned."
    ) in said


def test_prompting_that_was_kept_has_nothing_to_pay_back(owner: Visitor, page: str) -> None:
    table = "Month\tApproach\tRequests\tTotal paid\n2027-01\tPrompting\t80000\t900\n"
    said = text_of(enter(owner, page, table))

    assert "You kept prompting: there is nothing to pay back." in said
    assert "It cost $900 until January 2027; the plan has $800 for the requests that came." in said


def test_what_was_given_up_says_so_and_counts_the_build(owner: Visitor, page: str) -> None:
    table = (
        "Month\tApproach\tTotal paid\n2027-01\tFine-tuning\t500\n2027-02\t\t500\n"
        "2027-03\tPrompting\t900\n"
    )
    said = text_of(enter(owner, page, table))

    assert "Fine-tuning was in use until February 2027 and did not pay back." in said
    # $2,200 to build, which nobody entered, and 500 + 500 + 900; prompting: 3 × $1,000
    assert (
        "All in all it cost $4,100 until March 2027; for the requests that came, prompting all "
        "along would have cost $3,000: $1,100 less."
    ) in said
    assert "It has paid back" not in said


def test_what_was_given_up_may_have_paid_back(owner: Visitor, page: str) -> None:
    table = (
        "Month\tApproach\tTotal paid\n2026-12\tFine-tuning\t0\n2027-01\tFine-tuning\t0\n"
        "2027-02\tPrompting\t1000\n"
    )
    said = text_of(enter(owner, page, table))

    assert "Fine-tuning was in use until January 2027; it has paid back since " in said


def test_what_was_built_and_not_used_says_so(owner: Visitor, page: str) -> None:
    table = "Month\tApproach\tTotal paid\n2026-12\tFine-tuning\t2200\n2027-01\tPrompting\t1000\n"

    assert "Fine-tuning is not in use and did not pay back." in text_of(enter(owner, page, table))


def test_what_does_not_pay_back_says_so(owner: Visitor, page: str) -> None:
    table = "Month\tRequests\tTotal paid\n2027-01\t1000\t5\n2027-04\t\t500\n"
    said = text_of(enter(owner, page, table))

    assert "Not yet, and not within the plan." in said
    assert "Nothing was entered for February and March 2027: taken as planned." in said


def test_a_month_as_planned_is_said_to_be(owner: Visitor, page: str) -> None:
    table = "Month\tRequests\tTotal paid\n2027-01\t100000\t500\n"

    assert "$500 was paid, as planned." in text_of(enter(owner, page, table))
    assert "1 month in: as planned" in text_of(owner.get("/scenarios").text)


def test_requests_alone_are_something(owner: Visitor, page: str) -> None:
    enter(owner, page, "Month\tRequests\n2027-01\t100000\n")

    assert "1 month in: requests alone" in text_of(owner.get("/scenarios").text)
    said = text_of(owner.get(page).text)
    assert "Nothing was entered as paid yet." in said
    assert "Paid against the plan – nothing was entered as paid yet" in said
    assert "$0 was paid" not in said
    assert "All of the $2,700 is taken from the plan" in said  # 2,200 + 450 + 50


def test_everything_can_be_taken_back(owner: Visitor, page: str, ask: Ask) -> None:
    enter(owner, page)

    assert "Nothing has been entered yet" in enter(owner, page, "", 1)
    assert " in: " not in text_of(owner.get("/scenarios").text)
