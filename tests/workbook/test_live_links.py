"""LibreOffice, headless, fetches a figure and a table: what it takes, as docs/addresses.md says."""

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import httpx
import pytest

BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{}</script:module>"""
OPEN = """
Sub Main
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  how(1).Name = "UpdateDocMode" : how(1).Value = {mode}
  document = StarDesktop.loadComponentFromURL("{document}", "_blank", 0, how())
  document.calculateAll()
  file = FreeFile
  Open "{shown}" For Output As #file
  Print #file, document.Sheets.getByName("One").getCellByPosition(0, 0).String
  Print #file, document.Sheets.getByName("Years").getCellByPosition(0, 0).String
  Print #file, document.Sheets.getByName("Years").getCellByPosition(0, 1).String
  Close #file
  document.close(True)
  StarDesktop.terminate()
End Sub
"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet>
<table:table table:name="One"><table:table-row><table:table-cell
 table:formula="of:=NUMBERVALUE(COM.MICROSOFT.WEBSERVICE(&quot;{api}/value/tuning.npv.txt&quot;);&quot;.&quot;)"/>
</table:table-row></table:table>
<table:table table:name="Years"><table:table-row><table:table-cell><table:cell-range-source
 table:name="CSV_all" xlink:type="simple" xlink:href="{api}/years.csv"
 table:filter-name="Text - txt - csv (StarCalc)" table:filter-options="44,34,76,1,,1033,false,true"
 table:last-column-spanned="4" table:last-row-spanned="100"/></table:table-cell></table:table-row>
</table:table>
</office:spreadsheet></office:body></office:document>"""
TRUSTED = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" '
    'oor:op="fuse"><value><it>{}</it></value></prop></item>'
)
ALWAYS = (
    '<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" '
    'oor:op="fuse"><value>0</value></prop></item>'
)
AS_SET, FULLY = 1, 3  # UpdateDocMode


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile as LibreOffice makes it at its first start."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: NOTHING was fetched by it")
    folder = tmp_path_factory.mktemp("live")
    run(folder / "profile", "--terminate_after_init")
    return folder / "profile"


@pytest.fixture(scope="module")
def api(server: str) -> str:
    """A saved plan's address, of which fine-tuning costs $1,000 for nothing."""
    body = {"preset": "blank", "inputs": {"tuning": {"build_cost": 1000}}, "name": "One"}
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        saved = client.post("/api/v1/scenarios", json=body).json()
    return f"{server}/api/v1/scenarios/{saved['id']}"


def run(profile: Path, argument: str) -> None:
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", argument],
        check=True,
        capture_output=True,
        timeout=600,
    )


@pytest.mark.parametrize(
    ("settings", "mode", "is_fetched"),
    [
        ((), FULLY, False),
        ((TRUSTED, ALWAYS), AS_SET, True),
    ],
)
def test_it_fetches_where_the_document_is_trusted_and_links_are_updated(
    profile: Path, api: str, tmp_path: Path, settings: tuple[str, ...], mode: int, is_fetched: bool
) -> None:
    own, document, shown = (tmp_path / name for name in ("profile", "live.fods", "shown.txt"))
    shutil.copytree(profile, own)
    registry = own / "user" / "registrymodifications.xcu"
    items = "".join(settings).format(tmp_path.as_uri())
    registry.write_text(registry.read_text().replace("</oor:items>", f"{items}</oor:items>"))
    macro = OPEN.format(mode=mode, document=document.as_uri(), shown=shown)
    module = own / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(BASIC.format(escape(macro, {'"': "&quot;"})))
    document.write_text(DOCUMENT.format(api=api))

    run(own, "macro:///Standard.Module1.Main")

    figure, heading, year = shown.read_text().splitlines()
    assert (figure, heading) == (("-1000", "fiscal_year") if is_fetched else ("Err:540", ""))
    assert year.isdecimal() == is_fetched
