"""Who is cheapest, and who is too close to it to call, in cells."""

from collections.abc import Mapping

from app.answers import Summary
from app.answers.summary import OF_THE_CHEAPEST, OF_WHAT_CHANGES
from app.answers.windows import context_window, longest_call
from app.inputs import TITLES, ApproachName, Challenger
from app.model import LINE_TITLES, LINES, Projection
from app.workbook.constants import window
from app.workbook.grid import Grid
from app.workbook.sheets.calculations import LONGEST_CALL

Costs = Mapping[str, float]  # in today's money, by line
CHEAPEST = "[=out.cheapest]"


def write_standing(grid: Grid, projection: Projection, summary: Summary) -> None:
    """Write each approach's present cost line by line, its lead, and who is tied."""
    costs = {name: write_costs(grid, projection, name) for name in projection.courses}
    grid.heading("Who can be the cheapest")
    able = [f"[={able_cost(name)}]" for name in costs]
    possible: dict[ApproachName, bool] = {"prompting": True}
    for challenger in projection.inputs.challengers:
        possible[challenger] = write_fit(grid, projection, summary, challenger)
    lowest_cost = summary.approaches[summary.cheapest].present_cost
    words = "The lowest present cost"
    grid.single("lowest", words, "currency", f"MIN({','.join(able)})", lowest_cost, "money")
    lowest = costs[summary.cheapest]
    grid.heading("The cheapest: in today's money")
    for line in LINES:
        template = chosen({name: f"[={present(name, line)}]" for name in costs})
        grid.single(
            present("cheapest", line),
            LINE_TITLES[line],
            "currency",
            template,
            lowest[line],
            "money",
        )
    grid.heading("Too close to call")
    for name in costs:
        write_tie(grid, name, costs[name], lowest, able=possible[name])


def write_costs(grid: Grid, projection: Projection, name: ApproachName) -> Costs:
    """Write the present cost of each line of an approach; return what they come to."""
    lines = projection.courses[name].lines
    costs = {line: float((lines[line] * projection.discount).sum()) for line in LINES}
    grid.heading(f"{TITLES[name]}: in today's money")
    for line, amount in costs.items():
        template = f"SUMPRODUCT([*{name}.{line}],[*discount])"
        grid.single(present(name, line), LINE_TITLES[line], "currency", template, amount, "money")
    return costs


def write_fit(grid: Grid, projection: Projection, summary: Summary, name: Challenger) -> bool:
    """Write whether an approach's longest call fits its model; return whether it does."""
    title, calls, own = TITLES[name], f"[*{name}.{LONGEST_CALL}]", f"[*{name}.own]"
    last_own = f"INDEX({calls},SUMPRODUCT(MAX({own}*[*month]))+1)"
    longest = f"IF(SUM({own})=0,0,{last_own})"
    words = f"{title}: its longest call, in its last own month"
    call = longest_call(projection, name)
    grid.single(f"{name}.longest", words, "tokens", longest, call, "whole")
    limit = context_window(projection.inputs, name)
    fits = limit is None or call <= limit
    room = f"[%{window(name)}]"
    template = f"IF(ISNUMBER({room}),IF([={name}.longest]<={room},1,0),1)"
    grid.single(
        f"{name}.fits", f"{title}: that fits its model", "flag", template, int(fits), "whole"
    )
    cost = summary.approaches[name].present_cost if fits else ""
    template = f'IF([={name}.fits]=1,[=out.{name}.present_cost],"")'
    words = f"{title}: present cost, if it can run"
    grid.single(able_cost(name), words, "currency", template, cost, "money")
    return fits


def write_tie(grid: Grid, name: ApproachName, costs: Costs, lowest: Costs, *, able: bool) -> None:
    """Write how much dearer than the cheapest an approach is, and whether that is a lead."""
    gaps = {line: costs[line] - lowest[line] for line in LINES}
    terms = [f"[={present(name, line)}]-[={present('cheapest', line)}]" for line in LINES]
    lead, moved = sum(gaps.values()), sum(map(abs, gaps.values()))
    title = TITLES[name]
    words = f"{title}: dearer than the cheapest by"
    grid.single(f"{name}.lead", words, "currency", "+".join(terms), lead, "money")
    every = "+".join(f"ABS({term})" for term in terms)
    words = f"{title}: all gains and losses against it"
    grid.single(f"{name}.moved", words, "currency", every, moved, "money")
    margin = f"MAX([%of_what_changes]*[={name}.moved],[%of_the_cheapest]*[=lowest])"
    close = f"OR([={name}.lead]=0,[={name}.lead]<{margin})"
    template = f"IF(AND(ISNUMBER([={able_cost(name)}]),{close}),1,0)"
    near = lead == 0 or lead < max(OF_WHAT_CHANGES * moved, OF_THE_CHEAPEST * sum(lowest.values()))
    words = f"{title}: tied with the cheapest"
    grid.single(f"{name}.tied", words, "flag", template, int(able and near), "whole")


def present(who: str, line: str) -> str:
    """Return the name of the cell of a line in today's money."""
    return f"{who}.present.{line}"


def able_cost(name: ApproachName) -> str:
    """Return the name of the cell of a present cost that is empty where the approach cannot run.

    Prompting is what there is, whether it fits or not.
    """
    return "out.prompting.present_cost" if name == "prompting" else f"{name}.able"


def chosen(cells: Mapping[ApproachName, str]) -> str:
    """Return the formula that takes the cheapest approach's of several cells."""
    *others, (_, template) = cells.items()
    for name, cell in reversed(others):
        template = f'IF({CHEAPEST}="{TITLES[name]}",{cell},{template})'
    return template


def cheapest_of(considered: tuple[ApproachName, ...]) -> str:
    """Return the formula of the approach of the lowest present cost, of equals the first."""
    *others, last = considered
    template = f'"{TITLES[last]}"'
    for name in reversed(others):
        template = f'IF([={able_cost(name)}]=[=lowest],"{TITLES[name]}",{template})'
    return template


def tied_of(considered: tuple[ApproachName, ...]) -> str:
    """Return the formula of the names of those who are tied, the cheapest among them."""
    names = '&" "&'.join(f'IF([={name}.tied]=1,"{TITLES[name]}","")' for name in considered)
    return f'SUBSTITUTE(TRIM({names})," ",", ")'
