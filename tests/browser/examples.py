"""Saved scenarios, one with a history, for tests and pictures that only look at them."""

from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page

from tests.people import Kept, save_small_plan

USUAL: dict[str, Any] = {"ranges": {}, "draws": 256}
SUPPORT: dict[str, Any] = USUAL | {
    "name": "Support desk",
    "preset": "customer-support",
    "inputs": {"workload": {"requests_per_month": 40_000}},
    "author": "Ada",
}
LATER: tuple[dict[str, Any], ...] = (
    SUPPORT | {"inputs": {"workload": {"requests_per_month": 55_000}}, "note": "After the tender."},
    SUPPORT
    | {
        "name": "Support desk, all languages",
        "inputs": {"workload": {"requests_per_month": 55_000}, "quality": {"error_cost": 5}},
        "note": "Counted what a second contact costs us.",
        "author": "Grace",
    },
)
CONTRACTS = USUAL | {"name": "Contracts", "preset": "legal-drafting"}
CONTRACTS |= {"inputs": {"finance": {"start_month": "2026-06"}}}
TRIAL = {"name": "A trial"}
PAID: dict[str, Any] = {  # in the first two months after the decision about the contracts
    "months": [
        {"month": "2026-07", "requests": 2_100, "amounts": {"provider": 900, "input": 610}},
        {"month": "2026-08", "requests": 1_800, "amounts": {"provider": 840, "input": 540}},
    ],
    "author": "Ada",
}


@dataclass(frozen=True)
class Examples:
    """Scenarios on a server, and the cookies of the browser that holds their keys."""

    server: str
    support: Kept  # three revisions
    contracts: Kept
    deleted: Kept
    cookies: dict[str, str]

    def path(self, pattern: str) -> str:
        """Return an address in which {support} and the like stand for scenarios."""
        return pattern.format(
            support=self.support.id, contracts=self.contracts.id, deleted=self.deleted.id
        )

    def give_keys(self, page: Page) -> None:
        """Make the page's browser the one that holds the keys."""
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.server}
                for name, value in self.cookies.items()
            ]
        )


def save_examples(server: str) -> Examples:
    """Save the scenarios through the API, and hand their keys to a browser."""
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        ask = client.request
        support = save_small_plan(ask, **SUPPORT)
        for number, body in enumerate(LATER, 1):
            ask("PUT", support.api, json=body, headers=support.at(number)).raise_for_status()
        contracts = save_small_plan(ask, **CONTRACTS)
        paid = ask("PUT", f"{contracts.api}/actuals", json=PAID, headers=contracts.at(0))
        paid.raise_for_status()
        deleted = save_small_plan(ask, **TRIAL)
        for kept in (support, contracts, deleted):
            assert client.post(f"{kept.page}/key", data={"key": kept.key}).status_code == 303
        ask("DELETE", deleted.api, headers=deleted.at(1)).raise_for_status()
        return Examples(server, support, contracts, deleted, dict(client.cookies))
