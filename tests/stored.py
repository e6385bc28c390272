"""What is in the database, as it is stored."""

from sqlalchemy import inspect, text

from app.store import Database


def all_rows(database: Database) -> str:
    """Return every row of every table as one text."""
    with database.engine.connect() as connection:
        tables = sorted(inspect(connection).get_table_names())
        return "\n".join(
            f"{table}: {sorted(map(repr, connection.execute(text(f'SELECT * FROM {table}'))))}"
            for table in tables
        )
