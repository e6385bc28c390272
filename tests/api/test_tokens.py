"""Counting tokens through the API."""

import pytest

ADDRESS = "/api/v1/tokens"


def test_a_text_is_counted(post):
    answer = post(ADDRESS, json={"text": "hello world", "model": "openai/gpt-4.1"})
    assert answer.status_code == 200
    assert answer.json() == {
        "tokens": 2,
        "characters": 11,
        "words": 2,
        "encoding": "o200k_base",
        "is_estimate": False,
        "model": "openai/gpt-4.1",
    }


def test_without_a_model_the_count_is_an_estimate(post):
    answer = post(ADDRESS, json={"text": ""}).json()
    assert (answer["tokens"], answer["is_estimate"], answer["model"]) == (0, True, None)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ([], ""),
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 7}, "text"),
        ({"text": "a" * 400_001}, "text"),
        ({"text": "a", "model": 7}, "model"),
        ({"text": "a", "model": "m" * 201}, "model"),
        ({"text": "a", "surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_body_is_refused_by_name(post, body, name):
    answer = post(ADDRESS, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [error] = answer.json()["errors"]
    assert error["input"] == name


def test_a_text_is_never_asked_for_in_an_address(get):
    assert get(f"{ADDRESS}?text=secret").status_code == 405


def test_the_description_has_the_shape_of_the_answer(get, post):
    document = get("/api/v1/openapi.json").json()
    answer = post(ADDRESS, json={"text": "a"}).json()
    assert set(document["components"]["schemas"]["TokensAnswer"]["properties"]) == set(answer)
