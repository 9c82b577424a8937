"""The journal on PostgreSQL 15 and later."""

from tongguan.adapters.postgres.connection import APPLICATION_ROLE
from tongguan.adapters.postgres.journal import PostgresJournal
from tongguan.adapters.postgres.migration import migrate, raise_epoch

__all__ = ["APPLICATION_ROLE", "PostgresJournal", "migrate", "raise_epoch"]
