"""Light and dark, as the system says."""

import pytest

COLOURS = """() => [
  getComputedStyle(document.documentElement).backgroundColor,
  ...["prompting", "tuning", "hybrid"].map((name) =>
    getComputedStyle(document.querySelector(`#figure .${name} polyline`)).stroke),
  getComputedStyle(document.querySelector(".card")).backgroundColor,
  getComputedStyle(document.querySelector("input[type=text]")).backgroundColor,
]"""


def test_the_page_follows_the_system_while_it_is_open(open_page):
    page = open_page("/", color_scheme="light")
    light = page.evaluate(COLOURS)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(COLOURS)
    assert all(one != other for one, other in zip(light, dark, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_three_approaches_differ_in_colour_and_in_dash(open_page, scheme):
    page = open_page("/", color_scheme=scheme)
    curves = page.locator("#figure .curve polyline")
    for quality in ("stroke", "strokeDasharray"):
        found = curves.evaluate_all(f"all => all.map(one => getComputedStyle(one).{quality})")
        assert len(set(found)) == 3
