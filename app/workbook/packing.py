"""A workbook that is packed quickly: half of XlsxWriter's time for a file was its last percent."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from isal import isal_zlib
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

EVERYWHERE = -1  # a name of the whole workbook, not of one sheet
LEVEL = 1  # of ISA-L's 3, which takes four times as long for a fiftieth less
UNPLAIN = re.compile(
    "[<>&\\x00-\\x1f\\ufffe\\uffff]|_x|^\\s|\\s$"
)  # what a text must not hold as it is
ALWAYS = (1980, 1, 1, 0, 0, 0)  # when each part was written, so that equal plans give equal bytes


class PackedWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """A workbook in memory, whose bytes are there once it is closed."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), {"in_memory": True, "strings_to_formulas": False})
        self.packed = b""

    def name_cell(self, name: str, cell: str) -> None:
        """Give a cell a name such as `tuning_npv`, which needs none of XlsxWriter's checks."""
        self.defined_names.append([name, EVERYWHERE, cell, False])

    def _get_packager(self) -> Packager:
        return QuickPackager(self)


class QuickPackager(Packager):  # type: ignore[misc]
    """Packs the parts itself, and leaves none for XlsxWriter to pack."""

    def __init__(self, book: PackedWorkbook) -> None:
        super().__init__()
        self.book = book

    def _write_shared_strings_file(self) -> None:
        strings = Strings()
        strings.string_table = self.workbook.str_table
        strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
        strings._assemble_xml_file()

    def _create_package(self) -> list[object]:
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as parts:
            for content, name, is_binary in super()._create_package():
                data = content.getvalue() if is_binary else content.getvalue().encode()
                with parts.open(part_named(name), "w") as part:
                    # zipfile has no other way to say who compresses.
                    part._compressor = isal_zlib.compressobj(  # type: ignore[attr-defined]
                        LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS
                    )
                    part.write(data)
        self.book.packed = buffer.getvalue()
        return []


def part_named(name: str) -> ZipInfo:
    """Return what is said of a part before it is written."""
    part = ZipInfo(name, ALWAYS)
    part.compress_type = ZIP_DEFLATED
    return part


class Strings(SharedStrings):  # type: ignore[misc]
    """The texts of a workbook, most of which stand in XML as they are."""

    def _write_si(self, string: str) -> None:
        if UNPLAIN.search(string):  # a browser ends lines as no cell does
            super()._write_si(string.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            self.fh.write(f"<si><t>{string}</t></si>")
