"""Runs the migrations on the connection that `app.store.migrate` opened, in its transaction.

To write a new one after changing app/store/tables.py: python -m migrations "what it does".
"""

from alembic import context
from sqlmodel import SQLModel

from app.store import tables  # noqa: F401  # fills SQLModel.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
