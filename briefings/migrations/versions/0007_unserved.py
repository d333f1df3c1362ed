"""what a digest has left out for whatever reason, not only for an alert"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE subscriptions RENAME COLUMN left_to_alerts TO unserved")


def downgrade() -> None:
    op.execute("ALTER TABLE subscriptions RENAME COLUMN unserved TO left_to_alerts")
