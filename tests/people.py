"""Who uses a saved scenario: programs that hold its key, and people with a browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from app.store import SECRET_LENGTH

Ask = Callable[..., httpx.Response]
# $1,000 up front that never comes back; small, and with a range, so that saving is quick.
SMALL_PLAN: dict[str, Any] = {
    "preset": "blank",
    "inputs": {"tuning": {"build_cost": 1000}},
    "ranges": {"tuning.build_cost": {"low": 500, "high": 2000}},
    "draws": 256,
}
OTHER_PLAN = SMALL_PLAN | {"inputs": {"tuning": {"build_cost": 1500}}}
SMALL_QUERY = "preset=blank&tuning.build_cost=1000&ranges.tuning.build_cost=500..2000&draws=256"
OWNER = "/edit#"  # in the edit link, which only the owner's page shows


@dataclass(frozen=True)
class Kept:
    """A scenario saved by the API, and the key that its answer held."""

    id: str
    key: str

    @property
    def api(self) -> str:
        return f"/api/v1/scenarios/{self.id}"

    @property
    def page(self) -> str:
        return f"/s/{self.id}"

    @property
    def authorised(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def at(self, revision: int) -> dict[str, str]:
        """Return the headers of who changes this revision."""
        return self.authorised | {"If-Match": f'"{revision}"'}


def save_small_plan(ask: Ask, **body: Any) -> Kept:
    """Save the small plan by the API, with what the body adds to it."""
    answer = ask("POST", "/api/v1/scenarios", json=SMALL_PLAN | {"name": "Plan"} | body)
    assert answer.status_code == 201, answer.text
    return Kept(answer.json()["id"], answer.json()["edit_key"])


def key_on(page: str) -> str:
    """Return the edit key that an owner's page shows."""
    return page.partition(OWNER)[2][:SECRET_LENGTH]


class Visitor:
    """A person with a browser of their own, which keeps cookies and runs no JavaScript."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._send("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Send a form: post("/s/ID/name", data={"name": …})."""
        return self._send("POST", path, **options)

    def save(self, name: str = "Plan", query: str = SMALL_QUERY, **fields: str) -> str:
        """Save a plan and return the address of its page."""
        response = self.post("/scenarios", data={"query": query, "name": name} | fields)
        assert response.status_code == 303, response.text
        return response.headers["location"]

    def edit(self, page: str, *, revision: int, query: str, **fields: str) -> httpx.Response:
        """Save a revision from the page on which a scenario is edited."""
        said = {"query": query, "revision": str(revision), "name": "Plan"}
        return self.post(f"{page}/edit", data=said | fields)

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": held} if held else {}
        response = self.ask(method, path, headers=headers | options.pop("headers", {}), **options)
        self.cookies |= dict(response.cookies)
        for text in response.headers.get_list("set-cookie"):
            if "Max-Age=0" in text:
                self.cookies.pop(text.partition("=")[0], None)
        return response
