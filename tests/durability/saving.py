"""People who save without a pause, until the server dies."""

import itertools
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, NoReturn

import httpx

Said = tuple[str, float]  # a plan's name and the one value by which it differs from the others
Answer = dict[str, Any]

COPIES = 4


@dataclass
class Work:
    """What one writer has done; each acknowledged save is put into the queue, too."""

    heard: SimpleQueue[Answer]
    acknowledged: list[Answer] = field(default_factory=list)
    cut_off: Said | None = None  # what was sent and had no answer when the server died


def client_of(base_url: str) -> httpx.Client:
    """Return a client that is made quickly: it reads no certificates, for there is no TLS."""
    return httpx.Client(base_url=base_url, timeout=60, trust_env=False, verify=False)


def save_until_the_server_dies(base_url: str, writer: str, heard: SimpleQueue[Answer]) -> Work:
    """Save, revise and copy plans, each with a name and a value of its own."""
    work = Work(heard)
    with client_of(base_url) as client:
        try:
            save_for_ever(client, writer, work)
        except httpx.ConnectError:
            work.cut_off = None  # it was not even sent
        except httpx.TransportError:
            pass
    return work


def save_for_ever(client: httpx.Client, writer: str, work: Work) -> NoReturn:
    """Save a new scenario, and copies and revisions of it, again and again."""
    numbers = itertools.count(1)
    while True:
        said = say(writer, next(numbers))
        made = send(client, work, "POST", "/api/v1/scenarios", said)
        path = f"/api/v1/scenarios/{made['id']}"
        key = {"Authorization": f"Bearer {made['edit_key']}"}
        for revision in (1, 2):
            for _ in range(COPIES):  # nothing is calculated for them: most of it is storing
                name, value = said
                send(client, work, "POST", f"{path}/copies", (f"Copy of {name}", value))
            said = say(writer, next(numbers))
            send(client, work, "PUT", path, said, key | {"If-Match": f'"{revision}"'})


def say(writer: str, number: int) -> Said:
    """Return a plan that nobody else saves."""
    return f"Plan {number} of {writer}", float(number)


def send(
    client: httpx.Client,
    work: Work,
    method: str,
    path: str,
    said: Said,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Send one request; note what it says until the server has acknowledged it."""
    name, value = said
    body = {"name": name, "preset": "blank", "inputs": {"tuning": {"build_cost": value}}}
    work.cut_off = said
    response = client.request(method, path, json=body, headers=headers)
    assert response.is_success, response.text
    answer: Answer = response.json()
    work.cut_off = None
    work.acknowledged.append(answer)
    work.heard.put(answer)
    return answer
