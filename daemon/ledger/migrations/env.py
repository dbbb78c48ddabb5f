"""Run the migrations on the connection the ledger was opened with."""

from __future__ import annotations

from alembic import context

from daemon.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
