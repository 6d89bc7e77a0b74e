"""the keys by which registrations are searched, in a narrow table of their own; an index for the order of units"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEYS = ("marked_key", "search_key")


def upgrade() -> None:
    op.create_table(
        "registration_key",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("marked_key", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_key_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_registration_key")),
    )
    op.execute(
        "INSERT INTO registration_key (registration_id, marked_key, search_key) "
        "SELECT id, marked_key, search_key FROM registration"
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        for key in KEYS:
            batch_op.drop_column(key)
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index("ix_unit_order", ["position", "match_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_order")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        for key in KEYS:
            batch_op.add_column(sa.Column(key, sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE registration SET "
        "marked_key = (SELECT marked_key FROM registration_key WHERE registration_id = registration.id), "
        "search_key = (SELECT search_key FROM registration_key WHERE registration_id = registration.id)"
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        for key in KEYS:
            batch_op.alter_column(key, server_default=None)
    op.drop_table("registration_key")
