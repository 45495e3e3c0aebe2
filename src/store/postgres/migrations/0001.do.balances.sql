-- Instants are milliseconds since 1970. JSON keeps its text as it was written. An ordinal is a place in
-- order of creation. Texts are compared byte by byte, whatever the database's language: COLLATE "C".
-- No amount is ever added up or compared in SQL. Every key of a customer's table begins with the customer.
-- Tables whose rows change in place leave room on each page, so that a change need not touch the indexes.

CREATE DOMAIN amount AS NUMERIC(38, 10) CHECK (VALUE <> 'NaN'); -- The type itself refuses infinity.

CREATE TABLE features (
  feature_id       TEXT COLLATE "C" PRIMARY KEY,
  name             TEXT COLLATE "C" NOT NULL,
  type             TEXT COLLATE "C" NOT NULL,
  consumable       BOOLEAN NOT NULL,
  event_names      JSON NOT NULL,
  credit_schema    JSON NOT NULL,
  model_markups    JSON,
  default_markup   DOUBLE PRECISION,
  provider_markups JSON,
  display          JSON,
  archived         BOOLEAN NOT NULL,
  ordinal          BIGINT NOT NULL
);

-- The number of the latest change of features, by which a gateway sees that another changed them.

CREATE TABLE catalog (revision BIGINT NOT NULL);

CREATE UNIQUE INDEX catalog_has_one_row ON catalog ((true));

INSERT INTO catalog VALUES (0);

CREATE TABLE customers (
  customer_id         TEXT COLLATE "C" PRIMARY KEY,
  name                TEXT COLLATE "C",
  email               TEXT COLLATE "C",
  fingerprint         TEXT COLLATE "C",
  stripe_id           TEXT COLLATE "C",
  metadata            JSON NOT NULL,
  send_email_receipts BOOLEAN NOT NULL,
  created_at          BIGINT NOT NULL,
  test_clock          BIGINT,
  revision            BIGINT NOT NULL,
  billing_controls    JSON NOT NULL,
  config              JSON NOT NULL,
  seq                 BIGINT NOT NULL -- The number of the latest entry.
) WITH (fillfactor = 80);

CREATE TABLE entities (
  customer_id      TEXT COLLATE "C" NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  entity_id        TEXT COLLATE "C" NOT NULL,
  feature_id       TEXT COLLATE "C" NOT NULL,
  name             TEXT COLLATE "C",
  created_at       BIGINT NOT NULL,
  billing_controls JSON NOT NULL,
  ordinal          BIGINT NOT NULL,
  PRIMARY KEY (customer_id, entity_id)
);

CREATE INDEX entities_by_feature ON entities (feature_id);

CREATE TABLE grants (
  customer_id           TEXT COLLATE "C" NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  grant_id              TEXT COLLATE "C" NOT NULL,
  external_id           TEXT COLLATE "C",
  feature_id            TEXT COLLATE "C" NOT NULL,
  entity_id             TEXT COLLATE "C",
  per_entity_feature_id TEXT COLLATE "C",
  plan_id               TEXT COLLATE "C",
  add_on                BOOLEAN NOT NULL,
  allowance             amount NOT NULL,
  prepaid               amount NOT NULL,
  unlimited             BOOLEAN NOT NULL,
  overage_allowed       BOOLEAN NOT NULL,
  max_purchase          amount,
  interval              TEXT COLLATE "C",
  interval_count        BIGINT NOT NULL,
  next_reset_at         BIGINT,
  anchor_day            BIGINT NOT NULL,
  expires_at            BIGINT,
  rollover              JSON,
  price                 JSON,
  created_at            BIGINT NOT NULL,
  ordinal               BIGINT NOT NULL,
  PRIMARY KEY (customer_id, grant_id)
);

CREATE INDEX grants_by_feature ON grants (feature_id, customer_id);

CREATE INDEX grants_by_seat_feature ON grants (per_entity_feature_id)
  WHERE per_entity_feature_id IS NOT NULL;

-- Here an entity_id of '' says that the slice, or the rollover, is not an entity's.

CREATE TABLE slices (
  customer_id TEXT COLLATE "C" NOT NULL,
  grant_id    TEXT COLLATE "C" NOT NULL,
  entity_id   TEXT COLLATE "C" NOT NULL,
  balance     amount NOT NULL,
  adjustment  amount NOT NULL,
  ordinal     BIGINT NOT NULL,
  PRIMARY KEY (customer_id, grant_id, entity_id),
  FOREIGN KEY (customer_id, grant_id) REFERENCES grants ON UPDATE CASCADE ON DELETE CASCADE
) WITH (fillfactor = 80);

