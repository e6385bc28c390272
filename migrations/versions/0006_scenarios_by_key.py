"""Scenarios are found by their key's hash: what a file's second import has made already."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_scenario_edit_key_hash", "scenario", ["edit_key_hash"])


def downgrade() -> None:
    op.drop_index("ix_scenario_edit_key_hash", table_name="scenario")
