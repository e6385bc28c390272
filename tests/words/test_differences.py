"""What inputs are called where plans differ."""

from app.inputs import read_inputs
from app.words.differences import label, value_words


def test_an_input_is_called_with_its_group() -> None:
    assert label("tuning.prompt_tokens") == "Fine-tuning: prompt length"


def test_a_month_of_the_season_keeps_its_capital() -> None:
    assert label("workload.december") == "Season: December"


def test_a_number_of_many_digits_is_said_in_six() -> None:
    inputs = read_inputs(
        {"finance.exchange_rate": 0.8950948800572861, "quality.error_cost": 1234567}
    )
    assert value_words(inputs, "finance.exchange_rate").startswith("0.895095 ")
    assert value_words(inputs, "quality.error_cost").startswith("1,234,567 ")
