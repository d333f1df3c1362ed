"""the editors' desk

Columns are added and dropped in place: SQLite would rebuild a table for a new constraint, and dropping the old one
empties the tables that refer to it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_briefing_id"), "audit", ["briefing_id"])
    op.create_table(
        "dialogues",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_dialogues")),
    )
    op.create_table(
        "missed_searches",
        sa.Column("query", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("query", "day", name=op.f("pk_missed_searches")),
    )
    op.create_index(op.f("ix_missed_searches_day"), "missed_searches", ["day"])
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "role", sa.Enum("owner", "editor", "reviewer", name="role", native_enum=False, length=16), nullable=False
        ),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "edition_briefings",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["briefing_id"],
            ["briefings.id"],
            name=op.f("fk_edition_briefings_briefing_id_briefings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_briefings_edition_id_editions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "briefing_id", name=op.f("pk_edition_briefings")),
    )
    op.create_index(op.f("ix_edition_briefings_briefing_id"), "edition_briefings", ["briefing_id"])
    op.add_column("briefings", sa.Column("origin", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_briefings_origin"), "briefings", ["origin"], unique=True)
    op.add_column("briefings", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("briefings", sa.Column("correction", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("deliveries", sa.Column("corrects", sa.Integer(), nullable=True))
    op.create_index(
        "ix_deliveries_corrects",
        "deliveries",
        ["corrects"],
        postgresql_where=sa.text("corrects IS NOT NULL"),
        sqlite_where=sa.text("corrects IS NOT NULL"),
    )
    op.add_column("editions", sa.Column("created_by", sa.BigInteger(), nullable=True))
    _move_place("spread_to", "spread_after", sa.BigInteger())


def downgrade() -> None:
    _move_place("spread_after", "spread_to", sa.Integer())
    op.drop_column("editions", "created_by")
    op.drop_index("ix_deliveries_corrects", "deliveries")
    op.drop_column("deliveries", "corrects")
    op.drop_column("briefings", "correction")
    op.drop_column("briefings", "corrected_at")
    op.drop_index(op.f("ix_briefings_origin"), "briefings")
    op.drop_column("briefings", "origin")
    for table in ("edition_briefings", "staff", "missed_searches", "dialogues", "audit"):
        op.drop_table(table)


def _move_place(old: str, new: str, kind: "sa.types.TypeEngine[int]") -> None:
    """Chats' ids, which broadcasts go by, need 64 bits."""
    op.add_column("editions", sa.Column(new, kind, nullable=True))
    op.execute(f"UPDATE editions SET {new} = {old}")  # noqa: S608 - names of ours
    op.drop_index(f"ix_editions_{old}", "editions")
    op.drop_column("editions", old)
    where = sa.text(f"{new} IS NOT NULL")
    op.create_index(f"ix_editions_{new}", "editions", [new], postgresql_where=where, sqlite_where=where)
