"""Plans in and out of the store: saved, frozen, compared, moved from one place to another."""
