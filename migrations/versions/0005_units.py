"""units as they were and are, offices of units and the history of their changes"""

from __future__ import annotations

import unicodedata
from datetime import date

import sqlalchemy as sa
from alembic import op

from migrations.append_only import forget, keep

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


DISTRICTS_END, COMMUNES_BEGIN = date(2025, 6, 30), date(2025, 7, 1)
KINDS = (  # domain.md 1 and 5: code, name, level, until, from
    ("tinh", "Tỉnh", "tinh", None, None),
    ("thanh-pho-tw", "Thành phố trực thuộc Trung ương", "tinh", None, None),
    ("huyen", "Huyện", "huyen", None, DISTRICTS_END),
    ("quan", "Quận", "huyen", None, DISTRICTS_END),
    ("thi-xa", "Thị xã", "huyen", None, DISTRICTS_END),
    ("thanh-pho", "Thành phố thuộc tỉnh", "huyen", None, DISTRICTS_END),
    ("xa", "Xã", "xa", None, None),
    ("phuong", "Phường", "xa", None, None),
    ("thi-tran", "Thị trấn", "xa", None, DISTRICTS_END),
    ("dac-khu", "Đặc khu", "xa", COMMUNES_BEGIN, None),
    ("thon", "Thôn, ấp, bản, buôn", "thon", None, None),
    ("to-dan-pho", "Tổ dân phố, khu phố, khu dân cư", "thon", None, None),
    ("chi-bo", "Chi bộ, đảng bộ cơ sở", "co-so", None, None),
    ("dang", "Cơ quan của cấp ủy", "co-so", None, None),
    ("co-quan", "Cơ quan, đơn vị", "co-so", None, None),
    ("cong-an", "Công an", "co-so", None, None),
    ("quan-doi", "Quân đội", "co-so", None, None),
    ("truong", "Trường học", "co-so", None, None),
    ("doan-the", "Mặt trận, hội, đoàn thể", "co-so", None, None),
    ("doanh-nghiep", "Doanh nghiệp", "co-so", None, None),
    ("khoi", "Khối", "co-so", None, None),
)


def seed_kinds() -> None:
    """Put in the kinds of units."""
    levels = {row.code: row.id for row in op.get_bind().execute(sa.text("SELECT id, code FROM level"))}
    names = ("code", "name", "level_id", "position", "valid_from", "valid_to")
    kind = sa.table("unit_kind", *(sa.column(name) for name in names))
    kind.c.valid_from.type = kind.c.valid_to.type = sa.Date()
    rows = [
        dict(zip(names, (code, name, levels[level], place, since, until), strict=True))
        for place, (code, name, level, since, until) in enumerate(KINDS, 1)
    ]
    op.bulk_insert(kind, rows)


def fill_search_keys() -> None:
    """Give the units that are there the key by which they are searched: their match key without marks."""
    unit = sa.table("unit", sa.column("id"), sa.column("match_key"), sa.column("search_key"))
    for row in list(op.get_bind().execute(sa.select(unit.c.id, unit.c.match_key))):
        apart = unicodedata.normalize("NFD", row.match_key)
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("đ", "d")
        op.execute(unit.update().where(unit.c.id == row.id).values(search_key=plain))


def upgrade() -> None:
    op.create_table(
        "unit_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["level_id"], ["level.id"], name=op.f("fk_unit_kind_level_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_kind_code")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_change_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_change_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_subject", ["subject", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "long_job",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("moved_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_long_job_account_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_long_job")),
    )
    op.create_table(
        "letterhead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=20), nullable=False),
        sa.Column("upper_body", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("signer_title", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letterhead_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
    )
    with op.batch_alter_table("letterhead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letterhead_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_office_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("account_id", "unit_id", name=op.f("uq_office_account_id_unit_id")),
    )
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_branch",
        sa.Column("above_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["above_id"], ["unit.id"], name=op.f("fk_unit_branch_above_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_branch_unit_id")),
        sa.PrimaryKeyConstraint("above_id", "unit_id", name=op.f("pk_unit_branch")),
    )
    with op.batch_alter_table("unit_branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_branch_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_parent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_parent_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_parent")),
    )
    with op.batch_alter_table("unit_parent", schema=None) as batch_op:
        batch_op.create_index("ix_unit_parent_parent", ["parent_id", "unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_parent_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["new_id"], ["unit.id"], name=op.f("fk_unit_succession_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["unit.id"], name=op.f("fk_unit_succession_old_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
        sa.UniqueConstraint("old_id", "new_id", name=op.f("uq_unit_succession_old_id_new_id")),
    )
    with op.batch_alter_table("unit_succession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_succession_new_id"), ["new_id"], unique=False)

    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_key", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("code", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("kind_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_unit_match_key"), type_="unique")
        batch_op.create_index(batch_op.f("ix_unit_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_match_key"), ["match_key"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_unit_code"), ["code"])
        batch_op.drop_constraint(batch_op.f("fk_unit_parent_id"), type_="foreignkey")
        batch_op.create_foreign_key(batch_op.f("fk_unit_kind_id"), "unit_kind", ["kind_id"], ["id"])
        batch_op.drop_column("parent_id")

    seed_kinds()
    fill_search_keys()
    op.execute("INSERT INTO unit_branch (above_id, unit_id) SELECT id, id FROM unit")  # each keeps its own book
    keep("change")


def downgrade() -> None:
    forget("change")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.INTEGER(), nullable=True))
        batch_op.drop_constraint(batch_op.f("fk_unit_kind_id"), type_="foreignkey")
        batch_op.create_foreign_key(batch_op.f("fk_unit_parent_id"), "unit", ["parent_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("uq_unit_code"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_unit_match_key"))
        batch_op.drop_index(batch_op.f("ix_unit_kind_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_unit_match_key"), ["match_key"])
        batch_op.drop_column("valid_to")
        batch_op.drop_column("valid_from")
        batch_op.drop_column("position")
        batch_op.drop_column("kind_id")
        batch_op.drop_column("code")
        batch_op.drop_column("search_key")
    op.drop_table("unit_succession")
    op.drop_table("unit_parent")
    op.drop_table("unit_branch")
    op.drop_table("office")
    op.drop_table("letterhead")
    op.drop_table("long_job")
    op.drop_table("change")
    op.drop_table("unit_kind")
