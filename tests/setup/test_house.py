"""The house stays one with rooms: no folder of too many modules, nothing loose beside them."""

from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"
MOST_MODULES = 20
LOOSE = {"__init__.py", "__main__.py", "main.py", "settings.py"}


def test_no_folder_holds_more_modules_than_one_looks_through():
    folders = [APP, *(path for path in APP.rglob("*") if path.is_dir())]
    modules = {
        str(folder.relative_to(APP.parent)): sum(
            path.name != "__init__.py" for path in folder.glob("*.py")
        )
        for folder in folders
    }
    assert {name: number for name, number in modules.items() if number > MOST_MODULES} == {}


def test_nothing_lies_loose_beside_the_folders():
    assert {path.name for path in APP.glob("*.py")} == LOOSE


def test_a_folder_with_modules_says_what_it_is():
    folders = {path.parent for path in APP.rglob("*.py")}
    silent = [
        str(folder)
        for folder in folders
        if not (folder / "__init__.py").is_file()
        or not (folder / "__init__.py").read_text().startswith('"""')
    ]
    assert silent == []
