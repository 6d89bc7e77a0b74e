"""up to which result of a source people have settled what a correction changes, and how the best others are compared"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contest_source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_revision", sa.Integer(), nullable=True))
    with op.batch_alter_table("advancement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("compared_by", sa.String(length=20), nullable=False, server_default="shown"))
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_revision", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE citation SET seen_revision = revision")


def downgrade() -> None:
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_column("seen_revision")
    with op.batch_alter_table("advancement", schema=None) as batch_op:
        batch_op.drop_column("compared_by")
    with op.batch_alter_table("contest_source", schema=None) as batch_op:
        batch_op.drop_column("settled_revision")
