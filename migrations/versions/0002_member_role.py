"""room for a member's role as the list writes it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("member") as batch:
        batch.alter_column("role", existing_type=sa.String(20), type_=sa.String(160), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("member") as batch:
        batch.alter_column(
            "role",
            existing_type=sa.String(160),
            type_=sa.String(20),
            existing_nullable=False,
            postgresql_using="substr(role, 1, 20)",  # PostgreSQL refuses what is too long, SQLite keeps it
        )
