"""Writes a migration from what changed in app/store/tables.py: read it before you commit it."""

import argparse
import tempfile

from alembic import command

from app.store.engine import build_engine
from app.store.migrations import configuration, migrate, newest_revision


def main() -> None:
    """Write the migration between the newest one and the tables as they are now."""
    parser = argparse.ArgumentParser(prog="python -m migrations", description=__doc__)
    parser.add_argument("message", help="what it does, in a few words")
    write_migration(parser.parse_args().message)


def write_migration(message: str) -> None:
    """Write the migration, numbered after the newest one."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/newest.db"
        migrate(url)
        engine = build_engine(url, foreign_keys=False)
        with engine.begin() as connection:
            settings = configuration()
            settings.attributes["connection"] = connection
            number = int(newest_revision() or 0) + 1
            command.revision(settings, message, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()


if __name__ == "__main__":
    main()
