"""The edit keys that browsers hold, sealed, instead of a cookie that holds them all."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_key",
        sa.Column("browser", sa.String(64), primary_key=True),
        sa.Column(
            "scenario_id",
            sa.String(32),
            sa.ForeignKey("scenario.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sealed", sa.String(22), nullable=False),
    )
    op.create_index("ix_held_key_scenario_id", "held_key", ["scenario_id"])


def downgrade() -> None:
    op.drop_table("held_key")
