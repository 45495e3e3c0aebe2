-- When the customer next has something to commit, by the wall clock; nothing: never. Who has anything that may
-- fall due is looked at once.

ALTER TABLE customers ADD COLUMN due_at INTEGER;

UPDATE customers SET due_at = 0 WHERE customer_id IN (
  SELECT customer_id FROM grants WHERE next_reset_at IS NOT NULL OR expires_at IS NOT NULL
  UNION SELECT customer_id FROM rollovers WHERE expires_at IS NOT NULL
  UNION SELECT customer_id FROM locks WHERE status = 'HELD'
);

CREATE INDEX customers_due ON customers (due_at) WHERE due_at IS NOT NULL;
