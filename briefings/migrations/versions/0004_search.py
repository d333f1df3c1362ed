"""the search index

SQLite: FTS5 without a copy of what it indexes, without positions. PostgreSQL: a stored tsvector and a GIN index.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_entries",
        sa.Column("briefing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indexed", sa.LargeBinary(), nullable=False),
        sa.Column("lexemes", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(
            ["briefing_id"], ["briefings.id"], name=op.f("fk_search_entries_briefing_id_briefings")
        ),
        sa.PrimaryKeyConstraint("briefing_id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("place", name=op.f("uq_search_entries_place")),
    )
    op.create_index(op.f("ix_search_entries_version"), "search_entries", ["version"])
    op.create_table(
        "word_forms",
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("initial", sa.String(length=4), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("form", name=op.f("pk_word_forms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_word_forms_initial_length", "word_forms", ["initial", "length"])
    if on_postgresql:
        op.create_index(
            "ix_search_entries_lexemes",
            "search_entries",
            ["lexemes"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
    else:
        # `ascii` with these signs: only a space parts words, and no letter is changed
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5("
            """lexemes, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '+-_#@~'")"""
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE search_index")
    op.drop_table("word_forms")
    op.drop_table("search_entries")
