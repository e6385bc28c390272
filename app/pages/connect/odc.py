"""An Office Data Connection with a query in it, which Excel opens without a macro.

Its form is that of Microsoft's open specifications: [MS-ODCFF] 2.7.1.1 for the file, [MS-QDEIF]
for the query inside, which is XML escaped once more.
"""

from html import escape

from app.pages.connect.snippets import Source, power_query

ODC = "text/x-ms-odc; charset=utf-8"
NAMES = {"months": "Months", "years": "Years", "variance": "Variance"}
MASHUP = """\
<Mashup xmlns:xsd="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns="http://schemas.microsoft.com/DataMashup"><Client>EXCEL</Client>\
<Version>2.72.5556.181</Version><MinVersion>2.21.0.0</MinVersion><Culture>en-US</Culture>\
<SafeCombine>true</SafeCombine><Items><Query Name="{name}"><Formula>{formula}</Formula>\
<IsParameterQuery xsi:nil="true" /><IsDirectQuery xsi:nil="true" /></Query></Items></Mashup>"""
FILE = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/x-ms-odc; charset=utf-8"/>
<meta name="ProgId" content="ODC.Database"/>
<meta name="SourceType" content="OLEDB"/>
<title>Query - {name}</title>
<xml id="docprops"><o:DocumentProperties>
<o:Description>{description}</o:Description>
<o:Name>Query - {name}</o:Name>
</o:DocumentProperties></xml>
<xml id="msodc"><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc" \
xmlns="http://www.w3.org/TR/REC-html40">
<odc:PowerQueryConnection odc:Type="OLEDB">
<odc:ConnectionString>Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location={name};\
Extended Properties=&quot;&quot;</odc:ConnectionString>
<odc:CommandType>SQL</odc:CommandType>
<odc:CommandText>SELECT * FROM [{name}]</odc:CommandText>
</odc:PowerQueryConnection>
<odc:PowerQueryMashupData>{mashup}</odc:PowerQueryMashupData>
</odc:OfficeDataConnection></xml>
</head>
<body></body>
</html>
"""


def odc(source: Source, feed: str, title: str) -> str:
    """Return a connection file that fetches a feed; `title` is what the plan is called."""
    name = f"Crossover_{NAMES[feed]}"
    mashup = MASHUP.format(name=name, formula=escape(power_query(source, feed)))
    return FILE.format(
        name=name,
        description=escape(f"{NAMES[feed]} of {title}, from Crossover"),
        mashup=escape(mashup),
    )
