"""Snippets that bring a plan's figures into a spreadsheet or a script, ready to copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

WHOLE, TEXT, NUMBER = "Int64.Type", "type text", "type number"
PARTS = ("planned", "actual", "variance", "volume", "price", "rest")
# The feeds that a query fetches as a table, by the types of their columns in Power Query.
COLUMN_TYPES: dict[str, dict[str, str]] = {
    "months": {
        "month": WHOLE,
        "date": TEXT,
        "approach": TEXT,
        "line": TEXT,
        "amount": NUMBER,
    },
    "years": {"fiscal_year": WHOLE, "approach": TEXT, "line": TEXT, "amount": NUMBER},
    "variance": {
        "month": WHOLE,
        "date": TEXT,
        "approach": TEXT,
        "line": TEXT,
        **dict.fromkeys(PARTS, NUMBER),
    },
}
BY_YEAR = (
    "select Col1, sum(Col4) where Col3 = 'total' group by Col1 pivot Col2 label Col1 'Fiscal year'"
)
VARIANCE = "select Col2, Col5, Col6, Col7, Col8, Col9, Col10 where Col4 = 'total'"
OF_SAVED = ("variance",)  # feeds that only saved scenarios have


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a plan's feeds are: of a saved scenario, or of a query."""

    base: str  # of the server, without a slash at its end
    path: str  # of the feeds, below the server: `api/v1` or `api/v1/scenarios/ID`
    query: str  # empty for a saved scenario

    @property
    def is_saved(self) -> bool:
        """Whether the feeds are those of a saved scenario."""
        return not self.query

    @property
    def feeds(self) -> list[str]:
        """The feeds that a query fetches."""
        return [feed for feed in COLUMN_TYPES if self.is_saved or feed not in OF_SAVED]

    def address(self, feed: str, extra: str = "") -> str:
        """Return a feed's address, with more parameters if given."""
        query = "&".join(filter(None, (self.query, extra)))
        return f"{self.base}/{self.path}/{feed}" + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Snippet:
    """Something to copy, and what to know of it."""

    id: str
    title: str
    code: str
    remarks: str


def snippets(source: Source) -> Iterator[Snippet]:
    """Yield every way to connect."""
    yield from spreadsheets(source)
    if source.is_saved:
        yield from single_values(source)
    yield from scripts(source)


def spreadsheets(source: Source) -> Iterator[Snippet]:
    """Yield how spreadsheets fetch a table."""
    yield Snippet(
        "power-query",
        "Excel and Power BI: Power Query",
        power_query(source, "months"),
        "Data, Get Data, Blank Query, Advanced Editor; paste, Done, and choose anonymous access. "
        "Refreshes on demand and on a schedule. Types are set for any language of Excel.",
    )
    yield Snippet(
        "importcsv",
        "Excel 365: IMPORTCSV",
        f'=IMPORTCSV("{source.address("months.csv")}")',
        "Only in recent versions of Excel 365. Refreshes with Data, Refresh All.",
    )
    yield Snippet(
        "importdata",
        "Google Sheets: IMPORTDATA",
        f'=IMPORTDATA("{source.address("months.csv", "bom=0")}")',
        "Google's servers fetch it, so Crossover must be reachable from the internet. Refreshes "
        "about every hour. In a language with decimal commas, add decimal=, and sep=; to the "
        "address.",
    )
    yield from google_tables(source)
    yield Snippet(
        "apps-script",
        "Google Sheets: Apps Script",
        apps_script(source),
        'Extensions, Apps Script; then type =CROSSOVER("months.csv") in a cell. Refreshes when '
        "the formula is entered again.",
    )
    yield Snippet(
        "libreoffice",
        "LibreOffice Calc",
        source.address("months.csv"),
        "Sheet, External Links: paste this address, choose UTF-8, comma and English (USA), and a "
        "refresh interval. Opened again, the document asks once: Allow updating. For a program "
        "that opens it, see what it takes in docs/addresses.md.",
    )


