-- Amounts are canonical decimal TEXT, instants INTEGER milliseconds since 1970, flags 0 or 1, JSON is TEXT.
-- An ordinal is a place in order of creation. No amount is ever added up or compared in SQL.

CREATE TABLE features (
  feature_id       TEXT PRIMARY KEY,
  name             TEXT NOT NULL,
  type             TEXT NOT NULL,
  consumable       INTEGER NOT NULL,
  event_names      TEXT NOT NULL,
  credit_schema    TEXT NOT NULL,
  model_markups    TEXT,
  default_markup   REAL,
  provider_markups TEXT,
  display          TEXT,
  archived         INTEGER NOT NULL,
  ordinal          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
  customer_id         TEXT PRIMARY KEY,
  name                TEXT,
  email               TEXT,
  fingerprint         TEXT,
  stripe_id           TEXT,
  metadata            TEXT NOT NULL,
  send_email_receipts INTEGER NOT NULL,
  created_at          INTEGER NOT NULL,
  test_clock          INTEGER,
  revision            INTEGER NOT NULL,
  billing_controls    TEXT NOT NULL,
  config              TEXT NOT NULL,
  seq                 INTEGER NOT NULL -- The number of the latest entry.
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
  customer_id      TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  entity_id        TEXT NOT NULL,
  feature_id       TEXT NOT NULL,
  name             TEXT,
  created_at       INTEGER NOT NULL,
  billing_controls TEXT NOT NULL,
  ordinal          INTEGER NOT NULL,
  PRIMARY KEY (customer_id, entity_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entities_by_feature ON entities (feature_id);

CREATE TABLE grants (
  customer_id           TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  grant_id              TEXT NOT NULL,
  external_id           TEXT,
  feature_id            TEXT NOT NULL,
  entity_id             TEXT,
  per_entity_feature_id TEXT,
  plan_id               TEXT,
  add_on                INTEGER NOT NULL,
  allowance             TEXT NOT NULL,
  prepaid               TEXT NOT NULL,
  unlimited             INTEGER NOT NULL,
  overage_allowed       INTEGER NOT NULL,
  max_purchase          TEXT,
  interval              TEXT,
  interval_count        INTEGER NOT NULL,
  next_reset_at         INTEGER,
  anchor_day            INTEGER NOT NULL,
  expires_at            INTEGER,
  rollover              TEXT,
  price                 TEXT,
  created_at            INTEGER NOT NULL,
  ordinal               INTEGER NOT NULL,
  PRIMARY KEY (customer_id, grant_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX grants_by_feature ON grants (feature_id, customer_id);

CREATE INDEX grants_by_seat_feature ON grants (per_entity_feature_id)
  WHERE per_entity_feature_id IS NOT NULL;

-- Here an entity_id of '' says that the slice, or the rollover, is not an entity's.

CREATE TABLE slices (
  customer_id TEXT NOT NULL,
  grant_id    TEXT NOT NULL,
  entity_id   TEXT NOT NULL,
  balance     TEXT NOT NULL,
  adjustment  TEXT NOT NULL,
  ordinal     INTEGER NOT NULL,
  PRIMARY KEY (customer_id, grant_id, entity_id),
  FOREIGN KEY (customer_id, grant_id) REFERENCES grants ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE rollovers (
  customer_id TEXT NOT NULL,
  grant_id    TEXT NOT NULL,
  rollover_id TEXT NOT NULL,
  entity_id   TEXT NOT NULL,
  balance     TEXT NOT NULL,
  usage       TEXT NOT NULL,
  expires_at  INTEGER,
  ordinal     INTEGER NOT NULL,
  PRIMARY KEY (customer_id, grant_id, rollover_id, entity_id),
  FOREIGN KEY (customer_id, grant_id) REFERENCES grants ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
  customer_id TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  feature_id  TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  PRIMARY KEY (customer_id, feature_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  customer_id     TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  seq             INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  timestamp       INTEGER NOT NULL,
  feature_id      TEXT,
  entity_id       TEXT,
  event_name      TEXT,
  value           TEXT NOT NULL,
  deductions      TEXT NOT NULL,
  before          TEXT,
  after           TEXT,
  properties      TEXT,
  idempotency_key TEXT,
  actor           TEXT NOT NULL,
  PRIMARY KEY (customer_id, seq)
) STRICT;

CREATE INDEX entries_by_entity ON entries (customer_id, entity_id, seq) WHERE entity_id IS NOT NULL;

-- The features that an entry names or whose balances it moved.

CREATE TABLE entry_features (
  customer_id TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  feature_id  TEXT NOT NULL,
  seq         INTEGER NOT NULL,
  PRIMARY KEY (customer_id, feature_id, seq)
) STRICT, WITHOUT ROWID;

-- What was answered under an idempotency key, to be answered again.

CREATE TABLE answers (
  idempotency_key TEXT PRIMARY KEY,
  fingerprint     TEXT NOT NULL,
  command_type    TEXT NOT NULL,
  outcome         TEXT NOT NULL,
  created_at      INTEGER NOT NULL
) STRICT;
