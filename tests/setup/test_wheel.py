"""The wheel is all of Crossover: installed where there is no source tree, it serves."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from tests.servers import START_TIMEOUT, free_port, wait_until_healthy

ROOT = Path(__file__).resolve().parents[2]
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
OFFLINE = ("--no-index", "--no-deps")
SHIPPED = ("templates", "static", "migrations")
STAYS = Path("migrations/__main__.py")  # writes new migrations, into the source tree


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", folder, ROOT)
    return next(folder.glob("crossover-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, which takes what it depends on from the running one."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, symlinks=True)
    run(*PIP, "--python", environment / "bin" / "python", "install", *OFFLINE, wheel)
    # A .pth that names a folder does not read the .pth files in there: no editable install.
    names = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (packages_of(environment) / "dependencies.pth").write_text("\n".join(names))
    return environment


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """What asks `crossover serve` from the wheel, in a folder where there is nothing."""
    folder, port = tmp_path_factory.mktemp("empty"), free_port()
    log = tmp_path_factory.mktemp("log") / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [installed / "bin" / "crossover", "serve", "--port", str(port)],
            cwd=folder,
            env=clean_environment(),
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process=process, log=log)
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=START_TIMEOUT
        ) as client:
            yield client
        assert [path.name for path in folder.iterdir()] == ["var"]
    finally:
        process.terminate()
        process.wait(START_TIMEOUT)


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a program to its end and return what it says."""
    done = subprocess.run(
        command, cwd=cwd, env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return the variables of this process without a path to the source tree, and no settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith("CROSSOVER_")
    }


def packages_of(environment: Path) -> Path:
    """Return where an environment keeps its packages."""
    return next(environment.glob("lib/python*/site-packages"))


def source_files(folder: str) -> set[Path]:
    """Return the files of a folder of the source tree, relative to the tree."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT) for path in files if path.parent.name != "__pycache__"}


def test_the_wheel_has_every_file(wheel: Path) -> None:
    within = {Path(name) for name in ZipFile(wheel).namelist()}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    shipped = set().union(*map(source_files, SHIPPED)) - {STAYS}
    expected = source_files("app") | {Path("app", "shipped", file) for file in shipped}

    assert {path for path in within if path.parts[0] == "app"} == expected
    assert {path.parts[0] for path in within} == {"app", f"crossover-{version}.dist-info"}


def test_the_app_is_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import app; print(app.__file__, app.folder('templates'))"
    printed = run(installed / "bin" / "python", "-c", code, cwd=tmp_path).split()

    package = packages_of(installed) / "app"
    assert printed == [str(package / "__init__.py"), str(package / "shipped" / "templates")]


def test_a_page_and_the_files_it_names_are_there(served: httpx.Client) -> None:
    page = served.get("/")
    named = set(re.findall(r'"(/static/[^"]+)"', page.text))

    assert page.status_code == 200
    assert {Path(name).suffix for name in named} >= {".css", ".js"}
    for name in named:
        assert served.get(name).status_code == 200, name


def test_figures_pictures_and_workbooks_are_calculated(served: httpx.Client) -> None:
    case = "preset=customer-support"
    assert served.get(f"/api/v1/summary?{case}").json()["cheapest"]
    assert served.get(f"/api/v1/uncertainty?{case}").status_code == 200
    assert served.get(f"/chart.png?{case}").content.startswith(b"\x89PNG")
    assert served.get(f"/api/v1/workbook.xlsx?{case}").content.startswith(b"PK")
    assert served.post("/api/v1/tokens", json={"text": "Hello, world"}).json()["tokens"] == 3


def test_a_scenario_is_saved_and_opened(served: httpx.Client) -> None:
    body = {"name": "From a wheel", "preset": "blank", "inputs": {"tuning": {"build_cost": 5}}}
    saved = served.post("/api/v1/scenarios", json=body)
    assert saved.status_code == 201

    opened = served.get(f"/s/{saved.json()['id']}")
    assert opened.status_code == 200
    assert "From a wheel" in opened.text
