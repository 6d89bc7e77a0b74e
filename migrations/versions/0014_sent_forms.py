"""What a form that was sent has made, so that the same form sent twice is carried out once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Remember forms that were sent, for a day."""
    op.create_table(
        "sent_form",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("made", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sent_form")),
    )
    with op.batch_alter_table("sent_form", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_sent_form_at"), ["at"], unique=False)


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("sent_form", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_sent_form_at"))
    op.drop_table("sent_form")
