"""Pictures of the main states, into docs/screenshots; run by `make screenshots`."""

import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.browser.examples import Examples, save_examples
from tests.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS
from tests.servers import ROOT, running_server

FOLDER = ROOT / "docs" / "screenshots"
WIDE = {"width": 1280, "height": 720}
PHONE = {"width": 360, "height": 720}
CASE = "/?preset=customer-support&workload.requests_per_month=40000"


class Picture(NamedTuple):
    """A state of a page; {support} and the like stand for saved scenarios."""

    name: str
    path: str
    scheme: str = "light"
    size: dict[str, int] = WIDE


PICTURES = (
    Picture("calculator", CASE),
    Picture("calculator-dark", CASE, scheme="dark"),
    Picture("calculator-phone", CASE, size=PHONE),
    Picture("example", "/example"),
    Picture("scenario", "/s/{support}"),
    Picture("history", "/s/{support}/revisions?from=1&to=3"),
    Picture("compare", "/compare?s={support}&s={contracts}"),
    Picture("my-scenarios", "/scenarios"),
    Picture("prices", "/prices?q=gpt-4.1"),
    Picture("methodology", "/methodology?preset=customer-support#example"),
    Picture("explain", "/explain?result=tuning.npv&preset=customer-support"),
    Picture("brief", "/s/{support}/brief"),
)


def main() -> None:
    """Take every picture anew, of an app with a database of its own."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    FOLDER.mkdir(exist_ok=True)
    for former in FOLDER.glob("*.png"):
        former.unlink()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            running_server(folder=folder, database_url=f"sqlite:///{folder / 'app.db'}") as server,
            sync_playwright() as playwright,
        ):
            chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
            examples = save_examples(server)
            for picture in PICTURES:
                with chromium.new_context(**options(picture)) as context:
                    take(picture, context.new_page(), examples)
            chromium.close()


def options(picture: Picture) -> dict[str, Any]:
    """Return the browser's settings for a picture."""
    return {
        "viewport": picture.size,
        "color_scheme": picture.scheme,
        "reduced_motion": "reduce",
        "timezone_id": "UTC",
    }


def take(picture: Picture, page: Page, examples: Examples) -> None:
    """Save what a window shows once everything is loaded."""
    examples.give_keys(page)
    page.goto(examples.server + examples.path(picture.path))
    page.wait_for_load_state("networkidle")
    target = FOLDER / f"{picture.name}.png"
    page.screenshot(path=target)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
