"""Two people who change the same scenario at once: neither loses anything."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import asking
from tests.people import SMALL_PLAN, SMALL_QUERY, Ask, Visitor, key_on, save_small_plan

BASE = "preset=blank&draws=256&tuning.build_cost=1000&hybrid.build_cost=3000"


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


# At the same moment


@pytest.mark.every_database
def test_of_puts_with_the_same_etag_exactly_one_wins(ask: Ask) -> None:
    kept = save_small_plan(ask)
    editors = 6

    def put(editor: int) -> httpx.Response:
        body = SMALL_PLAN | {"name": f"Editor {editor}"}
        return ask("PUT", kept.api, json=body, headers=kept.at(1))

    with ThreadPoolExecutor(editors) as pool:
        responses = list(pool.map(put, range(editors)))

    assert sorted(item.status_code for item in responses) == [200] + [412] * (editors - 1)
    [won] = [item.json() for item in responses if item.status_code == 200]
    for lost in (item for item in responses if item.status_code == 412):
        assert lost.json()["current"] == won
        assert lost.headers["etag"] == '"2"'
    assert ask("GET", kept.api).json() == won
    assert len(ask("GET", f"{kept.api}/revisions").json()) == 2


@pytest.mark.every_database
def test_of_people_who_press_save_at_once_one_wins_and_the_others_keep_what_they_typed(
    ask: Ask,
) -> None:
    kept = save_small_plan(ask)
    editors = [Visitor(ask) for _ in range(4)]
    for editor in editors:
        editor.post(f"{kept.page}/key", data={"key": kept.key})

    def press(number: int) -> httpx.Response:
        query = SMALL_QUERY.replace("=1000", f"={1000 + number}")
        return editors[number].edit(kept.page, revision=1, query=query, note=f"Note {number}")

    with ThreadPoolExecutor(len(editors)) as pool:
        responses = list(pool.map(press, range(len(editors))))

    assert sorted(item.status_code for item in responses) == [303, 409, 409, 409]
    for number, response in enumerate(responses):
        if response.status_code == 409:
            assert f"Note {number}</textarea>" in response.text
            assert queries(response)[-1]["tuning.build_cost"] == [f"{1000 + number}"]


# One after the other


class Desk:
    """A scenario on which two people work who both hold its key."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.first, self.second = Visitor(ask), Visitor(ask)
        self.page = self.first.save("Plan", BASE)
        self.api = self.page.replace("/s/", "/api/v1/scenarios/")
        key = key_on(self.first.get(self.page).text)
        self.second.post(f"{self.page}/key", data={"key": key})

    def conflict(self, theirs: str, mine: str, **said: str) -> httpx.Response:
        """Have the first person save, and then the second one who began before."""
        saved = self.first.edit(self.page, revision=1, query=theirs, author="Ada", note="Tender")
        assert saved.status_code == 303
        response = self.second.edit(self.page, revision=1, query=mine, **said)
        assert response.status_code == 409
        return response

    def latest(self) -> dict:
        answer: dict = self.ask("GET", self.api).json()
        return answer

    def press(self, response: httpx.Response, button: int) -> httpx.Response:
        """Press a button of the conflict page with what its form holds."""
        form = {
            "revision": value_of(response.text, "revision"),
            "name": value_of(response.text, "name"),
            "note": re.search(r'name="note"[^>]*>([^<]*)<', response.text)[1],
            "author": value_of(response.text, "author"),
            "query": buttons(response)[button],
        }
        return self.second.post(f"{self.page}/edit", data=form)


@pytest.fixture
def desk(ask: Ask) -> Desk:
    return Desk(ask)


def value_of(page: str, name: str) -> str:
    return html.unescape(re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)[1])


def buttons(response: httpx.Response) -> list[str]:
    found = re.findall(r'<button[^>]* name="query" value="([^"]*)"', response.text)
    return [html.unescape(text) for text in found]


def queries(response: httpx.Response) -> list[dict[str, list[str]]]:
    return [parse_qs(query) for query in buttons(response)]


