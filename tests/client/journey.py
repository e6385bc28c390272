"""What a program does with the generated client: `journey.py http://127.0.0.1:8000`.

Runs where the client is, knows nothing of Crossover but its package, and prints what it met.
"""

import json
import sys
from importlib import import_module
from pkgutil import iter_modules

from client import AuthenticatedClient, Client
from client.api import plans, revisions, scenarios
from client.models import CandidatesBody, NewScenarioBody, PlanBody, ScenarioBody

PLAN = {
    "preset": "blank",
    "inputs": {"tuning": {"build_cost": 1000, "already_live": False}},
    "ranges": {"tuning.build_cost": {"low": 500, "high": 2000}},
    "draws": 256,
}
SAVED = ("scenario_", "revision_")


def operation(package, name):
    """Return what sends one request and returns its status, headers and contents."""
    return import_module(f"{package.__name__}.{name}").sync_detailed


def names(package, *beginnings):
    """Return the operations whose names begin so."""
    return [
        item.name for item in iter_modules(package.__path__) if item.name.startswith(beginnings)
    ]


def read(answers, name, answer):
    """Note that an answer was read: its status, and whether it became something."""
    answers[name] = [int(answer.status_code), answer.parsed is not None]


def feeds_of_a_plan(client):
    """Ask for every feed of a plan, by query and by body."""
    answers: dict[str, list] = {}
    for name in names(plans, "get_"):
        read(answers, name, operation(plans, name)(client=client))
    for name in names(plans, "post_"):
        body = (CandidatesBody if "candidates" in name else PlanBody).from_dict(PLAN)
        read(answers, name, operation(plans, name)(client=client, body=body))
    return answers


def feeds_of_a_scenario(client, scenario):
    """Ask for every feed of a saved scenario and of its first revision."""
    answers: dict[str, list] = {}
    for name in names(scenarios, "get_scenario"):
        figure = {"name": "tuning.npv"} if name.endswith("value") else {}
        read(answers, name, operation(scenarios, name)(scenario, client=client, **figure))
    for name in names(revisions, "get_revision"):
        figure = {"name": "tuning.npv"} if name.endswith("value") else {}
        asked = {"number": 1, "client": client}
        read(answers, name, operation(revisions, name)(scenario, **asked, **figure))
    read(answers, "list_revisions", operation(revisions, "list_revisions")(scenario, client=client))
    return answers


def main(base_url):
    """Save, change, compare, read everything, delete; return what was met on the way."""
    anybody = Client(base_url=base_url, timeout=120)
    create = operation(scenarios, "create_scenario")
    body = NewScenarioBody.from_dict(PLAN | {"name": "Plan"})
    first, second = (create(client=anybody, body=body) for _ in range(2))
    scenario = first.parsed.id
    owner = AuthenticatedClient(base_url=base_url, token=first.parsed.edit_key, timeout=120)

    revise = operation(scenarios, "revise_scenario")
    dearer = ScenarioBody.from_dict(PLAN | {"name": "Dearer"})
    asked = {"client": owner, "body": dearer, "if_match": first.headers["etag"]}
    changed, late = (revise(scenario, **asked) for _ in range(2))
    both = [scenario, second.parsed.id]
    compared = operation(scenarios, "get_comparison")(client=anybody, s=both)
    met = {
        "created": [int(first.status_code), first.headers["location"].endswith(scenario)],
        "changed": [int(changed.status_code), changed.parsed.revision, changed.headers["etag"]],
        "late": [int(late.status_code), late.parsed.current.name],
        "compared": [int(compared.status_code), len(compared.parsed.scenarios)],
        "plan": feeds_of_a_plan(anybody),
        "saved": feeds_of_a_scenario(anybody, scenario),
    }
    gone = operation(scenarios, "delete_scenario")(scenario, client=owner)
    after = operation(scenarios, "get_scenario")(scenario, client=anybody)
    return met | {"deleted": [int(gone.status_code), int(after.status_code)]}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
