"""which message shows a broadcast before it goes"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("editions", sa.Column("preview_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("editions", "preview_id")
    op.execute("DELETE FROM editions WHERE key LIKE 'withdrawn:%'")  # to the older program they would be sent
