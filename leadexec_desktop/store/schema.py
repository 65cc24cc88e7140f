"""The history's layout, as the steps that lead to it."""

# Times are whole microseconds since 1970 in UTC, money is text as Decimal writes it, requests are JSON.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE deliveries (
            id TEXT NOT NULL PRIMARY KEY,
            created_at_us INTEGER NOT NULL,
            profile_id TEXT NOT NULL,
            profile_name TEXT NOT NULL,
            endpoint TEXT NOT NULL,
            sends_password INTEGER NOT NULL,
            auth_scheme TEXT NOT NULL,
            timeout_s REAL NOT NULL,
            request TEXT NOT NULL,
            who TEXT NOT NULL,
            state TEXT NOT NULL,
            outcome TEXT NOT NULL,
            reason TEXT NOT NULL,
            lead_id TEXT NOT NULL,
            price TEXT,
            sent_at_us INTEGER,
            elapsed_s REAL,
            again_of TEXT NOT NULL,
            decided_by TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX deliveries_by_time ON deliveries (created_at_us, id)",
        """
        CREATE INDEX deliveries_unsettled ON deliveries (created_at_us, id)
        WHERE state IN ('waiting', 'sending') OR (state = 'unknown' AND decided_by = '')
        """,
        # Bodies have a table of their own: a page of history never reads them.
        """
        CREATE TABLE exchanges (
            delivery_id TEXT NOT NULL PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
            request_head TEXT NOT NULL,
            request_body BLOB NOT NULL,
            status INTEGER,
            url TEXT NOT NULL,
            headers BLOB NOT NULL,
            body BLOB NOT NULL,
            complete INTEGER NOT NULL,
            cut_off TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE delivery_events (
            number INTEGER PRIMARY KEY,
            delivery_id TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            at_us INTEGER NOT NULL,
            event TEXT NOT NULL,
            state TEXT NOT NULL,
            decided_by TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX delivery_events_by_delivery ON delivery_events (delivery_id, number)",
        """
        CREATE TABLE drafts (
            name TEXT NOT NULL PRIMARY KEY,
            content TEXT NOT NULL,
            saved_at_us INTEGER NOT NULL
        ) STRICT
        """,
    ),
    # Where a delivery's token is fetched, and for whom; what was written before fetches none.
    (
        "ALTER TABLE deliveries ADD COLUMN token_url TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE deliveries ADD COLUMN client_id TEXT NOT NULL DEFAULT ''",
    ),
    # Leads that are followed, what was learnt of them, and what tells that two leads are about the same person.
    (
        "ALTER TABLE deliveries ADD COLUMN follow_days INTEGER NOT NULL DEFAULT 7",
        "ALTER TABLE delivery_events ADD COLUMN outcome TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX deliveries_by_lead_id ON deliveries (lead_id, created_at_us) WHERE lead_id <> ''",
        """
        CREATE TABLE follows (
            delivery_id TEXT NOT NULL PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
            post_id TEXT NOT NULL,
            url TEXT NOT NULL,
            tries INTEGER NOT NULL,
            due_at_us INTEGER NOT NULL,
            until_us INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX follows_by_due ON follows (due_at_us)",
        """
        CREATE TABLE learnt (
            delivery_id TEXT NOT NULL PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
            at_us INTEGER NOT NULL,
            status INTEGER NOT NULL,
            url TEXT NOT NULL,
            headers BLOB NOT NULL,
            body BLOB NOT NULL,
            complete INTEGER NOT NULL,
            cut_off TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE identities (
            key TEXT NOT NULL,
            created_at_us INTEGER NOT NULL,
            delivery_id TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
            PRIMARY KEY (key, created_at_us, delivery_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX identities_by_delivery ON identities (delivery_id)",
    ),
)
"""One tuple of statements for each version, from 1: `PRAGMA user_version` counts those that were carried out."""
