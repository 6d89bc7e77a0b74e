"""the chair of a visit; one appraisal a registration, which may wait for its team; points noted by the team"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chair", sa.String(length=200), server_default="", nullable=False))
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_reason", sa.Text(), server_default="", nullable=False))
        batch_op.alter_column("team_id", existing_type=sa.Integer(), nullable=True)
        batch_op.drop_constraint("uq_appraisal_registration_id_team_id", type_="unique")
        batch_op.create_unique_constraint("uq_appraisal_registration_id", ["registration_id"])
    op.create_table(
        "appraisal_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("thousandths", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_point_appraisal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_point")),
    )
    with op.batch_alter_table("appraisal_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_point_appraisal_id"), ["appraisal_id"], unique=False)


def downgrade() -> None:
    op.drop_table("appraisal_point")
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.drop_constraint("uq_appraisal_registration_id", type_="unique")
        batch_op.create_unique_constraint("uq_appraisal_registration_id_team_id", ["registration_id", "team_id"])
        batch_op.alter_column("team_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("closed_reason")
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.drop_column("chair")
