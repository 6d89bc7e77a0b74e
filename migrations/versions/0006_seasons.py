"""seasons of contests, clusters, and where a team came from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_season_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
    )
    with op.batch_alter_table("season", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_season_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("match_key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["season_id"], ["season.id"], name=op.f("fk_cluster_season_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("season_id", "match_key", name=op.f("uq_cluster_season_id_match_key")),
    )
    op.create_table(
        "cluster_unit",
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_unit_cluster_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_cluster_unit_season_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_cluster_unit_unit_id")),
        sa.PrimaryKeyConstraint("cluster_id", "unit_id", name=op.f("pk_cluster_unit")),
        sa.UniqueConstraint("season_id", "unit_id", name=op.f("uq_cluster_unit_season_id_unit_id")),
    )
    with op.batch_alter_table("cluster_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "advancement",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("best_others", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_advancement_contest_id")),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_advancement")),
    )
    op.create_table(
        "contest_source",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_contest_source_contest_id")),
        sa.ForeignKeyConstraint(["source_id"], ["contest.id"], name=op.f("fk_contest_source_source_id")),
        sa.PrimaryKeyConstraint("contest_id", "source_id", name=op.f("pk_contest_source")),
    )
    with op.batch_alter_table("contest_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_source_source_id"), ["source_id"], unique=False)

    op.create_table(
        "advanced_team",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("source_team_id", sa.Integer(), nullable=False),
        sa.Column("source_contest_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(length=40), nullable=False),
        sa.Column("by_place", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_advanced_team_account_id")),
        sa.ForeignKeyConstraint(["source_contest_id"], ["contest.id"], name=op.f("fk_advanced_team_source_contest_id")),
        sa.ForeignKeyConstraint(["source_team_id"], ["team.id"], name=op.f("fk_advanced_team_source_team_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_advanced_team_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_advanced_team")),
    )
    with op.batch_alter_table("advanced_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advanced_team_source_contest_id"), ["source_contest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advanced_team_source_team_id"), ["source_team_id"], unique=False)

    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("season_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("cluster_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_contest_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contest_season_id"), ["season_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_contest_season_id"), "season", ["season_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_contest_cluster_id"), "cluster", ["cluster_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_contest_cluster_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_contest_season_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_contest_season_id"))
        batch_op.drop_index(batch_op.f("ix_contest_cluster_id"))
        batch_op.drop_column("cluster_id")
        batch_op.drop_column("season_id")
    op.drop_table("advanced_team")
    op.drop_table("contest_source")
    op.drop_table("advancement")
    op.drop_table("cluster_unit")
    op.drop_table("cluster")
    op.drop_table("season")
