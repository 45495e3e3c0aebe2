-- A grant keeps the instant that its periods count from, in place of its day of the month; when it last reset;
-- and what entities that left had of it.

ALTER TABLE grants ADD COLUMN origin_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE grants ADD COLUMN reset_at INTEGER;

ALTER TABLE grants ADD COLUMN departed TEXT NOT NULL DEFAULT '[]';

CREATE TEMPORARY TABLE latest_resets AS
  SELECT customer_id, feature_id, max(at) AS at FROM entries WHERE kind = 'RESET' GROUP BY 1, 2;

UPDATE grants SET reset_at = (SELECT at FROM latest_resets r
  WHERE r.customer_id = grants.customer_id AND r.feature_id = grants.feature_id AND r.at > grants.created_at);

DROP TABLE latest_resets;

-- The origin is the creation where the periods step from it. Otherwise it is the next reset, or where that
-- falls on another day, in a short month, an instant of January 1970 on the right day.

UPDATE grants SET origin_at = CASE
  WHEN anchor_day = CAST(strftime('%d', created_at / 1000, 'unixepoch') AS INTEGER)
    AND created_at % 86400000 = coalesce(next_reset_at, created_at) % 86400000 THEN created_at
  WHEN anchor_day = CAST(strftime('%d', next_reset_at / 1000, 'unixepoch') AS INTEGER) THEN next_reset_at
  ELSE (anchor_day - 1) * 86400000 + coalesce(next_reset_at, created_at) % 86400000
END;

ALTER TABLE grants DROP COLUMN anchor_day;

-- The same for the grants of the past: cells 14, 15 and 19 are next reset, day and creation, the last the ordinal.

UPDATE versions SET cells = json_set(cells,
  '$[15]', CASE
    WHEN cells ->> 15 = CAST(strftime('%d', (cells ->> 19) / 1000, 'unixepoch') AS INTEGER)
      AND (cells ->> 19) % 86400000 = coalesce(cells ->> 14, cells ->> 19) % 86400000 THEN cells ->> 19
    WHEN cells ->> 15 = CAST(strftime('%d', (cells ->> 14) / 1000, 'unixepoch') AS INTEGER) THEN cells ->> 14
    ELSE ((cells ->> 15) - 1) * 86400000 + coalesce(cells ->> 14, cells ->> 19) % 86400000
  END,
  '$[20]', NULL, '$[21]', '[]', '$[22]', cells ->> 20)
WHERE key >= '["Grants",' AND key < '["Grants",~' AND cells IS NOT NULL;
