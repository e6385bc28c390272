"""Record what the model answers, for later versions to be compared with.

    PYTHONPATH=. python tests/model/records/record.py

writes answers/ (the bytes of ten GET requests, dates and versions blanked out), which
test_records.py, above, replays. Record anew only when a figure is meant to change, and say in the
commit why; without a change of the code it leaves no difference. Every plan starts from blank, so
that new prices in the catalogue change nothing here. plans.json is of version 1 (300 random plans:
what differed from blank, and every figure of the summary) and is never recorded again.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from anyio.from_thread import start_blocking_portal

from app.main import create_app
from app.settings import Settings
from app.store import migrate

FOLDER = Path(__file__).parent
PLANS_FILE = FOLDER / "plans.json"
ANSWERS = FOLDER / "answers"
PLANS = 300
DATED = re.compile(
    rb'("(?:prices_as_of|model_version|generated_at|created_at|updated_at)":)"[^"]*"'
)
# Every rule at once: hosting in steps, caching, falling back, maintenance, retirement, euros.
RICH: dict[str, Any] = {
    "workload.requests_per_month": 60_000,
    "workload.monthly_growth": 0.04,
    "workload.maximum_requests_per_month": 95_000,
    "workload.request_tokens": 300,
    "finance.horizon_months": 18,
    "finance.discount_rate": 0.08,
    "finance.currency": "EUR",
    "finance.exchange_rate": 0.9,
    "finance.provider_price_change": -0.2,
    "finance.wage_growth": 0.03,
    "labour.engineer_rate": 80,
    "labour.labeller_rate": 28,
    "labour.reviewer_rate": 35,
    "quality.error_cost": 0.4,
    "quality.review_minutes": 2,
    "quality.request_value": 0.2,
    "prompting.input_price": 2.5,
    "prompting.cached_input_price": 0.25,
    "prompting.cache_write_price": 3,
    "prompting.output_price": 12,
    "prompting.batch_share": 0.3,
    "prompting.batch_discount": 0.5,
    "prompting.prompt_tokens": 2_800,
    "prompting.prompt_growth": 0.03,
    "prompting.maximum_prompt_tokens": 4_000,
    "prompting.cache_hit_rate": 0.5,
    "prompting.cache_minimum_tokens": 3_000,
    "prompting.output_tokens": 250,
    "prompting.error_rate": 0.06,
    "prompting.review_rate": 0.05,
    "prompting.build_hours": 60,
    "prompting.platform_cost": 70,
    "prompting.upkeep_every_months": 2,
    "prompting.upkeep_hours": 5,
    "prompting.service_life_months": 12,
    "prompting.migration_hours": 9,
    "tuning.hosting_price": 2.5,
    "tuning.replica_requests_per_hour": 60,
    "tuning.peak_factor": 1.5,
    "tuning.retry_rate": 0.02,
    "tuning.error_rate": 0.03,
    "tuning.review_rate": 0.03,
    "tuning.build_hours": 120,
    "tuning.build_cost": 500,
    "tuning.evaluation_hours": 20,
    "tuning.dataset_examples": 2_000,
    "tuning.example_minutes": 5,
    "tuning.example_tokens": 900,
    "tuning.epochs": 3,
    "tuning.training_price": 5,
    "tuning.training_runs": 3,
    "tuning.lead_time_months": 2,
    "tuning.upkeep_every_months": 6,
    "tuning.upkeep_training_runs": 1,
    "tuning.refresh_share": 0.25,
    "tuning.service_life_months": 14,
    "tuning.on_retirement": "prompting",
    "hybrid.input_price": 0.8,
    "hybrid.output_price": 3.2,
    "hybrid.prompt_tokens": 600,
    "hybrid.output_tokens": 220,
    "hybrid.error_rate": 0.025,
    "hybrid.review_rate": 0.03,
    "hybrid.build_hours": 90,
    "hybrid.evaluation_hours": 20,
    "hybrid.lead_time_months": 1,
    "hybrid.upkeep_every_months": 3,
    "hybrid.upkeep_hours": 6,
    "hybrid.service_life_months": 9,
    "hybrid.migration_hours": 20,
    "hybrid.prompted_share": 0.25,
    "fit.consistent_format": "yes",
    "fit.changes_often": "no",
}
RANGED = {
    "ranges.workload.requests_per_month": "30000..90000",
    "ranges.tuning.error_rate": "0.01..0.05",
    "ranges.prompting.prompt_tokens": "2000..4000",
    "ranges.hybrid.lead_time_months": "0..4",
    "draws": 256,
}
PLAIN = {
    "workload.requests_per_month": 40_000,
    "prompting.input_price": 3,
    "prompting.prompt_tokens": 2_000,
    "tuning.input_price": 1,
    "tuning.build_cost": 1_500,
    "hybrid.input_price": 1,
    "hybrid.prompt_tokens": 500,
    "hybrid.build_cost": 900,
}
# file -> address and query
REQUESTS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "projection.json": ("projection", RICH),
    "summary.json": ("summary", RICH),
    "months.json": ("months", {**PLAIN, "layout": "wide"}),
    "months.csv": ("months.csv", RICH),
    "inputs.json": ("inputs", RICH),
    "uncertainty.json": ("uncertainty", {**RICH, **RANGED}),
    "sensitivity.json": ("sensitivity", {**RICH, **RANGED}),
    "thresholds.json": ("thresholds", RICH),
    "verdict.json": ("verdict", {**RICH, **RANGED}),
    "saved.json": ("projection", PLAIN),  # of a scenario that is saved first
}


def answers() -> Iterator[tuple[str, bytes]]:
    """Ask the app in this process; yields each file's name and what belongs into it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/crossover.db"
        migrate(url)
        app = create_app(Settings(database_url=url, write_limit="0", simulation_limit="0"))

        async def send(method: str, path: str, body: Any = None) -> bytes:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                response = await client.request(method, f"/api/v1/{path}", json=body)
            return response.raise_for_status().content

        with start_blocking_portal() as portal:
            for file, (path, values) in REQUESTS.items():
                query = f"{path}?{urlencode({'preset': 'blank', **values})}"
                if file == "saved.json":
                    body = {"name": "Plan", "preset": "blank", "inputs": nested(values)}
                    saved = json.loads(portal.call(send, "POST", "scenarios", body))
                    query = f"scenarios/{saved['id']}/{path}"
                yield file, without_dates(portal.call(send, "GET", query))
        app.state.database.close()


def nested(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        group, field = name.split(".")
        groups.setdefault(group, {})[field] = value
    return groups


def without_dates(content: bytes) -> bytes:
    return DATED.sub(rb'\1""', content)


def record() -> None:
    ANSWERS.mkdir(exist_ok=True)
    for file, content in answers():
        (ANSWERS / file).write_bytes(content)


if __name__ == "__main__":
    record()
