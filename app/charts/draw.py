"""The chart as a picture that stands alone: no style sheet, no script, its own font in a PNG."""

import json
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from app.charts.chart import Chart, cost_chart, difference_chart
from app.charts.figure import check_compared
from app.charts.scale import Frame
from app.charts.view import USUAL, View
from app.plans.plan import Plan
from app.words.decision import verdict_words
from app.words.months import day_name
from app.work.task import timed_elsewhere

RASTER = Path(__file__).with_name("raster.py")
FONTS = Path(__file__).parent / "fonts"  # resvg leaves out text without a word if it has no font
FONT_FILES = [str(FONTS / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
COLOURS = {"prompting": "#b4530a", "tuning": "#0b6e63", "hybrid": "#5b45b0"}
DASHES = {"prompting": "none", "tuning": "10 3", "hybrid": "3 3"}
MARGIN = 24  # SVG units left and right
LARGEST_TITLE, SMALLEST_TITLE = 20, 12  # SVG units
LETTER = 0.84  # of the font's size: a bold N, which is wider than most
ZOOM = 2  # pixels of a PNG for one unit of the SVG


@dataclass(frozen=True)
class Size:
    """A picture's measures, in SVG units."""

    width: int
    height: int
    top: int  # where the chart begins, below title and headline
    letters: int  # of the headline in one line
    zoom: int


PICTURE = Size(width=880, height=560, top=108, letters=96, zoom=ZOOM)
PREVIEW = Size(width=1200, height=630, top=150, letters=88, zoom=1)  # what link previews show


def svg(environment: Environment, plan: Plan, title: str, size: Size, view: View = USUAL) -> str:
    """Return the picture as an SVG document."""
    frame = Frame(
        width=size.width, height=size.height - size.top - 24, left=84, right=130, top=16, bottom=40
    )
    shown, title_size = fitting(title, size.width - 2 * MARGIN)
    return environment.get_template("charts/picture.svg").render(
        title=title,
        shown=shown,
        title_size=title_size,
        size=size,
        headline=textwrap.wrap(verdict_words(plan), size.letters, max_lines=2, placeholder="…"),
        chart=drawn(plan, frame, view),
        colours=COLOURS,
        dashes=DASHES,
        axis=f"months; {view.title[0].lower()}{view.title[1:]}, {view.money_words}",
        foot=f"Crossover, prices of {day_name(plan.prices_as_of)}, model {plan.model_version}",
    )


def drawn(plan: Plan, frame: Frame, view: View) -> Chart:
    """Return the chart of a view; raises InvalidInputs if there is nothing to show."""
    if view.kind != "difference":
        return cost_chart(plan.projection, plan.summary, frame, view)
    check_compared(plan)
    bands = plan.savings_bands if view.has_band else {}
    return difference_chart(plan.projection, plan.summary, frame, bands)


def fitting(title: str, width: float) -> tuple[str, float]:
    """Return a title and a size in which it fits on one line; what is too long is cut."""
    most = int(width / (SMALLEST_TITLE * LETTER))
    shown = title if len(title) <= most else f"{title[: most - 1]}…"
    return shown, round(min(LARGEST_TITLE, width / (len(shown) * LETTER)), 1)


def png(picture: str, size: Size) -> bytes:
    """Return an SVG as a PNG on white, drawn by a process of its own."""
    options = {
        "svg_string": picture,
        "zoom": size.zoom,
        "background": "#ffffff",
        "skip_system_fonts": True,
        "font_files": FONT_FILES,
        "font_family": "DejaVu Sans",
        "sans_serif_family": "DejaVu Sans",
    }
    command = (sys.executable, "-P", RASTER)
    with timed_elsewhere():
        drawing = subprocess.run(
            command, input=json.dumps(options).encode(), stdout=subprocess.PIPE, check=True
        )
    return drawing.stdout
