"""How a spreadsheet or a script takes the figures."""
