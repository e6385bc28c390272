"""Save scenarios with the release in whose folder this runs, and record what it answers of them.

python record.py NEW.db ANSWERS.json [SCENARIO …]
"""

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx

sys.path.insert(0, ".")

from app.main import create_app
from app.scenarios.saved_plans import rename  # in 0.1.0: app.saved_plans
from app.settings import Settings
from app.store import migrate  # in 0.1.0: app.scenarios

URL = "https://crossover.example"
TUNE = {
    "consistent_format": "yes",
    "repeats_at_scale": "yes",
    "specialised_domain": "yes",
    "errors_costly": "yes",
    "changes_often": "no",
    "creative": "no",
    "needed_now": "no",
    "no_ml_skills": "no",
}
CASES: dict[str, dict[str, Any]] = {
    "support": {
        "preset": "customer-support",
        "inputs": {
            "workload": {"requests_per_month": 500_000},
            "tuning": {"build_hours": 40, "output_price": 0.5},
        },
        "ranges": {"workload.requests_per_month": "200k..900k"},
        "draws": 256,
    },
    "falling-back": {
        "preset": "financial-reporting",
        "inputs": {
            "finance": {"horizon_months": 18, "discount_rate": 0.08},
            "tuning": {"service_life_months": 9, "on_retirement": "prompting"},
            "hybrid": {"service_life_months": 6, "on_retirement": "rebuild"},
        },
        "draws": 256,
    },
    "only-tuning": {
        "preset": "blank",
        "inputs": {
            "prompting": {
                "input_price": 3,
                "output_price": 15,
                "prompt_tokens": 2000,
                "output_tokens": 300,
            },
            "tuning": {
                "input_price": 0.5,
                "output_price": 2,
                "prompt_tokens": 300,
                "output_tokens": 300,
                "build_cost": 1000,
            },
        },
        "ranges": {"tuning.build_cost": {"low": 500, "high": 2000}},
        "draws": 256,
    },
    "nothing": {"preset": "blank", "inputs": {}},
    "euros": {
        "preset": "internal-tools",
        "inputs": {
            "finance": {"currency": "EUR", "exchange_rate": 0.92},
            "fit": {"changes_often": "yes", "creative": "yes", "needed_now": "yes"},
        },
        "draws": 256,
    },
    "middle-way": {"preset": "customer-support", "inputs": {"fit": TUNE}, "draws": 256},
    "close": {
        "preset": "blank",
        "inputs": {
            "fit": TUNE,
            "workload": {"requests_per_month": 100_000},
            "prompting": {"input_price": 1, "prompt_tokens": 1000},
            "tuning": {"input_price": 1, "prompt_tokens": 1010},
            "hybrid": {"input_price": 2, "prompt_tokens": 1000},
        },
    },
}
MORE = "support"  # the second revision has other requests
WHOLLY = ("support", "only-tuning")  # of which more is recorded than what every plan has


class Release:
    """The release over a new database."""

    def __init__(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        url = f"sqlite:///{file}"
        migrate(url)
        unlimited: dict[str, Any] = {"write_limit": "0", "simulation_limit": "0"}
        settings = {"database_url": url, "public_url": URL} | unlimited
        self.app = create_app(Settings(**settings))

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send one request."""

        async def through_the_app() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
                return await client.request(method, path, **options)

        return anyio.run(through_the_app)

    def save(self, name: str) -> dict[str, Any]:
        """Save a scenario with all its revisions; return what the API answered at first."""
        said = {"name": name, "note": "As decided", "author": "Ada"}
        kept: dict[str, Any] = self.ask("POST", "/api/v1/scenarios", json=CASES[name] | said).json()
        if name == MORE:
            body = CASES[name] | {"name": name, "note": "More of it", "ranges": {}}
            body["inputs"] = {"workload": {"requests_per_month": 900_000}}
            headers = {"Authorization": f"Bearer {kept['edit_key']}", "If-Match": '"1"'}
            self.ask("PUT", f"/api/v1/scenarios/{kept['id']}", json=body, headers=headers)
        if name == "falling-back":
            key = kept["edit_key"]
            rename(self.app.state.database, kept["id"], edit_key=key, name="Reporting, renamed")
        return kept

    def answers(self, name: str, base: str, number: int) -> dict[str, Any]:
        """Return what it answers of one revision."""
        wide = self.ask("GET", f"{base}/months.csv?layout=wide&bom=0").text
        feeds = ["summary", "verdict"]
        if name in WHOLLY and number == 1:
            feeds += ["thresholds", "sensitivity", "uncertainty"]
        if name == "only-tuning":
            feeds.append("months")
        found = {feed: self.ask("GET", f"{base}/{feed}").json() for feed in feeds}
        scenario = self.ask("GET", base).json()
        return {"scenario": scenario, "months.csv?layout=wide": wide.splitlines()} | found


def record(release: Release, name: str) -> dict[str, Any]:
    """Save a scenario; return its id, its key and what is answered of each revision."""
    kept = release.save(name)
    base = f"/api/v1/scenarios/{kept['id']}"
    latest = release.ask("GET", base).json()["revision"]
    revisions = {
        str(number): release.answers(name, f"{base}/revisions/{number}", number)
        for number in range(1, latest + 1)
    }
    return {"id": kept["id"], "edit_key": kept["edit_key"], "revisions": revisions}


def main(database: Path, answers: Path, names: list[str]) -> None:
    """Write the answers, and the database as text beside them."""
    release = Release(database)
    recorded = {name: record(release, name) for name in names or CASES}
    release.app.state.database.close()
    text = json.dumps({"scenarios": recorded}, separators=(",", ":"))
    answers.write_text(text.replace('"months.csv', '\n"months.csv') + "\n")
    dump = "\n".join(sqlite3.connect(database).iterdump())
    answers.with_suffix(".sql").write_text(dump + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
