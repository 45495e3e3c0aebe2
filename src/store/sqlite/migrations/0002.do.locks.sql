-- Amounts held in advance. A lock keeps the number of the entry that took it, for its id is free again once it ends.

CREATE TABLE locks (
  customer_id TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  seq         INTEGER NOT NULL,
  lock_id     TEXT NOT NULL,
  feature_id  TEXT NOT NULL,
  entity_id   TEXT,
  value       TEXT NOT NULL,
  status      TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER,
  deductions  TEXT NOT NULL,
  receipt     TEXT NOT NULL,
  counted     TEXT NOT NULL,
  properties  TEXT,
  PRIMARY KEY (customer_id, seq)
) STRICT;

CREATE INDEX locks_held ON locks (lock_id) WHERE status = 'HELD';

CREATE INDEX locks_by_status ON locks (customer_id, status, seq);

-- What was used within the present windows of usage limits.

CREATE TABLE counters (
  customer_id TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  key         TEXT NOT NULL,
  starts_at   INTEGER NOT NULL,
  ends_at     INTEGER NOT NULL,
  usage       TEXT NOT NULL,
  ordinal     INTEGER NOT NULL,
  PRIMARY KEY (customer_id, key)
) STRICT, WITHOUT ROWID;

-- A key is kept for ever, its answer for a day. Answers that were decided with one catalogue share its text;
-- one that holds its own has the hash ''. An answer that is no longer kept has neither a hash nor outcomes.

CREATE TABLE catalogs (
  hash    TEXT PRIMARY KEY,
  catalog TEXT NOT NULL
) STRICT;

CREATE TABLE kept_answers (
  idempotency_key TEXT PRIMARY KEY,
  fingerprint     TEXT NOT NULL,
  command_type    TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  catalog_hash    TEXT,
  outcomes        TEXT -- A list: of one, or of all that a batch gave.
) STRICT;

INSERT INTO kept_answers
  SELECT idempotency_key, fingerprint, command_type, created_at, '',
    '[' || json_set(outcome, '$.ledger.locks', json('[]'), '$.ledger.counters', json('[]')) || ']'
  FROM answers;

DROP TABLE answers;

ALTER TABLE kept_answers RENAME TO answers;

CREATE INDEX answers_kept ON answers (created_at, catalog_hash) WHERE catalog_hash IS NOT NULL;
