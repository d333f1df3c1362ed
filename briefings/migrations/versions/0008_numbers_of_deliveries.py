"""a delivery's number is never given again on SQLite, also when the last one is deleted while it is on its way

PostgreSQL's sequence never does. The table is made anew; nothing refers to it.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_anew(sqlite_autoincrement=True)


def downgrade() -> None:
    _make_anew(sqlite_autoincrement=False)


def _make_anew(**options: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("deliveries", recreate="always", table_kwargs=options):
            pass
