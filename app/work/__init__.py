"""Work: what it takes, who asked for it, and when it must wait. It knows no plan and no web."""
