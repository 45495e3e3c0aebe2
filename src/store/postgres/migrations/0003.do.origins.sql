-- A grant keeps the instant that its periods count from, in place of its day of the month; when it last reset;
-- and what entities that left had of it.

ALTER TABLE grants ADD COLUMN origin_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE grants ADD COLUMN reset_at BIGINT;

ALTER TABLE grants ADD COLUMN departed JSON NOT NULL DEFAULT '[]';

UPDATE grants g SET reset_at = r.at
  FROM (SELECT customer_id, feature_id, max(at) AS at FROM entries WHERE kind = 'RESET' GROUP BY 1, 2) r
  WHERE r.customer_id = g.customer_id AND r.feature_id = g.feature_id AND r.at > g.created_at;

-- The origin is the creation where the periods step from it. Otherwise it is the next reset, or where that
-- falls on another day, in a short month, an instant of January 1970 on the right day.

CREATE FUNCTION pg_temp.day_of(at BIGINT) RETURNS INTEGER LANGUAGE sql AS
  $$ SELECT extract(day FROM to_timestamp(at / 1000) AT TIME ZONE 'UTC')::integer $$;

CREATE FUNCTION pg_temp.origin_of(day BIGINT, created BIGINT, next BIGINT) RETURNS BIGINT LANGUAGE sql AS $$
  SELECT CASE
    WHEN day = pg_temp.day_of(created) AND created % 86400000 = coalesce(next, created) % 86400000 THEN created
    WHEN day = pg_temp.day_of(next) THEN next
    ELSE (day - 1) * 86400000 + coalesce(next, created) % 86400000
  END $$;

UPDATE grants SET origin_at = pg_temp.origin_of(anchor_day, created_at, next_reset_at);

ALTER TABLE grants DROP COLUMN anchor_day;

-- The same for the grants of the past: cells 14, 15 and 19 are next reset, day and creation, the last the ordinal.

UPDATE versions SET cells = ((jsonb_set(cells::jsonb, '{15}', to_jsonb(pg_temp.origin_of(
    (cells ->> 15)::bigint, (cells ->> 19)::bigint, (cells ->> 14)::bigint))) - 20)
    || jsonb_build_array(NULL, '[]', (cells ->> 20)::bigint))::json
  WHERE key >= '["Grants",' AND key < '["Grants",~' AND cells IS NOT NULL;
