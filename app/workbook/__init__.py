"""The whole model as a workbook with live formulas, each with the server's number as its value."""

from app.workbook.choice import workbook
from app.workbook.facts import file_name

__all__ = ["file_name", "workbook"]
