"""The tables of version 0003 on PostgreSQL, as they were then: desks on PostgreSQL begin with it.

The table that names the version is made by Alembic itself.
"""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE categories (id BIGSERIAL NOT NULL, name VARCHAR COLLATE "C" NOT NULL, place INTEGER NOT
     NULL, PRIMARY KEY (id))""",
    "CREATE UNIQUE INDEX categories_name ON categories (name)",
    """CREATE TABLE desk (id VARCHAR COLLATE "C" NOT NULL, made_at BIGINT NOT NULL, words_version SMALLINT NOT
     NULL, PRIMARY KEY (id))""",
    """CREATE TABLE drafts (owner VARCHAR COLLATE "C" NOT NULL, kind VARCHAR COLLATE "C" NOT NULL, reference
     VARCHAR COLLATE "C" NOT NULL, text VARCHAR COLLATE "C" NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (owner,
     kind, reference))""",
    """CREATE TABLE idempotency (owner VARCHAR COLLATE "C" NOT NULL, key VARCHAR COLLATE "C" NOT NULL,
     fingerprint VARCHAR COLLATE "C" NOT NULL, reference VARCHAR COLLATE "C" NOT NULL, at BIGINT NOT NULL,
     PRIMARY KEY (owner, key))""",
    "CREATE INDEX idempotency_at ON idempotency (at)",
    """CREATE TABLE leases (name VARCHAR COLLATE "C" NOT NULL, holder VARCHAR COLLATE "C" NOT NULL, until BIGINT
     NOT NULL, PRIMARY KEY (name))""",
    """CREATE TABLE people (id BIGSERIAL NOT NULL, email VARCHAR COLLATE "C" NOT NULL, email_norm VARCHAR
     COLLATE "C" NOT NULL, name VARCHAR COLLATE "C" NOT NULL, name_norm VARCHAR COLLATE "C" NOT NULL, role
     SMALLINT NOT NULL, verified BOOLEAN NOT NULL, active BOOLEAN NOT NULL, created_at BIGINT NOT NULL, PRIMARY
     KEY (id), CHECK (role BETWEEN 0 AND 2))""",
    "CREATE UNIQUE INDEX people_email ON people (email_norm)",
    "CREATE INDEX people_name ON people (name_norm, id)",
    "CREATE INDEX people_staff ON people (role, name_norm, id)",
    """CREATE TABLE settings (key VARCHAR COLLATE "C" NOT NULL, text VARCHAR COLLATE "C" NOT NULL, PRIMARY KEY
     (key))""",
    """CREATE TABLE tries (id BIGSERIAL NOT NULL, what VARCHAR COLLATE "C" NOT NULL, source VARCHAR COLLATE "C"
     NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (id))""",
    "CREATE INDEX tries_source ON tries (what, source, at)",
    """CREATE TABLE counters (category_id BIGINT NOT NULL, lane SMALLINT NOT NULL, tickets INTEGER NOT NULL,
     PRIMARY KEY (category_id, lane), FOREIGN KEY(category_id) REFERENCES categories (id) ON DELETE CASCADE)""",
    """CREATE TABLE credentials (person_id BIGINT NOT NULL, hash VARCHAR COLLATE "C" NOT NULL, expires_at
     BIGINT, PRIMARY KEY (person_id), FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE last_sign_ins (person_id BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (person_id),
     FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE personal_settings (person_id BIGINT NOT NULL, key VARCHAR COLLATE "C" NOT NULL, text VARCHAR
     COLLATE "C" NOT NULL, PRIMARY KEY (person_id, key), FOREIGN KEY(person_id) REFERENCES people (id))""",
    """CREATE TABLE sign_ins (token_hash VARCHAR COLLATE "C" NOT NULL, person_id BIGINT NOT NULL, at BIGINT NOT
     NULL, PRIMARY KEY (token_hash), FOREIGN KEY(person_id) REFERENCES people (id))""",
    "CREATE INDEX sign_ins_person ON sign_ins (person_id)",
    """CREATE TABLE tickets (id BIGSERIAL NOT NULL, reference VARCHAR COLLATE "C" NOT NULL, subject VARCHAR
     COLLATE "C" NOT NULL, category_id BIGINT NOT NULL, priority SMALLINT NOT NULL, status SMALLINT NOT NULL,
     requester_id BIGINT NOT NULL, assignee_id BIGINT, source SMALLINT NOT NULL, created_at BIGINT NOT NULL,
     updated_at BIGINT NOT NULL, public_at BIGINT NOT NULL, version INTEGER NOT NULL, public_version INTEGER NOT
     NULL, respond_started BIGINT, respond_paused_at BIGINT, respond_paused_total BIGINT NOT NULL,
     resolve_started BIGINT, resolve_paused_at BIGINT, resolve_paused_total BIGINT NOT NULL, respond_by BIGINT,
     resolve_by BIGINT, due BIGINT NOT NULL, soon_at BIGINT NOT NULL, wake_at BIGINT NOT NULL, notices SMALLINT
     NOT NULL, settled_at BIGINT, answered_at BIGINT, answered_in_time BOOLEAN, reopens INTEGER NOT NULL,
     follows VARCHAR COLLATE "C", snoozed_until BIGINT, merged_into BIGINT, last_public BIGINT NOT NULL,
     last_message BIGINT NOT NULL, updated_desc BIGINT GENERATED ALWAYS AS (-updated_at) STORED, lane SMALLINT
     GENERATED ALWAYS AS (CASE WHEN merged_into IS NOT NULL OR status = 4 THEN NULL WHEN snoozed_until IS NOT
     NULL THEN 3 WHEN status IN (0, 1) THEN 0 WHEN status = 2 THEN 1 ELSE 2 END) STORED, PRIMARY KEY (id),
     FOREIGN KEY(category_id) REFERENCES categories (id), CHECK (priority BETWEEN 0 AND 3), FOREIGN
     KEY(assignee_id) REFERENCES people (id), CHECK (status BETWEEN 0 AND 4), FOREIGN KEY(requester_id)
     REFERENCES people (id), CHECK (source BETWEEN 0 AND 3), FOREIGN KEY(merged_into) REFERENCES tickets (id))""",
    """CREATE INDEX tickets_lane_priority ON tickets (lane, priority, due, updated_desc, id) WHERE lane IS NOT
     NULL""",
    "CREATE INDEX tickets_category_updated ON tickets (category_id, updated_desc, id) WHERE version > 0",
    "CREATE INDEX tickets_wake ON tickets (wake_at, id) WHERE wake_at < 9000000000000",
    """CREATE INDEX tickets_lane_assignee_due ON tickets (lane, assignee_id, due, priority, updated_desc, id)
     WHERE lane IS NOT NULL""",
    "CREATE INDEX tickets_lane_due ON tickets (lane, due, priority, updated_desc, id) WHERE lane IS NOT NULL",
    "CREATE INDEX tickets_updated ON tickets (updated_desc, id)",
    """CREATE INDEX tickets_answered ON tickets (category_id, answered_at, created_at, answered_in_time) WHERE
     answered_at IS NOT NULL""",
    """CREATE INDEX tickets_lane_assignee_updated ON tickets (lane, assignee_id, updated_desc, id) WHERE lane IS
     NOT NULL""",
    """CREATE INDEX tickets_lane_category_due ON tickets (lane, category_id, due, priority, updated_desc, id)
     WHERE lane IS NOT NULL""",
    "CREATE INDEX tickets_came_in ON tickets (category_id, created_at)",
    "CREATE INDEX tickets_requester ON tickets (requester_id, updated_desc, id) WHERE version > 0",
    "CREATE UNIQUE INDEX tickets_reference ON tickets (reference)",
    """CREATE INDEX tickets_lane_assignee_priority ON tickets (lane, assignee_id, priority, due, updated_desc,
     id) WHERE lane IS NOT NULL""",
    "CREATE INDEX tickets_lane_updated ON tickets (lane, updated_desc, id) WHERE lane IS NOT NULL",
    """CREATE INDEX tickets_lane_category_updated ON tickets (lane, category_id, updated_desc, id) WHERE lane IS
     NOT NULL""",
    """CREATE INDEX tickets_lane_category_priority ON tickets (lane, category_id, priority, due, updated_desc,
     id) WHERE lane IS NOT NULL""",
    """CREATE TABLE audit (id BIGSERIAL NOT NULL, at BIGINT NOT NULL, person_id BIGINT, who VARCHAR COLLATE "C"
     NOT NULL, who_norm VARCHAR COLLATE "C" NOT NULL, asserted BOOLEAN NOT NULL, via SMALLINT NOT NULL, what
     VARCHAR COLLATE "C" NOT NULL, ticket_id BIGINT, detail VARCHAR COLLATE "C" NOT NULL, PRIMARY KEY (id),
     FOREIGN KEY(ticket_id) REFERENCES tickets (id), CHECK (via BETWEEN 0 AND 3), FOREIGN KEY(person_id)
     REFERENCES people (id))""",
    "CREATE INDEX audit_ticket ON audit (ticket_id, id)",
    """CREATE TABLE changes (seq BIGSERIAL NOT NULL, at BIGINT NOT NULL, ticket_id BIGINT NOT NULL, kind
     SMALLINT NOT NULL, actor_id BIGINT, PRIMARY KEY (seq), FOREIGN KEY(actor_id) REFERENCES people (id),
     FOREIGN KEY(ticket_id) REFERENCES tickets (id), CHECK (kind BETWEEN 0 AND 4))""",
    """CREATE TABLE entries (id BIGSERIAL NOT NULL, ticket_id BIGINT NOT NULL, kind SMALLINT NOT NULL, author_id
     BIGINT, sender SMALLINT NOT NULL, via SMALLINT NOT NULL, body VARCHAR COLLATE "C" NOT NULL, changes VARCHAR
     COLLATE "C", version INTEGER NOT NULL, public_version INTEGER, created_at BIGINT NOT NULL, PRIMARY KEY
     (id), CHECK ((public_version IS NOT NULL) = (kind IN (0, 2))), CHECK (sender BETWEEN 0 AND 3), FOREIGN
     KEY(ticket_id) REFERENCES tickets (id), FOREIGN KEY(author_id) REFERENCES people (id), CHECK (via BETWEEN 0
     AND 3), CHECK (kind BETWEEN 0 AND 3))""",
    "CREATE INDEX entries_ticket ON entries (ticket_id, id, kind)",
    """CREATE TABLE participants (ticket_id BIGINT NOT NULL, person_id BIGINT NOT NULL, place SMALLINT NOT NULL,
     proved BOOLEAN NOT NULL, closed BOOLEAN NOT NULL, rank SMALLINT NOT NULL, public_desc BIGINT NOT NULL,
     PRIMARY KEY (ticket_id, person_id), FOREIGN KEY(ticket_id) REFERENCES tickets (id), FOREIGN KEY(person_id)
     REFERENCES people (id))""",
    "CREATE INDEX participants_all ON participants (person_id, proved, rank, public_desc, ticket_id)",
    """CREATE INDEX participants_not_closed ON participants (person_id, proved, closed, rank, public_desc,
     ticket_id)""",
    """CREATE TABLE read_marks (person_id BIGINT NOT NULL, ticket_id BIGINT NOT NULL, entry_id BIGINT NOT NULL,
     PRIMARY KEY (person_id, ticket_id), FOREIGN KEY(person_id) REFERENCES people (id), FOREIGN KEY(ticket_id)
     REFERENCES tickets (id))""",
    """CREATE TABLE tags (ticket_id BIGINT NOT NULL, name VARCHAR COLLATE "C" NOT NULL, place SMALLINT NOT NULL,
     PRIMARY KEY (ticket_id, name), FOREIGN KEY(ticket_id) REFERENCES tickets (id))""",
    "CREATE INDEX tags_name ON tags (name, ticket_id)",
    """CREATE TABLE attachments (id BIGSERIAL NOT NULL, ticket_id BIGINT NOT NULL, entry_id BIGINT NOT NULL,
     name VARCHAR COLLATE "C" NOT NULL, size BIGINT NOT NULL, type VARCHAR COLLATE "C" NOT NULL, sha256 VARCHAR
     COLLATE "C" NOT NULL, PRIMARY KEY (id), UNIQUE (ticket_id, name), FOREIGN KEY(entry_id) REFERENCES entries
     (id), FOREIGN KEY(ticket_id) REFERENCES tickets (id))""",
    "CREATE INDEX attachments_entry ON attachments (ticket_id, entry_id)",
    "CREATE INDEX attachments_blob ON attachments (sha256)",
    """CREATE TABLE outbox (id BIGSERIAL NOT NULL, subject VARCHAR COLLATE "C" NOT NULL, ticket_id BIGINT NOT
     NULL, entry_id BIGINT, person_id BIGINT NOT NULL, message_id VARCHAR COLLATE "C" NOT NULL, not_before
     BIGINT NOT NULL, created_at BIGINT NOT NULL, state SMALLINT NOT NULL, claimed_by VARCHAR COLLATE "C",
     claimed_until BIGINT NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (message_id), FOREIGN
     KEY(ticket_id) REFERENCES tickets (id), FOREIGN KEY(person_id) REFERENCES people (id), CHECK (state BETWEEN
     0 AND 2), FOREIGN KEY(entry_id) REFERENCES entries (id))""",
    "CREATE INDEX outbox_ready ON outbox (claimed_until, id) WHERE state = 0",
    "ALTER TABLE tickets ADD CONSTRAINT tickets_follows FOREIGN KEY(follows) REFERENCES tickets (reference)",
    """CREATE FUNCTION count_tickets_in() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO counters
     (category_id, lane, tickets) SELECT category_id, coalesce(lane, 4), count(*) FROM came GROUP BY 1, 2 ORDER
     BY 1, 2 ON CONFLICT (category_id, lane) DO UPDATE SET tickets = counters.tickets + excluded.tickets; RETURN
     NULL; END $$""",
    """CREATE FUNCTION count_tickets_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO counters
     (category_id, lane, tickets) SELECT category_id, coalesce(lane, 4), -count(*) FROM went GROUP BY 1, 2 ORDER
     BY 1, 2 ON CONFLICT (category_id, lane) DO UPDATE SET tickets = counters.tickets + excluded.tickets; RETURN
     NULL; END $$""",
    """CREATE FUNCTION count_ticket_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO counters
     (category_id, lane, tickets) SELECT category_id, lane, sum(n) FROM (VALUES (OLD.category_id,
     coalesce(OLD.lane, 4::smallint), -1), (NEW.category_id, coalesce(NEW.lane, 4::smallint), 1)) AS
     moved(category_id, lane, n) GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT (category_id, lane) DO UPDATE SET
     tickets = counters.tickets + excluded.tickets; RETURN NULL; END $$""",
    """CREATE TRIGGER tickets_counted_in AFTER INSERT ON tickets REFERENCING NEW TABLE AS came FOR EACH
     STATEMENT EXECUTE FUNCTION count_tickets_in()""",
    """CREATE TRIGGER tickets_counted_out AFTER DELETE ON tickets REFERENCING OLD TABLE AS went FOR EACH
     STATEMENT EXECUTE FUNCTION count_tickets_out()""",
    """CREATE TRIGGER tickets_counted_again AFTER UPDATE ON tickets FOR EACH ROW WHEN (OLD.category_id <>
     NEW.category_id OR OLD.lane IS DISTINCT FROM NEW.lane) EXECUTE FUNCTION count_ticket_again()""",
    "ALTER TABLE changes ADD COLUMN xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)",
    "CREATE INDEX changes_xid ON changes (xid, seq)",
    """CREATE FUNCTION tell_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('ttydesk',
     ''); RETURN NULL; END $$""",
    "CREATE TRIGGER changes_told AFTER INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION tell_changes()",
    """CREATE TRIGGER settings_told AFTER INSERT OR UPDATE ON settings FOR EACH STATEMENT EXECUTE FUNCTION
     tell_changes()""",
    "ALTER TABLE tickets SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)",
    """CREATE INDEX tickets_lane_nobody_due ON tickets (lane, due, priority, updated_desc, id) WHERE lane IS NOT
     NULL AND assignee_id IS NULL""",
    """CREATE INDEX tickets_lane_nobody_priority ON tickets (lane, priority, due, updated_desc, id) WHERE lane
     IS NOT NULL AND assignee_id IS NULL""",
    """CREATE INDEX tickets_lane_nobody_updated ON tickets (lane, updated_desc, id) WHERE lane IS NOT NULL AND
     assignee_id IS NULL""",
    "CREATE TABLE entry_words (entry_id BIGINT NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX entry_words_words ON entry_words USING gin (words)",
)