CREATE TABLE rollovers (
  customer_id TEXT COLLATE "C" NOT NULL,
  grant_id    TEXT COLLATE "C" NOT NULL,
  rollover_id TEXT COLLATE "C" NOT NULL,
  entity_id   TEXT COLLATE "C" NOT NULL,
  balance     amount NOT NULL,
  usage       amount NOT NULL,
  expires_at  BIGINT,
  ordinal     BIGINT NOT NULL,
  PRIMARY KEY (customer_id, grant_id, rollover_id, entity_id),
  FOREIGN KEY (customer_id, grant_id) REFERENCES grants ON UPDATE CASCADE ON DELETE CASCADE
) WITH (fillfactor = 80);

CREATE TABLE balances (
  customer_id TEXT COLLATE "C" NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  feature_id  TEXT COLLATE "C" NOT NULL,
  revision    BIGINT NOT NULL,
  PRIMARY KEY (customer_id, feature_id)
) WITH (fillfactor = 80);

-- What was used within the present windows of usage limits.

CREATE TABLE counters (
  customer_id TEXT COLLATE "C" NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  key         TEXT COLLATE "C" NOT NULL,
  starts_at   BIGINT NOT NULL,
  ends_at     BIGINT NOT NULL,
  usage       amount NOT NULL,
  ordinal     BIGINT NOT NULL,
  PRIMARY KEY (customer_id, key)
) WITH (fillfactor = 80);

-- Amounts held in advance. A lock keeps the number of the entry that took it, for its id is free again once it ends.

CREATE TABLE locks (
  customer_id TEXT COLLATE "C" NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  seq         BIGINT NOT NULL,
  lock_id     TEXT COLLATE "C" NOT NULL,
  feature_id  TEXT COLLATE "C" NOT NULL,
  entity_id   TEXT COLLATE "C",
  value       amount NOT NULL,
  status      TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT,
  deductions  JSON NOT NULL,
  receipt     JSON NOT NULL,
  counted     JSON NOT NULL,
  properties  JSON,
  PRIMARY KEY (customer_id, seq)
) WITH (fillfactor = 80);

CREATE INDEX locks_held ON locks (lock_id) WHERE status = 'HELD';

CREATE INDEX locks_by_status ON locks (customer_id, status, seq);

-- The tables below only grow, with every change of every customer. They name their customer without a
-- foreign key, which would look the customer up once more for each row, and keep its row locked for it;
-- deleting and renaming a customer says what becomes of them.

CREATE TABLE entries (
  customer_id     TEXT COLLATE "C" NOT NULL,
  seq             BIGINT NOT NULL,
  kind            TEXT COLLATE "C" NOT NULL,
  at              BIGINT NOT NULL,
  timestamp       BIGINT NOT NULL,
  feature_id      TEXT COLLATE "C",
  entity_id       TEXT COLLATE "C",
  event_name      TEXT COLLATE "C",
  value           amount NOT NULL,
  deductions      JSON NOT NULL,
  before          JSON,
  after           JSON,
  properties      JSON,
  idempotency_key TEXT COLLATE "C",
  actor           TEXT COLLATE "C" NOT NULL,
  crossings       JSON NOT NULL DEFAULT '[]',
  PRIMARY KEY (customer_id, seq)
);

CREATE INDEX entries_by_entity ON entries (customer_id, entity_id, seq) WHERE entity_id IS NOT NULL;

-- The features that an entry names or whose balances it moved.

CREATE TABLE entry_features (
  customer_id TEXT COLLATE "C" NOT NULL,
  feature_id  TEXT COLLATE "C" NOT NULL,
  seq         BIGINT NOT NULL,
  PRIMARY KEY (customer_id, feature_id, seq)
);

-- What stood under a key of a customer from an instant on; no cells: nothing any more.

CREATE TABLE versions (
  customer_id TEXT COLLATE "C" NOT NULL,
  key         TEXT COLLATE "C" NOT NULL,
  at          BIGINT NOT NULL,
  cells       JSON,
  PRIMARY KEY (customer_id, key, at)
);

-- What was answered under an idempotency key, to be answered again. A key is kept for ever, its answer for a
-- day. Answers that were decided with one catalogue share its text; one that is no longer kept has neither a
-- hash nor outcomes. Both texts are JSON that is only ever read whole.

CREATE TABLE catalogs (
  hash    TEXT COLLATE "C" PRIMARY KEY,
  catalog TEXT COLLATE "C" NOT NULL
);

CREATE TABLE answers (
  idempotency_key TEXT COLLATE "C" PRIMARY KEY,
  fingerprint     TEXT COLLATE "C" NOT NULL,
  command_type    TEXT COLLATE "C" NOT NULL,
  created_at      BIGINT NOT NULL,
  catalog_hash    TEXT COLLATE "C",
  outcomes        TEXT COLLATE "C" -- A list: of one, or of all that a batch gave.
);

CREATE INDEX answers_kept ON answers (created_at, catalog_hash) WHERE catalog_hash IS NOT NULL;
