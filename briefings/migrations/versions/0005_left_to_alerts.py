"""what a digest has left out because an alert was to bring it"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("left_to_alerts", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("subscriptions", "left_to_alerts")
