"""Token counts, compared with published counts, and how they hold up."""

import os
import socket
import subprocess
import sys
import time
from hashlib import sha256

import pytest

from app.catalog import count_tokens, models
from app.catalog.tokens import LONGEST_TEXT, TABLES, load_encoding
from app.inputs import InvalidInputs

# A program that may not open a socket.
OFFLINE = """
import socket
def refuse(*args, **kwargs): raise OSError("no network here")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from app.catalog import count_tokens
print(count_tokens("hello world", "gpt-4o").tokens)
"""


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("hello world", 2),
        ("tiktoken is great!", 6),  # OpenAI cookbook, "How to count tokens with tiktoken"
        ("antidisestablishmentarianism", 6),  # the same
        ("2 + 2 = 4", 7),  # the same
        ("お誕生日おめでとう", 8),  # the same
    ],
)
def test_counts_are_those_of_the_openai_cookbook(text, tokens):
    assert count_tokens(text, "gpt-4o").tokens == tokens


def test_characters_and_words_are_counted_too():
    count = count_tokens("  Grüße,\n zwei Wörter ", "gpt-4o")
    assert (count.characters, count.words) == (22, 3)


@pytest.mark.parametrize(
    "model",
    [
        "gpt-4o",
        "gpt-4.1",
        "o3",
        "gpt-oss-120b",
        "openai/gpt-4.1-mini",
        "openai/gpt-5.4-mini",
        "azure/gpt-4.1-mini-tuned",
        "ft:gpt-4o-mini:acme::1",
        "ft:gpt-4.1",
        "ft:gpt-4.1-mini-2025-04-14:acme:support:BTz2vp7Q",
    ],
)
def test_the_count_is_exact_for_models_of_this_encoding(model):
    assert not count_tokens("hello", model).is_estimate


@pytest.mark.parametrize(
    "model",
    [
        None,
        "",
        "gpt-4",
        "gpt-3.5-turbo",
        "ft:gpt-4",
        "anthropic/claude-haiku-4-5",
        "google/gemini-2.5-flash",
        "acme/own-model",
    ],
)
def test_the_count_is_an_estimate_for_every_other_model(model):
    assert count_tokens("hello", model).is_estimate


def test_of_the_catalogue_only_openais_models_are_counted_exactly():
    exact = {name for name in models() if not count_tokens("", name).is_estimate}
    assert exact
    assert all("gpt" in name or "/o" in name for name in exact), exact


def test_special_tokens_in_a_text_are_plain_text():
    assert count_tokens("<|endoftext|>", "gpt-4o").tokens > 1


@pytest.mark.parametrize("unit", ["a", "A", " ", "\n", "^", "á", "中", "\0", "\ud800", "Aa", " \t"])
def test_a_text_without_a_break_takes_no_longer_than_any_other(unit):
    text = (unit * LONGEST_TEXT)[:LONGEST_TEXT]
    count_tokens("warm up")
    start = time.process_time()  # of this process alone, however busy the machine is
    assert count_tokens(text).tokens > 0
    assert time.process_time() - start < 5  # 0.2 s on our machine; quadratic would be minutes


def test_a_text_that_is_too_long_is_refused_by_name():
    with pytest.raises(InvalidInputs) as caught:
        count_tokens("a" * (LONGEST_TEXT + 1))
    [problem] = caught.value.problems
    assert problem.input == "text"
    assert "at most 400,000 characters; it has 400,001" in problem.message


def test_counting_needs_no_network_and_no_cache(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    environment.pop("TIKTOKEN_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2\n"


def test_loading_leaves_the_environment_as_it_was(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", None)
    for value in ("/elsewhere", None):
        load_encoding.cache_clear()
        if value is None:
            monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
        else:
            monkeypatch.setenv("TIKTOKEN_CACHE_DIR", value)
        load_encoding()
        assert os.environ.get("TIKTOKEN_CACHE_DIR") == value


def test_the_table_is_the_one_that_tiktoken_expects():
    [table] = [path for path in TABLES.iterdir() if not path.suffix]
    expected = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
    assert sha256(table.read_bytes()).hexdigest() == expected
    assert list(TABLES.glob("*.LICENSE"))
