"""Everything that becomes text: numbers, money, months, units, sources, sentences."""
