"""Which inputs of a revision follow another, and where a person's own values come from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default, so that a process of the former version can still save.
    op.add_column("revision", sa.Column("follows", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("revision", sa.Column("sources", sa.JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("revision") as batch:
        batch.drop_column("sources")
        batch.drop_column("follows")
