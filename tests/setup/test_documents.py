"""README, CONTRIBUTING, CHANGELOG and the tables in docs say what the code says."""

import argparse
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from app import cli
from app.evidence.readers import FORMATS
from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 110  # of the README
PLACEHOLDER = re.compile(r"\b(NAME|SUBJECT|KIND)\b")  # in paths of the recipes
UNSET = {
    "public_url": "the request's own",
    "trusted_proxies": "nobody",
    "metrics_token": "no metrics",
}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of every table whose heading is this one, row by row."""
    tables = re.findall(rf"^{re.escape(heading)}\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.M)
    assert tables, heading
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for table in tables
        for line in table.splitlines()
    ]


def quoted(text: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


# Addresses


def documented_addresses() -> Iterator[tuple[str, str]]:
    """Yield method and address of every row, below each of the addresses that its table names."""
    heading = "| Address | Methods | What |"
    for above, table in re.findall(
        rf"^(.*):\n\n{re.escape(heading)}\n\|[-|]+\|\n((?:\|.*\n)+)",
        read("docs/addresses.md"),
        re.M,
    ):
        below = [name for name in quoted(above) if name.startswith("/")]
        below += [""] if above.startswith("At the root") else []
        assert below, above
        for row in table.splitlines():
            addresses, methods = row.split("|")[1:3]
            every = product(methods.strip().split(", "), below, quoted(addresses))
            for method, prefix, address in every:
                yield method, prefix + address


def served_addresses() -> Iterator[tuple[str, str]]:
    """Yield method and address of every route, with the short names of what varies."""
    short = {"{scenario_id}": "{id}", "{number}": "{n}"}
    for route in iter_route_contexts(create_app(Settings()).routes):
        path = str(route.path)
        for name, shown in short.items():
            path = path.replace(name, shown)
        for method in (getattr(route, "methods", None) or set()) - {"HEAD"}:
            yield method, path


def test_every_address_is_documented_and_none_besides() -> None:
    documented, served = list(documented_addresses()), list(served_addresses())

    assert set(documented) == set(served)
    assert len(documented) == len(set(documented))


# Commands


def test_every_make_target_is_documented_in_the_words_of_the_makefile() -> None:
    documented = {
        quoted(command)[0]: words
        for command, words in rows(read("docs/commands.md"), "| Command | What |")
    }
    targets = dict(re.findall(r"^([a-z]+):.*?## (.*)$", read("Makefile"), re.M))

    assert documented.keys() == {f"make {target}" for target in targets}
    for target, words in targets.items():
        assert documented[f"make {target}"].startswith(words), target


def options() -> Iterator[tuple[str, str, str]]:
    """Yield every command and option of `crossover` with its default and its help."""
    [commands] = [
        action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    for shown in commands._choices_actions:
        actions = [item for item in commands.choices[shown.dest]._actions if item.dest != "help"]
        places = [item.dest.upper() for item in actions if not item.option_strings]
        yield " ".join(["crossover", shown.dest, *places]), "", shown.help or ""
        for item in actions:
            for option in item.option_strings:
                words = (item.help or "").removesuffix(" (%(default)s)")
                yield f"crossover {shown.dest} {option}", f"`{item.default}`", words


def test_every_command_and_option_is_documented_with_its_default() -> None:
    documented = {
        quoted(command)[0]: (default, words)
        for command, default, words in rows(
            read("docs/commands.md"), "| Command | Default | What |"
        )
    }
    known = {command: (default, words) for command, default, words in options()}

    assert documented.keys() == known.keys()
    for command, (default, words) in known.items():
        assert documented[command][0] == default, command
        assert documented[command][1].startswith(words), command


# Settings


def test_every_setting_is_documented_with_its_default_and_what_it_is_for() -> None:
    documented = {
        quoted(variable)[0]: (default, words)
        for variable, default, words in rows(
            read("docs/settings.md"), "| Variable | Default | What |"
        )
    }
    known = {
        f"CROSSOVER_{name.upper()}": (UNSET.get(name, f"`{field.default}`"), field.description)
        for name, field in Settings.model_fields.items()
    }

    assert documented == known


# README


def test_the_readme_is_short_and_begins_with_what_it_is_and_how_to_start() -> None:
    lines = read("README.md").splitlines()
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", read("README.md"))
    first = read("README.md").index("```sh")

    assert len(lines) <= MOST_LINES
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
    assert re.match(r"```sh\nmake run .*\nmake test .*\n```", read("README.md")[first:])


def test_the_readme_explains_all_that_continuous_integration_runs() -> None:
    run = re.findall(r"^make \w+$", read(".ci/run"), re.M)

    assert "make test" in run
    assert set(run) <= set(quoted(read("README.md")))


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/README.md"]
)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    named = re.findall(
        r"`((?:app|tests|templates|static|migrations|benchmarks|docs|deploy|\.ci)/[\w./-]*)`",
        read(document),
    )

    for name in named:
        if not PLACEHOLDER.search(name):
            assert (ROOT / name).exists(), name


# The model


def test_the_definition_of_the_model_is_as_make_docs_writes_it() -> None:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr


# CONTRIBUTING and CHANGELOG


def test_the_table_of_folders_has_every_folder_in_the_order_of_imports() -> None:
    layers = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    there = {path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()}
    listed = [
        name.removeprefix("app/")
        for folders, _ in rows(read("CONTRIBUTING.md"), "| Folder | What |")
        for name in quoted(folders)
        if not name.endswith(".py")
    ]

    assert set(listed) == there
    for earlier, later in pairwise(listed):
        assert place(layers, earlier) >= place(layers, later), (earlier, later)


def place(layers: list[str], folder: str) -> int:
    """Return in which layer of the import contract a folder is, the uppermost being 0."""
    return next(at for at, layer in enumerate(layers) if folder in re.findall(r"\w+", layer))


def test_the_newest_version_of_the_changelog_is_that_of_the_package() -> None:
    versions = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", read("CHANGELOG.md"), re.M
    )
    project = tomllib.loads(read("pyproject.toml"))["project"]

    assert versions[0] == project["version"]
    assert versions == sorted(versions, key=lambda text: [*map(int, text.split("."))], reverse=True)


def test_every_format_of_evidence_is_documented() -> None:
    documented = [
        (quoted(name)[0], title)
        for name, _, title, _ in rows(
            read("docs/evidence.md"), "| Format | Kind | Title | Cached tokens |"
        )
    ]

    assert sorted(documented) == sorted((known.name, known.title) for known in FORMATS)
