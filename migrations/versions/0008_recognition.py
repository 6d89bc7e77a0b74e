"""inspection, appraisal, proposals, decisions, rewards, replication and titles"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.append_only import forget, keep

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - one table after another
    op.create_table(
        "replication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["practice_model.id"], name=op.f("fk_replication_model_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_replication_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replication")),
        sa.UniqueConstraint("model_id", "unit_id", "year", name=op.f("uq_replication_model_id_unit_id_year")),
    )
    with op.batch_alter_table("replication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replication_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "appraisal_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_appraisal_team_campaign_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_appraisal_team_document_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appraisal_team_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_team")),
    )
    with op.batch_alter_table("appraisal_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_team_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "criteria_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("owner_type", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_criteria_set_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_set")),
        sa.UniqueConstraint(
            "campaign_id", "owner_type", "number", name=op.f("uq_criteria_set_campaign_id_owner_type_number")
        ),
    )
    op.create_table(
        "inspection_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_inspection_plan_campaign_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_inspection_plan_document_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspection_plan_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_plan")),
    )
    with op.batch_alter_table("inspection_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_plan_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_plan_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "recognition_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_recognition_step_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_step")),
        sa.UniqueConstraint("campaign_id", "position", name=op.f("uq_recognition_step_campaign_id_position")),
    )
    op.create_table(
        "appraiser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_appraiser_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["appraisal_team.id"], name=op.f("fk_appraiser_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraiser")),
        sa.UniqueConstraint("team_id", "position", name=op.f("uq_appraiser_team_id_position")),
    )
    with op.batch_alter_table("appraiser", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraiser_account_id"), ["account_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("least_percent", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_proposal_campaign_id")),
        sa.ForeignKeyConstraint(["step_id"], ["recognition_step.id"], name=op.f("fk_proposal_step_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "appraisal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["criteria_set_id"], ["criteria_set.id"], name=op.f("fk_appraisal_criteria_set_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_appraisal_registration_id")),
        sa.ForeignKeyConstraint(["team_id"], ["appraisal_team.id"], name=op.f("fk_appraisal_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("registration_id", "team_id", name=op.f("uq_appraisal_registration_id_team_id")),
    )
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_team_id"), ["team_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_decision_document_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_decision_proposal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["inspection_plan.id"], name=op.f("fk_inspection_plan_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_inspection_registration_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "proposal_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_line_proposal_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_proposal_line_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_line")),
        sa.UniqueConstraint(
            "proposal_id", "registration_id", name=op.f("uq_proposal_line_proposal_id_registration_id")
        ),
    )
    with op.batch_alter_table("proposal_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_line_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "reward_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_reward_paper_proposal_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_reward_paper_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_paper")),
    )
    with op.batch_alter_table("reward_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_paper_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "appraisal_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("appraiser_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_appraisal_sheet_account_id")),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_sheet_appraisal_id")),
        sa.ForeignKeyConstraint(["appraiser_id"], ["appraiser.id"], name=op.f("fk_appraisal_sheet_appraiser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_sheet")),
        sa.UniqueConstraint(
            "appraisal_id", "appraiser_id", "version", name=op.f("uq_appraisal_sheet_appraisal_id_appraiser_id_version")
        ),
    )
    with op.batch_alter_table("appraisal_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_sheet_appraisal_id"), ["appraisal_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_finding_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_inspection_id"), ["inspection_id"], unique=False)

    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.Column("reward", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_recognition_decision_id")),
        sa.ForeignKeyConstraint(["level_id"], ["level.id"], name=op.f("fk_recognition_level_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_recognition_registration_id")),
        sa.ForeignKeyConstraint(["step_id"], ["recognition_step.id"], name=op.f("fk_recognition_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sa.UniqueConstraint(
            "decision_id", "registration_id", "step_id", name=op.f("uq_recognition_decision_id_registration_id_step_id")
        ),
    )
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recognition_step_id"), ["step_id"], unique=False)

    op.create_table(
        "title_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_title_award_decision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_title_award_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_award")),
    )
    with op.batch_alter_table("title_award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_title_award_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_title_award_unit_id"), ["unit_id"], unique=False)

    keep("appraisal_sheet")


def downgrade() -> None:
    forget("appraisal_sheet")
    op.drop_table("title_award")
    op.drop_table("recognition")
    op.drop_table("finding")
    op.drop_table("appraisal_sheet")
    op.drop_table("reward_paper")
    op.drop_table("proposal_line")
    op.drop_table("inspection")
    op.drop_table("decision")
    op.drop_table("appraisal")
    op.drop_table("proposal")
    op.drop_table("appraiser")
    op.drop_table("recognition_step")
    op.drop_table("inspection_plan")
    op.drop_table("criteria_set")
    op.drop_table("appraisal_team")
    op.drop_table("replication")
