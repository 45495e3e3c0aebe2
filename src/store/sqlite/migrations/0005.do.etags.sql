-- Names what the customer's ledger is: another text with each change, so that who holds a ledger in memory
-- can tell whether it still stands.

ALTER TABLE customers ADD COLUMN etag TEXT NOT NULL DEFAULT '';
