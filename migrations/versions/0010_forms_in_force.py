"""from when to when a form is in force; which form of reward a list proposes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("valid_from", "valid_to"):
        op.add_column("form_template", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("proposal", sa.Column("reward", sa.String(120), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("proposal") as batch:
        batch.drop_column("reward")
    with op.batch_alter_table("form_template") as batch:
        batch.drop_column("valid_to")
        batch.drop_column("valid_from")
