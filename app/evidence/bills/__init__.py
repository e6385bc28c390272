"""Bills: what tokens cost by meter, beside the catalogue."""
