"""The whole model as a workbook with live formulas, each with the server's number as its value."""

from app.workbook.choice import workbook

__all__ = ["workbook"]
