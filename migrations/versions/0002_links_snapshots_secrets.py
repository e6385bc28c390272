"""Read links apart from scenarios; expiry, deletion; whole results of a revision; secrets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "scenario",
        sa.Column("shows_figures", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("scenario", sa.Column("expires_at", moment))
    op.add_column("scenario", sa.Column("deleted_at", moment))
    op.create_index("ix_scenario_deleted_at", "scenario", ["deleted_at"])
    op.add_column("revision", sa.Column("snapshot", sa.LargeBinary))
    op.add_column(
        "revision",
        sa.Column("catalogue_prices", sa.JSON, nullable=False, server_default="{}"),
    )
    op.create_table(
        "read_link",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("scenario_id", sa.String(32), sa.ForeignKey("scenario.id", ondelete="SET NULL")),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("revoked_at", moment),
    )
    op.create_index("ix_read_link_scenario_id", "read_link", ["scenario_id"])
    # Until now a scenario's id was its address.
    op.execute(
        "INSERT INTO read_link (id, scenario_id, created_at) "
        "SELECT id, id, created_at FROM scenario"
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("secret")
    op.drop_table("read_link")
    with op.batch_alter_table("revision") as batch:
        batch.drop_column("catalogue_prices")
        batch.drop_column("snapshot")
    with op.batch_alter_table("scenario") as batch:
        batch.drop_index("ix_scenario_deleted_at")
        batch.drop_column("deleted_at")
        batch.drop_column("expires_at")
        batch.drop_column("shows_figures")
