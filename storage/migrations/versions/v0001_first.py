"""The first version of the tables, as they were then."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    "CREATE TABLE desk (id TEXT NOT NULL, made_at BIGINT NOT NULL, words_version SMALLINT NOT NULL, PRIMARY KEY (id))",
    """CREATE TABLE settings ("key" TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY ("key"))""",
    """CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL,
     email_norm TEXT NOT NULL, name TEXT NOT NULL, name_norm TEXT NOT NULL, role SMALLINT NOT NULL,
     verified BOOLEAN NOT NULL, active BOOLEAN NOT NULL, created_at BIGINT NOT NULL,
     CHECK (role BETWEEN 0 AND 2))""",
    "CREATE TABLE categories (id INTEGER NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (id))",
    """CREATE TABLE drafts (owner TEXT NOT NULL, kind TEXT NOT NULL, reference TEXT NOT NULL, text TEXT NOT NULL,
     at BIGINT NOT NULL, PRIMARY KEY (owner, kind, reference))""",
    """CREATE TABLE idempotency (owner TEXT NOT NULL, "key" TEXT NOT NULL, fingerprint TEXT NOT NULL,
     reference TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (owner, "key"))""",
    """CREATE TABLE tries (id INTEGER NOT NULL, what TEXT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL,
     PRIMARY KEY (id))""",
    "CREATE TABLE leases (name TEXT NOT NULL, holder TEXT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (name))",
    """CREATE TABLE personal_settings (person_id INTEGER NOT NULL, "key" TEXT NOT NULL, text TEXT NOT NULL,
     PRIMARY KEY (person_id, "key"), FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE credentials (person_id INTEGER NOT NULL, hash TEXT NOT NULL, expires_at BIGINT,
     PRIMARY KEY (person_id), FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE sign_ins (token_hash TEXT NOT NULL, person_id INTEGER NOT NULL, at BIGINT NOT NULL,
     PRIMARY KEY (token_hash), FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE tickets (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL,
     subject TEXT NOT NULL, category_id INTEGER NOT NULL, priority SMALLINT NOT NULL, status SMALLINT NOT NULL,
     requester_id INTEGER NOT NULL, assignee_id INTEGER, source SMALLINT NOT NULL, created_at BIGINT NOT NULL,
     updated_at BIGINT NOT NULL, public_at BIGINT NOT NULL, version INTEGER NOT NULL,
     public_version INTEGER NOT NULL, respond_started BIGINT, respond_paused_at BIGINT,
     respond_paused_total BIGINT NOT NULL, resolve_started BIGINT, resolve_paused_at BIGINT,
     resolve_paused_total BIGINT NOT NULL, respond_by BIGINT, resolve_by BIGINT, due BIGINT NOT NULL,
     soon_at BIGINT NOT NULL, wake_at BIGINT NOT NULL, notices SMALLINT NOT NULL, settled_at BIGINT,
     answered_at BIGINT, answered_in_time BOOLEAN, reopens INTEGER NOT NULL, follows TEXT, snoozed_until BIGINT,
     merged_into INTEGER, last_public INTEGER NOT NULL, last_message INTEGER NOT NULL,
     updated_desc BIGINT GENERATED ALWAYS AS (-updated_at),
     lane SMALLINT GENERATED ALWAYS AS (CASE WHEN merged_into IS NOT NULL OR status = 4 THEN NULL WHEN
     snoozed_until IS NOT NULL THEN 3 WHEN status IN (0, 1) THEN 0 WHEN status = 2 THEN 1 ELSE 2 END),
     CHECK (priority BETWEEN 0 AND 3), CHECK (status BETWEEN 0 AND 4), CHECK (source BETWEEN 0 AND 3),
     FOREIGN KEY(category_id) REFERENCES categories (id), FOREIGN KEY(requester_id) REFERENCES people (id),
     FOREIGN KEY(assignee_id) REFERENCES people (id), FOREIGN KEY(follows) REFERENCES tickets (reference),
     FOREIGN KEY(merged_into) REFERENCES tickets (id))""",
    """CREATE TABLE counters (category_id INTEGER NOT NULL, lane SMALLINT NOT NULL, tickets INTEGER NOT NULL,
     PRIMARY KEY (category_id, lane),
     FOREIGN KEY(category_id) REFERENCES categories (id) ON DELETE CASCADE) WITHOUT ROWID""",
    """CREATE TABLE participants (ticket_id INTEGER NOT NULL, person_id INTEGER NOT NULL, place SMALLINT NOT NULL,
     proved BOOLEAN NOT NULL, closed BOOLEAN NOT NULL, rank SMALLINT NOT NULL, public_desc BIGINT NOT NULL,
     PRIMARY KEY (ticket_id, person_id), FOREIGN KEY(ticket_id) REFERENCES tickets (id),
     FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE tags (ticket_id INTEGER NOT NULL, name TEXT NOT NULL, place SMALLINT NOT NULL,
     PRIMARY KEY (ticket_id, name), FOREIGN KEY(ticket_id) REFERENCES tickets (id)) WITHOUT ROWID""",
    """CREATE TABLE entries (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL,
     kind SMALLINT NOT NULL, author_id INTEGER, sender SMALLINT NOT NULL, via SMALLINT NOT NULL,
     body TEXT NOT NULL, changes TEXT, version INTEGER NOT NULL, public_version INTEGER,
     created_at BIGINT NOT NULL, CHECK (kind BETWEEN 0 AND 3), CHECK (sender BETWEEN 0 AND 3),
     CHECK (via BETWEEN 0 AND 3), CHECK ((public_version IS NOT NULL) = (kind IN (0, 2))),
     FOREIGN KEY(ticket_id) REFERENCES tickets (id), FOREIGN KEY(author_id) REFERENCES people (id))""",
    """CREATE TABLE read_marks (person_id INTEGER NOT NULL, ticket_id INTEGER NOT NULL, entry_id INTEGER NOT NULL,
     PRIMARY KEY (person_id, ticket_id), FOREIGN KEY(person_id) REFERENCES people (id),
     FOREIGN KEY(ticket_id) REFERENCES tickets (id)) WITHOUT ROWID""",
    """CREATE TABLE changes (seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL,
     ticket_id INTEGER NOT NULL, kind SMALLINT NOT NULL, actor_id INTEGER, CHECK (kind BETWEEN 0 AND 4),
     FOREIGN KEY(ticket_id) REFERENCES tickets (id), FOREIGN KEY(actor_id) REFERENCES people (id))""",
    """CREATE TABLE audit (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL, person_id INTEGER,
     who TEXT NOT NULL, who_norm TEXT NOT NULL, asserted BOOLEAN NOT NULL, via SMALLINT NOT NULL,
     what TEXT NOT NULL, ticket_id INTEGER, detail TEXT NOT NULL, CHECK (via BETWEEN 0 AND 3),
     FOREIGN KEY(person_id) REFERENCES people (id), FOREIGN KEY(ticket_id) REFERENCES tickets (id))""",
    """CREATE TABLE attachments (id INTEGER NOT NULL, ticket_id INTEGER NOT NULL, entry_id INTEGER NOT NULL,
     name TEXT NOT NULL, size BIGINT NOT NULL, type TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (id),
     UNIQUE (ticket_id, name), FOREIGN KEY(ticket_id) REFERENCES tickets (id),
     FOREIGN KEY(entry_id) REFERENCES entries (id))""",
    """CREATE TABLE outbox (id INTEGER NOT NULL, subject TEXT NOT NULL, ticket_id INTEGER NOT NULL,
     entry_id INTEGER, person_id INTEGER NOT NULL, message_id TEXT NOT NULL, not_before BIGINT NOT NULL,
     created_at BIGINT NOT NULL, state SMALLINT NOT NULL, claimed_by TEXT, claimed_until BIGINT NOT NULL,
     attempts INTEGER NOT NULL, PRIMARY KEY (id), CHECK (state BETWEEN 0 AND 2), UNIQUE (message_id),
     FOREIGN KEY(ticket_id) REFERENCES tickets (id), FOREIGN KEY(entry_id) REFERENCES entries (id),
     FOREIGN KEY(person_id) REFERENCES people (id))""",
    "CREATE VIRTUAL TABLE entry_words USING fts5(subject, body, ctx, content='', tokenize='ascii', prefix='2 3')",
)

_INDEXES = (
    "CREATE INDEX attachments_blob ON attachments (sha256)",
    "CREATE INDEX attachments_entry ON attachments (ticket_id, entry_id)",
    "CREATE INDEX audit_ticket ON audit (ticket_id, id)",
    "CREATE UNIQUE INDEX categories_name ON categories (name)",
    "CREATE INDEX entries_ticket ON entries (ticket_id, id, kind)",
    "CREATE INDEX idempotency_at ON idempotency (at)",
    "CREATE INDEX outbox_ready ON outbox (claimed_until, id) WHERE state = 0",
    "CREATE INDEX participants_all ON participants (person_id, proved, rank, public_desc, ticket_id)",
    "CREATE INDEX participants_not_closed ON participants (person_id, proved, closed, rank, public_desc, ticket_id)",
    "CREATE UNIQUE INDEX people_email ON people (email_norm)",
    "CREATE INDEX people_name ON people (name_norm, id)",
    "CREATE INDEX people_staff ON people (role, name_norm, id)",
    "CREATE INDEX sign_ins_person ON sign_ins (person_id)",
    "CREATE INDEX tags_name ON tags (name, ticket_id)",
    "CREATE INDEX tickets_category_updated ON tickets (category_id, updated_desc, id) WHERE version > 0",
    """CREATE INDEX tickets_lane_assignee_due ON tickets (lane, assignee_id, due, priority, updated_desc, id)
     WHERE lane IS NOT NULL""",
    """CREATE INDEX tickets_lane_category_due ON tickets (lane, category_id, due, priority, updated_desc, id)
     WHERE lane IS NOT NULL""",
    "CREATE INDEX tickets_lane_due ON tickets (lane, due, priority, updated_desc, id) WHERE lane IS NOT NULL",
    "CREATE INDEX tickets_lane_updated ON tickets (lane, updated_desc, id) WHERE lane IS NOT NULL",
    "CREATE UNIQUE INDEX tickets_reference ON tickets (reference)",
    "CREATE INDEX tickets_requester ON tickets (requester_id, updated_desc, id) WHERE version > 0",
    "CREATE INDEX tickets_updated ON tickets (updated_desc, id)",
    "CREATE INDEX tickets_wake ON tickets (wake_at, id) WHERE wake_at < 9000000000000",
    "CREATE INDEX tries_source ON tries (what, source, at)",
)

_TRIGGERS = (
    """CREATE TRIGGER tickets_counted_in AFTER INSERT ON tickets BEGIN
     INSERT INTO counters (category_id, lane, tickets) VALUES (NEW.category_id, coalesce(NEW.lane, 4), 1)
     ON CONFLICT (category_id, lane) DO UPDATE SET tickets = tickets + 1; END""",
    """CREATE TRIGGER tickets_counted_out AFTER DELETE ON tickets BEGIN UPDATE counters SET tickets = tickets - 1
     WHERE category_id = OLD.category_id AND lane = coalesce(OLD.lane, 4); END""",
    """CREATE TRIGGER tickets_counted_again AFTER UPDATE OF category_id, status, snoozed_until, merged_into ON tickets
     WHEN OLD.category_id <> NEW.category_id OR coalesce(OLD.lane, 4) <> coalesce(NEW.lane, 4) BEGIN
     UPDATE counters SET tickets = tickets - 1
     WHERE category_id = OLD.category_id AND lane = coalesce(OLD.lane, 4);
     INSERT INTO counters (category_id, lane, tickets) VALUES (NEW.category_id, coalesce(NEW.lane, 4), 1)
     ON CONFLICT (category_id, lane) DO UPDATE SET tickets = tickets + 1; END""",
)


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        return  # desks there begin with 0003
    for statement in (*_TABLES, *_INDEXES, *_TRIGGERS):
        op.execute(statement)
