"""What is empty is no value: an input that is emptied is never taken as 0."""

import pytest

from app.inputs import FIELDS
from app.workbook.flags import FAILS, HOLDS
from app.workbook.sheets.inputs import FIRST_OWN, TAKING_PART, USED, VALID, listed
from tests.workbook.conftest import book_of
from tests.workbook.test_checks import INSIDE, check, flags
from tests.workbook.test_following import following  # noqa: F401
from tests.workbook.test_workbook import assert_outputs, master_check

LOOKS_EMPTY = [None, " ", "   "]


@pytest.fixture
def engine(one, recalculated):
    return recalculated(book_of(one))


@pytest.mark.parametrize("nothing", LOOKS_EMPTY)
def test_a_required_input_that_is_emptied_turns_the_flag(engine, nothing):
    engine.change("tuning.error_rate", nothing)
    engine.model.evaluate()
    assert (check(engine, INSIDE), master_check(engine)) == (0, 0)
    assert flags(engine) == {FAILS}
    row = engine.rows["tuning.error_rate"]
    assert engine.value("Inputs", row, USED + 1) == ""
    assert engine.value("Inputs", row, VALID + 1) == 0


def test_every_required_number_and_choice_is_out_of_its_bounds_once_emptied(one, engine):
    required = [
        name
        for name in listed(one.inputs)
        if not FIELDS[name].optional
        and FIELDS[name].field not in (TAKING_PART, "model")
        and name not in one.inputs.follows
    ]
    assert len(required) > 80
    engine.change_all(dict.fromkeys(required))
    engine.model.evaluate()
    wrong = {name for name, row in engine.rows.items() if not inside(engine, row)}
    assert wrong >= set(required)
    assert wrong - set(required) <= one.inputs.follows  # of those


def inside(engine, row):
    return engine.value("Inputs", row, VALID + 1) == 1


@pytest.mark.parametrize("nothing", LOOKS_EMPTY)
@pytest.mark.parametrize(
    ("name", "own"), [("hybrid.output_price", 4), ("hybrid.upkeep_every_months", 6)]
)
def test_what_followed_follows_again_once_its_own_value_is_emptied(
    following,  # noqa: F811
    recalculated,
    name,
    own,
    nothing,
):
    engine = recalculated(book_of(following))
    engine.change(name, own)
    engine.model.evaluate()
    engine.change(name, nothing)
    changes = {"tuning.output_price": 9.5, "tuning.upkeep_every_months": 5}
    engine.change_all(changes)
    moved = following.inputs.replace(changes)
    assert moved.value(name) == moved.value(name.replace("hybrid", "tuning"))
    assert_outputs(engine, moved)
    assert master_check(engine) == 1
    assert flags(engine) == {HOLDS}


def test_what_follows_and_is_emptied_is_not_changed(following, recalculated):  # noqa: F811
    engine = recalculated(book_of(following))
    engine.change("hybrid.output_price", None)
    assert_outputs(engine, following.inputs)
    assert engine.value("Checks", 4, 4) == 0  # inputs changed since


@pytest.mark.parametrize("nothing", LOOKS_EMPTY)
def test_a_cell_of_a_case_that_looks_empty_takes_the_base(one, engine, nothing):
    sheet, row, own = engine.sheet("Inputs"), engine.rows["tuning.error_rate"], FIRST_OWN + 1
    if nothing:
        engine.model.update_cell_with_text(sheet, row, own, nothing)
    engine.choose("Case 1")
    assert_outputs(engine, one.inputs)
    assert master_check(engine) == 1
    engine.model.clear_cell_contents(sheet, row, own)
    engine.choose("Base")