def google_tables(source: Source) -> Iterator[Snippet]:
    """Yield formulas for Google Sheets that lay out the years and the variance."""
    yield Snippet(
        "sheets-years",
        "Google Sheets: a row per fiscal year, a column per approach",
        google_query(source.address("years.csv", "bom=0"), BY_YEAR),
        "What each approach costs in each fiscal year, as paid. Put another line, such as "
        "'errors', in the place of 'total'.",
    )
    if source.is_saved:
        yield Snippet(
            "sheets-variance",
            "Google Sheets: plan against what was paid",
            google_query(source.address("variance.csv", "bom=0"), VARIANCE),
            "A row for each month that was entered: planned, paid, and the variance by volume, "
            "price and the rest.",
        )


def google_query(address: str, query: str) -> str:
    """Return a formula that fetches a table and lays it out."""
    return f'=QUERY(IMPORTDATA("{address}"), "{query}", 1)'


def scripts(source: Source) -> Iterator[Snippet]:
    """Yield how programs fetch the figures."""
    yield Snippet(
        "pandas",
        "Python: pandas",
        f'import pandas as pd\nmonths = pd.read_csv("{source.address("months.csv")}")',
        "Every digit is there; months.groupby('approach')['amount'].sum() gives the totals.",
    )
    yield Snippet(
        "curl",
        "Command line: curl",
        f"curl '{source.address('summary')}'",
        "JSON; add .csv to months, years, summary, inputs, sensitivity, thresholds and "
        "uncertainty.",
    )


def single_values(source: Source) -> Iterator[Snippet]:
    """Yield the formulas for one figure, which only saved scenarios have."""
    address = source.address("value/tuning.npv.txt")
    yield Snippet(
        "webservice",
        "Excel for Windows: one figure",
        f'=NUMBERVALUE(WEBSERVICE("{address}"),".")',
        "Not in Excel for Mac or on the web. An unknown name is answered with the known ones.",
    )
    yield Snippet(
        "webservice-libreoffice",
        "LibreOffice Calc: one figure",
        f'=NUMBERVALUE(WEBSERVICE("{address}");".")',
        "LibreOffice asks once whether the document may load from elsewhere.",
    )


def power_query(source: Source, feed: str) -> str:
    """Return an M query of a feed; base and relative path apart, as scheduled refresh demands."""
    fields = ", ".join(
        f'{m_name(name)} = "{m_text(value)}"'
        for name, value in parse_qsl(source.query, keep_blank_values=True)
    )
    query = f", Query = [{fields}]" if fields else ""
    types = ", ".join(f'{{"{name}", {kind}}}' for name, kind in COLUMN_TYPES[feed].items())
    return (
        "let\n"
        f'    Answer = Web.Contents("{source.base}", '
        f'[RelativePath = "{source.path}/{feed}.csv"{query}]),\n'
        '    Rows = Csv.Document(Answer, [Delimiter = ",", Encoding = 65001, '
        "QuoteStyle = QuoteStyle.Csv]),\n"
        "    Headed = Table.PromoteHeaders(Rows, [PromoteAllScalars = true]),\n"
        f'    Typed = Table.TransformColumnTypes(Headed, {{{types}}}, "en-US")\n'
        "in\n"
        "    Typed"
    )


def m_name(name: str) -> str:
    """Return a field's name as M writes it."""
    return f'#"{m_text(name)}"'


def m_text(text: str) -> str:
    """Return what stands between M's quotes for a text."""
    return text.replace("#(", "#(#)(").replace('"', '""')


def apps_script(source: Source) -> str:
    """Return a function for Google Sheets."""
    query = f"?bom=0&{source.query}" if source.query else "?bom=0"
    return (
        "function CROSSOVER(feed) {\n"
        f'  const address = "{source.base}/{source.path}/" + feed + "{query}";\n'
        "  const rows = Utilities.parseCsv(UrlFetchApp.fetch(address).getContentText());\n"
        '  const number = (text) => text !== "" && !isNaN(text) ? Number(text) : text;\n'
        "  return rows.map((row) => row.map(number));\n"
        "}"
    )
