-- Every row of a ledger as it became, so that a ledger can be read as of any instant. The key names a table
-- and a row of it, as a JSON list; the cells are the row without its customer's id. No cells: it was dropped.

CREATE TABLE versions (
  customer_id TEXT NOT NULL REFERENCES customers ON UPDATE CASCADE ON DELETE CASCADE,
  key         TEXT NOT NULL,
  at          INTEGER NOT NULL,
  cells       TEXT,
  PRIMARY KEY (customer_id, key, at)
) STRICT, WITHOUT ROWID;

-- What is known of the past of customers that are here already: they stand as their latest entry left them.

CREATE TEMPORARY TABLE beginnings AS
  SELECT customer_id, coalesce(
    (SELECT at FROM entries WHERE entries.customer_id = customers.customer_id ORDER BY seq DESC LIMIT 1),
    created_at) AS at
  FROM customers;

INSERT INTO versions SELECT customer_id, json_array('Customers'), at, json_array(
    customer_id, name, email, fingerprint, stripe_id, metadata, send_email_receipts, created_at,
    test_clock, 0, billing_controls, config, 0)
  FROM customers JOIN beginnings USING (customer_id);

INSERT INTO versions SELECT customer_id, json_array('Held'), at,
    (SELECT json_group_array(seq ORDER BY seq) FROM locks
      WHERE locks.customer_id = beginnings.customer_id AND status = 'HELD')
  FROM beginnings;

INSERT INTO versions SELECT customer_id, json_array('Locks', seq), at, json_array(
    seq, lock_id, feature_id, entity_id, value, status, created_at, expires_at, deductions, receipt,
    counted, properties)
  FROM (SELECT locks.*, at FROM locks JOIN beginnings USING (customer_id) WHERE status = 'HELD');

INSERT INTO versions SELECT customer_id, json_array('Entities', entity_id), at, json_array(
    entity_id, feature_id, name, created_at, billing_controls, ordinal)
  FROM (SELECT entities.*, at FROM entities JOIN beginnings USING (customer_id));

INSERT INTO versions SELECT customer_id, json_array('Grants', grant_id), at, json_array(
    grant_id, external_id, feature_id, entity_id, per_entity_feature_id, plan_id, add_on, allowance,
    prepaid, unlimited, overage_allowed, max_purchase, interval, interval_count, next_reset_at,
    anchor_day, expires_at, rollover, price, created_at, ordinal)
  FROM (SELECT grants.*, at FROM grants JOIN beginnings USING (customer_id));

INSERT INTO versions SELECT customer_id, json_array('Slices', grant_id, entity_id), at, json_array(
    grant_id, entity_id, balance, adjustment, ordinal)
  FROM slices JOIN beginnings USING (customer_id);

INSERT INTO versions SELECT customer_id, json_array('Rollovers', grant_id, rollover_id, entity_id), at,
    json_array(grant_id, rollover_id, entity_id, balance, usage, expires_at, ordinal)
  FROM rollovers JOIN beginnings USING (customer_id);

INSERT INTO versions SELECT customer_id, json_array('Counters', key), at, json_array(
    key, starts_at, ends_at, usage, ordinal)
  FROM counters JOIN beginnings USING (customer_id);

INSERT INTO versions SELECT customer_id, json_array('Balances', feature_id), at, json_array(
    feature_id, revision)
  FROM balances JOIN beginnings USING (customer_id);

DROP TABLE beginnings;
