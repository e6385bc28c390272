"""What others wrote and we serve is what they published."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
STATED_VERSION = {  # file -> where it says which version it is
    "htmx": re.compile(r'this\.version="([\d.]+)"'),
    "pico": re.compile(r"Pico CSS .*? v([\d.]+) "),
}


def assets() -> list[Path]:
    return sorted(path for path in VENDOR.iterdir() if path.suffix in {".js", ".css"})


def checksums() -> dict[str, str]:
    lines = (VENDOR / "CHECKSUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_file_has_a_checksum_and_matches_it() -> None:
    files = {path.name: path.read_bytes() for path in VENDOR.iterdir() if path.name != "CHECKSUMS"}

    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == checksums()


@pytest.mark.parametrize("asset", assets(), ids=lambda asset: asset.name)
def test_a_file_is_of_the_version_in_its_name(asset: Path) -> None:
    named = re.fullmatch(r"([a-z]+)-(\d+\.\d+\.\d+)\.min\.(js|css)", asset.name)
    assert named is not None
    stated = STATED_VERSION[named[1]].search(asset.read_text())
    assert stated is not None
    assert stated[1] == named[2]


@pytest.mark.parametrize("asset", assets(), ids=lambda asset: asset.name)
def test_a_licence_lies_beside_each_file(asset: Path) -> None:
    stem = asset.name.partition(".min.")[0]

    assert [path.name for path in VENDOR.glob(f"{stem}.LICENSE*")]


def test_no_file_loads_another_from_elsewhere() -> None:
    for asset in assets():
        assert re.search(r"(@import|url\(|src=)\s*[\"']?(https?:)?//", asset.read_text()) is None
