"""What inputs are called where plans differ."""

from app.words.differences import label


def test_an_input_is_called_with_its_group() -> None:
    assert label("tuning.prompt_tokens") == "Fine-tuning: prompt length"


def test_a_month_of_the_season_keeps_its_capital() -> None:
    assert label("workload.december") == "Season: December"
