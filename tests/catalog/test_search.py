"""Which model a person means who types a few words, and the order in which models are listed."""

import pytest

from app.catalog import by_maker, in_order, label_of, models, named, near
from app.catalog.search import labels


def called(text: str, *, tuned: bool = False) -> list[str]:
    """Return what the models are called that a text may mean."""
    return [label_of(reference) for reference in named(text, tuned=tuned)]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("haiku 4.5", "anthropic/claude-haiku-4-5"),
        ("Claude 4.5 Haiku", "anthropic/claude-haiku-4-5"),
        ("gpt 5.4 mini", "openai/gpt-5.4-mini"),
        ("GPT-4o", "openai/gpt-4o"),  # not gpt 4, and not gpt 4o mini
        ("nova lite", "aws/amazon.nova-lite-v1:0"),
        ("anthropic/claude-haiku-4-5", "anthropic/claude-haiku-4-5"),
        ("claude haiku 4.5 · anthropic", "anthropic/claude-haiku-4-5"),
    ],
)
def test_a_few_words_that_fit_one_model_best_mean_it(text: str, reference: str) -> None:
    assert named(text) == [reference]


def test_where_one_fine_tunes_a_tuned_model_is_meant() -> None:
    assert named("nova lite", tuned=True) == ["aws/nova-lite-tuned"]


def test_what_may_be_several_is_left_open_the_nearest_first() -> None:
    assert called("gpt-5.4")[:2] == ["GPT-5.4 · AWS Bedrock", "GPT-5.4 · OpenAI"]
    assert called("haiku")[0].startswith("Claude Haiku")
    assert len(called("haiku")) > 2
    assert len(called("llama 8b")) > 2  # which version is not said


def test_numbers_are_whole_and_words_may_be_begun() -> None:
    assert not named("haiku 4.55")
    assert named("haik 4.5") == named("haiku 4.5")


@pytest.mark.parametrize("text", ["", "·", "quite something else"])
def test_what_names_no_model_means_none(text: str) -> None:
    assert not named(text)


def test_a_misspelt_name_is_near_the_model() -> None:
    assert near("hiaku 4.5") == ["anthropic/claude-haiku-4-5"]
    assert not near("xyzzy")


def test_every_model_has_a_label_of_its_own_that_means_it() -> None:
    assert len(set(labels().values())) == len(models())
    for reference in ("openai/gpt-4", "openai/gpt-4-32k", "aws/nova-lite-tuned"):
        assert named(label_of(reference)) == [reference]
    assert label_of("nobody/knows") == "nobody/knows"


@pytest.mark.parametrize("tuned", [True, False])
def test_current_models_come_first_and_retired_ones_last(tuned: bool) -> None:
    order = in_order(tuned=tuned)
    assert len(order) == len(models())
    assert order[0].tuned == tuned
    deprecated = ["deprecated" in model.note for model in order]
    assert deprecated == sorted(deprecated)


def test_a_makers_newest_version_comes_first() -> None:
    titles = [model.title for model in by_maker()["Anthropic"]]
    assert titles.index("Claude Haiku 5.5") < titles.index("Claude Haiku 4.5")
