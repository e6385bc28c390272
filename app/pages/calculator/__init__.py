"""The calculator: the form, the answer, the chart, what may come of it."""
