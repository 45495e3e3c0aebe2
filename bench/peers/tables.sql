-- The gateway's data as somebody would keep it who only shows it: totals are stored, not derived, and numbers
-- are doubles, which every driver answers as JSON numbers. Both favour the peers.

CREATE SCHEMA peer;
SET search_path = peer, public;

CREATE TABLE features (feature_id TEXT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE customers (customer_id TEXT PRIMARY KEY);

CREATE TABLE balances (
  balance_id      BIGINT PRIMARY KEY,
  customer_id     TEXT NOT NULL REFERENCES customers,
  feature_id      TEXT NOT NULL REFERENCES features,
  granted         DOUBLE PRECISION NOT NULL,
  remaining       DOUBLE PRECISION NOT NULL,
  usage           DOUBLE PRECISION NOT NULL,
  unlimited       BOOLEAN NOT NULL,
  overage_allowed BOOLEAN NOT NULL,
  next_reset_at   DOUBLE PRECISION,
  UNIQUE (customer_id, feature_id)
) WITH (fillfactor = 80);

CREATE TABLE breakdowns (
  breakdown_id   BIGINT PRIMARY KEY,
  balance_id     BIGINT NOT NULL REFERENCES balances,
  plan_id        TEXT,
  included_grant DOUBLE PRECISION NOT NULL,
  prepaid_grant  DOUBLE PRECISION NOT NULL,
  remaining      DOUBLE PRECISION NOT NULL,
  usage          DOUBLE PRECISION NOT NULL,
  expires_at     DOUBLE PRECISION
);

CREATE TABLE rollovers (
  rollover_id BIGINT PRIMARY KEY,
  balance_id  BIGINT NOT NULL REFERENCES balances,
  granted     DOUBLE PRECISION NOT NULL,
  balance     DOUBLE PRECISION NOT NULL,
  usage       DOUBLE PRECISION NOT NULL,
  expires_at  DOUBLE PRECISION
);

CREATE TABLE entries (
  entry_id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  balance_id BIGINT NOT NULL REFERENCES balances,
  kind       TEXT NOT NULL,
  value      DOUBLE PRECISION NOT NULL,
  at         TIMESTAMPTZ NOT NULL DEFAULT now()
);

INSERT INTO features SELECT feature_id, name FROM public.features;

INSERT INTO customers SELECT customer_id FROM public.customers;

-- In the order of the gateway's answers.

CREATE TEMPORARY TABLE sources AS
  SELECT g.*, s.balance AS left_over,
         dense_rank() OVER (ORDER BY customer_id, feature_id) AS balance_id,
         row_number() OVER (ORDER BY customer_id, feature_id, g.ordinal) AS breakdown_id
    FROM public.grants AS g JOIN public.slices AS s USING (customer_id, grant_id);

CREATE TEMPORARY TABLE carried AS
  SELECT r.*, balance_id, row_number() OVER (ORDER BY breakdown_id) AS number
    FROM public.rollovers AS r JOIN sources USING (customer_id, grant_id);

INSERT INTO balances
  SELECT balance_id, customer_id, feature_id,
         sum(allowance + prepaid) + coalesce(max(c.granted), 0),
         sum(left_over) + coalesce(max(c.balance), 0),
         sum(allowance + prepaid - left_over) + coalesce(max(c.usage), 0),
         false, false, min(next_reset_at)
    FROM sources
    LEFT JOIN (SELECT balance_id, sum(balance + usage) AS granted, sum(balance) AS balance,
                      sum(usage) AS usage
                 FROM carried GROUP BY balance_id) AS c USING (balance_id)
   GROUP BY balance_id, customer_id, feature_id;

INSERT INTO breakdowns
  SELECT breakdown_id, balance_id, plan_id, allowance, prepaid, left_over, allowance + prepaid - left_over,
         expires_at
    FROM sources;

INSERT INTO rollovers
  SELECT number, balance_id, balance + usage, balance, usage, expires_at FROM carried;

CREATE INDEX ON balances (feature_id);
CREATE INDEX ON breakdowns (balance_id);
CREATE INDEX ON rollovers (balance_id);
CREATE INDEX ON entries (balance_id);
