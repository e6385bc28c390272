"""The headers of answers, for the OpenAPI document."""

from typing import Any

Answers = dict[int | str, dict[str, Any]]


def header(description: str) -> dict[str, Any]:
    """Return the description of a header that holds a text."""
    return {"description": description, "schema": {"type": "string"}}


ETAG = {"ETag": header("Names this version: for If-None-Match and, of a scenario, If-Match")}
LOCATION = {"Location": header("Where it is from now on")}
NEXT = {"Link": header("With rel=next: where the next ones are; none after the last")}
# What comes with a status wherever it is answered.
ALWAYS: dict[str, dict[str, Any]] = {
    "304": ETAG,
    "401": {"WWW-Authenticate": header("How to send the edit key")},
    "412": ETAG,
    "429": {"Retry-After": header("After how many seconds to ask again")},
    "503": {"Retry-After": header("After how many seconds to ask again")},
}


def versioned(model: Any) -> dict[str, Any]:
    """Return the answer that holds a scenario, and in its ETag the version."""
    return {"model": model, "headers": ETAG}


def made(model: Any) -> dict[str, Any]:
    """Return the answer that holds a scenario just made, or at a new address."""
    return {"model": model, "headers": LOCATION | ETAG}


def tagged(answers: Answers) -> Answers:
    """Return the answers of an address that says their version, and 304 to who has it already."""
    known = {"description": "As it was: If-None-Match names its version"}
    return answers | {200: answers[200] | {"headers": ETAG}, 304: known}


def say_headers(responses: dict[str, dict[str, Any]]) -> None:
    """Name the headers that come with each status."""
    for status, response in responses.items():
        if status in ALWAYS:
            response["headers"] = response.get("headers", {}) | ALWAYS[status]