def words(page: str) -> str:
    """Return the text of a page, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


TOGETHER, ONLY_MINE = 0, 1
DEARER = BASE.replace("tuning.build_cost=1000", "tuning.build_cost=1500")  # theirs
CHEAPER = BASE.replace("hybrid.build_cost=3000", "hybrid.build_cost=2000")  # mine


def test_the_second_person_sees_what_the_first_changed_and_keeps_what_they_typed(
    desk: Desk,
) -> None:
    typed = {"name": "Plan", "note": "Line 1\nLine 2", "author": "Grace"}
    response = desk.conflict(DEARER, CHEAPER, **typed)

    shown = words(response.text)
    assert "Ada saved revision 2" in shown
    assert "while you were editing revision 1" in shown
    assert "Tender" in shown
    theirs, mine = shown.partition("What they changed")[2].split("What you changed")
    assert "1,000 USD 1,500 USD" in theirs
    assert "3,000 USD 2,000 USD" in mine
    assert "Changed by both" not in shown
    assert value_of(response.text, "author") == "Grace"
    assert "Line 1\nLine 2</textarea>" in response.text
    assert value_of(response.text, "revision") == "2"
    assert desk.latest()["revision"] == 2  # nothing is saved yet


def test_both_may_be_saved_together(desk: Desk) -> None:
    response = desk.conflict(DEARER, CHEAPER, note="Mine", author="Grace")
    assert desk.press(response, TOGETHER).status_code == 303

    latest = desk.latest()
    assert latest["revision"] == 3
    assert latest["inputs"]["tuning"]["build_cost"] == 1500  # theirs
    assert latest["inputs"]["hybrid"]["build_cost"] == 2000  # mine
    newest = desk.ask("GET", f"{desk.api}/revisions").json()[0]
    assert (newest["note"], newest["author"]) == ("Mine", "Grace")


def test_one_may_save_only_ones_own_and_theirs_stays_in_the_history(desk: Desk) -> None:
    response = desk.conflict(DEARER, CHEAPER)
    assert desk.press(response, ONLY_MINE).status_code == 303

    latest = desk.latest()
    assert latest["inputs"]["tuning"]["build_cost"] == 1000
    assert latest["inputs"]["hybrid"]["build_cost"] == 2000
    second = desk.ask("GET", f"{desk.api}/revisions/2").json()
    assert second["inputs"]["tuning"]["build_cost"] == 1500


def test_one_may_go_on_editing_with_both_together(desk: Desk) -> None:
    response = desk.conflict(DEARER, CHEAPER)
    address = html.unescape(re.search(r'href="([^"]*/edit\?[^"]*)"', response.text)[1])

    editor = desk.second.get(f"{address}&open=building")

    assert editor.status_code == 200
    assert value_of(editor.text, "revision") == "2"
    assert value_of(editor.text, "tuning.build_cost") == "1,500"
    assert value_of(editor.text, "hybrid.build_cost") == "2,000"


def test_what_both_changed_to_different_values_is_named_and_mine_counts(desk: Desk) -> None:
    mine = BASE.replace("tuning.build_cost=1000", "tuning.build_cost=1200")
    response = desk.conflict(DEARER, mine)

    clashes = words(response.text).partition("Changed by both")[2]
    assert "1,000 USD 1,500 USD 1,200 USD" in clashes
    desk.press(response, TOGETHER)
    assert desk.latest()["inputs"]["tuning"]["build_cost"] == 1200


def test_what_both_changed_to_the_same_is_no_clash(desk: Desk) -> None:
    response = desk.conflict(DEARER, DEARER)
    assert "Changed by both" not in response.text


def test_ranges_are_put_together_and_their_clashes_named(desk: Desk) -> None:
    theirs = f"{BASE}&ranges.tuning.build_cost=500..1500&ranges.hybrid.build_cost=1k..4k"
    mine = f"{BASE}&ranges.tuning.build_cost=900..1100"
    response = desk.conflict(theirs, mine)

    assert "none 500 to 1,500 USD 900 to 1,100 USD" in words(response.text)
    desk.press(response, TOGETHER)
    assert desk.latest()["ranges"] == {
        "tuning.build_cost": {"low": 900, "high": 1100},  # mine
        "hybrid.build_cost": {"low": 1000, "high": 4000},  # theirs
    }


def test_a_range_of_theirs_widens_to_hold_a_value_of_mine(desk: Desk) -> None:
    theirs = f"{BASE}&ranges.tuning.build_cost=900..1100"
    mine = BASE.replace("tuning.build_cost=1000", "tuning.build_cost=5000")
    desk.press(desk.conflict(theirs, mine), TOGETHER)
    assert desk.latest()["ranges"] == {"tuning.build_cost": {"low": 900, "high": 5000}}


def test_their_new_name_stays_where_i_left_mine_as_it_was(desk: Desk) -> None:
    desk.first.post(f"{desk.page}/name", data={"name": "Their name"})
    response = desk.second.edit(desk.page, revision=1, query=CHEAPER, name="Plan")

    assert response.status_code == 409
    assert "Name Plan Their name" in words(response.text)
    assert value_of(response.text, "name") == "Their name"
    desk.press(response, TOGETHER)
    assert desk.latest()["name"] == "Their name"


def test_two_new_names_clash_and_mine_counts(desk: Desk) -> None:
    desk.first.post(f"{desk.page}/name", data={"name": "Their name"})
    response = desk.second.edit(desk.page, revision=1, query=CHEAPER, name="My name")

    assert "Name Plan Their name My name" in words(response.text).partition("Changed by both")[2]
    desk.press(response, TOGETHER)
    assert desk.latest()["name"] == "My name"


def test_another_use_case_or_simulation_of_theirs_stays_where_i_left_mine(desk: Desk) -> None:
    theirs = BASE.replace("preset=blank", "preset=one-off-exploration").replace("256", "512")
    desk.press(desk.conflict(theirs, CHEAPER), TOGETHER)
    latest = desk.latest()
    assert latest["preset"] == "one-off-exploration"
    assert latest["inputs"]["hybrid"]["build_cost"] == 2000
    exported = desk.ask("GET", f"{desk.api}/export").json()["scenarios"][0]["revisions"][-1]
    assert exported["draws"] == 512


def test_a_third_save_in_between_is_met_again_with_nothing_lost(desk: Desk) -> None:
    response = desk.conflict(DEARER, CHEAPER, note="Mine", author="Grace")
    third = DEARER.replace("tuning.build_cost=1500", "tuning.build_cost=1600")
    assert desk.first.edit(desk.page, revision=2, query=third).status_code == 303

    again = desk.press(response, TOGETHER)

    assert again.status_code == 409
    assert value_of(again.text, "revision") == "3"
    assert value_of(again.text, "author") == "Grace"
    # Mine, saved on top of revision 2, still has its 1,500; they made 1,600 of it since.
    desk.press(again, TOGETHER)
    latest = desk.latest()
    assert latest["revision"] == 4
    assert latest["inputs"]["tuning"]["build_cost"] == 1600
    assert latest["inputs"]["hybrid"]["build_cost"] == 2000


@pytest.mark.parametrize("what", ["deletion", "links"])
@pytest.mark.every_database
def test_a_scenario_that_goes_while_one_edits_it_leaves_everything_typed(
    desk: Desk, what: str
) -> None:
    desk.first.post(f"{desk.page}/{what}")
    typed = {"name": "My plan", "note": "Line 1\nLine 2", "author": "Grace"}
    response = desk.second.edit(desk.page, revision=1, query=CHEAPER, **typed)

    assert response.status_code == 410
    assert 'action="/scenarios"' in response.text  # to be saved as a new one
    assert "hybrid.build_cost=2000" in value_of(response.text, "was.query")
    for text in typed.values():
        assert text in response.text


def test_a_wrong_name_is_named_and_nothing_typed_is_lost(desk: Desk) -> None:
    typed = {"name": " ", "note": "Line 1\nLine 2", "author": "Grace"}
    response = desk.second.edit(desk.page, revision=1, query=CHEAPER, **typed)

    assert response.status_code == 422
    assert "The name must not be empty." in html.unescape(response.text)
    assert "hybrid.build_cost=2000" in value_of(response.text, "was.query")
    assert "Line 1\nLine 2</textarea>" in response.text
    assert value_of(response.text, "author") == "Grace"
    assert value_of(response.text, "revision") == "1"


@pytest.mark.parametrize("revision", ["0", "7", "999999", "x", "", "-1", "1.5", "9" * 5000])
@pytest.mark.every_database
def test_a_made_up_revision_overwrites_nothing_and_is_no_failure(desk: Desk, revision: str) -> None:
    form = {"query": CHEAPER, "name": "Plan", "revision": revision}
    response = desk.second.post(f"{desk.page}/edit", data=form)
    assert response.status_code in (404, 409, 422)
    assert desk.latest()["revision"] == 1


def test_what_follows_fine_tuning_goes_on_following_when_changes_are_put_together(
    desk: Desk,
) -> None:
    # The hybrid names its build_cost alone. One changes what it follows, the other gives that up.
    theirs, mine = f"{BASE}&tuning.epochs=2", f"{BASE}&tuning.build_hours=5&hybrid.build_hours=7"

    response = desk.conflict(theirs, mine)

    together = queries(response)[TOGETHER]
    named = {name: value for name, value in together.items() if name.startswith("hybrid.")}
    assert named == {"hybrid.build_cost": ["3000"], "hybrid.build_hours": ["7"]}
    assert (together["tuning.epochs"], together["tuning.build_hours"]) == (["2"], ["5"])


def test_a_value_given_back_to_fine_tuning_stays_given_back(desk: Desk) -> None:
    follows = BASE.replace("&hybrid.build_cost=3000", "&hybrid.considered=yes")
    together = queries(desk.conflict(f"{BASE}&tuning.epochs=2", follows))[TOGETHER]
    assert "hybrid.build_cost" not in together
    assert together["tuning.epochs"] == ["2"]
