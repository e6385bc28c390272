"""How many tokens a text has; offline, with OpenAI's own table."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import tiktoken
from tiktoken.model import encoding_name_for_model

from app.inputs import InvalidInputs, Problem, in_style

ENCODING = "o200k_base"
SAME_ON_PLAIN_TEXT = (ENCODING, "o200k_harmony")  # they differ in special tokens only
LONGEST_TEXT = 400_000  # characters; a fifth of a second at the most
TABLES = Path(__file__).parent / "tokenizer"
TABLES_SETTING = "TIKTOKEN_CACHE_DIR"  # where tiktoken looks before it asks the network
FINE_TUNED = "ft:"
LOADING = Lock()


@dataclass(frozen=True, kw_only=True)
class TokenCount:
    """The length of a text."""

    tokens: int
    characters: int
    words: int
    encoding: str
    is_estimate: bool  # the model is not known to use this encoding
    model: str | None


def count_tokens(text: str, model: str | None = None) -> TokenCount:
    """Return how many tokens a text has for a model; raises InvalidInputs if it is too long.

    Exact for OpenAI's models of this encoding, an estimate for all others and without a model.
    What looks like a special token is counted as the plain text it is.
    """
    if len(text) > LONGEST_TEXT:
        message = f"The text may have at most {LONGEST_TEXT:,} characters; it has {len(text):,}."
        raise InvalidInputs([Problem("text", in_style(message))])
    return TokenCount(
        tokens=len(load_encoding().encode(text, disallowed_special=())),
        characters=len(text),
        words=len(text.split()),
        encoding=ENCODING,
        is_estimate=encoding_of(model) not in SAME_ON_PLAIN_TEXT,
        model=model,
    )


def encoding_of(model: str | None) -> str | None:
    """Return the name of a model's encoding; None where tiktoken knows none.

    The model may be a reference of the catalogue, or the name of a fine-tuned model: tiktoken would
    take `ft:gpt-4.1` for a GPT-4, which has another encoding.
    """
    name = (model or "").rpartition("/")[2].removeprefix(FINE_TUNED).split(":")[0]
    try:
        return encoding_name_for_model(name)
    except KeyError:
        return None


@cache
def load_encoding() -> tiktoken.Encoding:
    """Return the encoding, read from the folder beside this file."""
    with LOADING, tables_beside_us():
        return tiktoken.get_encoding(ENCODING)


@contextmanager
def tables_beside_us() -> Iterator[None]:
    """Let tiktoken look for its tables here, and leave the environment as it was."""
    before = os.environ.get(TABLES_SETTING)
    os.environ[TABLES_SETTING] = str(TABLES)
    try:
        yield
    finally:
        if before is None:
            del os.environ[TABLES_SETTING]
        else:
            os.environ[TABLES_SETTING] = before
