"""Attributes that are calculated when first asked for keep nobody waiting."""

import ast
import threading
from dataclasses import dataclass
from pathlib import Path

from app.work.lazy import Lazy, lazy

APP = Path(__file__).resolve().parents[2] / "app"
SECONDS = 10


@dataclass(frozen=True)
class Thing:
    """Counts how often it calculates."""

    counted: list[int]

    @lazy
    def value(self) -> int:
        """The value."""
        self.counted.append(1)
        return 7


def test_it_is_calculated_once_and_kept():
    thing = Thing([])

    assert (thing.value, thing.value) == (7, 7)
    assert thing.counted == [1]
    assert Thing([]).counted == []


def test_the_class_says_what_it_is():
    assert isinstance(Thing.value, Lazy)
    assert Thing.value.__doc__ == "The value."


def test_two_objects_of_a_class_calculate_at_once():
    together = threading.Barrier(2)

    class Slow:
        @lazy
        def value(self) -> int:
            return together.wait(SECONDS)  # raises BrokenBarrierError if the other has to wait

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(Slow().value)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [0, 1]


def test_nothing_in_the_app_holds_a_lock_around_its_work():
    named = {
        f"{file.relative_to(APP)}: {ast.unparse(node)}"
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if "cached_property" in (getattr(node, "id", ""), getattr(node, "attr", ""))
        or (isinstance(node, ast.ImportFrom) and "cached_property" in {a.name for a in node.names})
    }

    assert named == set()
