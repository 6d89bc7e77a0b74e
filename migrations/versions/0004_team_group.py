"""the group in which a team is ranked, and why it is not considered for prizes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("group_name", "ineligible"):
        op.add_column("team", sa.Column(name, sa.String(160), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("team") as batch:
        batch.drop_column("ineligible")
        batch.drop_column("group_name")
