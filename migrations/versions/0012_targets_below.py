"""Targets of units below those that take part in a campaign."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each unit of a campaign whether it takes part, or only has a target from the unit above it."""
    op.add_column("campaign_unit", sa.Column("takes_part", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("campaign_unit", "takes_part")
