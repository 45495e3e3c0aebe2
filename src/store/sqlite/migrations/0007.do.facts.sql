-- An answer is the facts of its call. The customer and the catalogue that are shown beside them are read as
-- they are when it is answered again, so that no answer has a catalogue of its own any more.

DROP INDEX answers_kept;

DROP TABLE catalogs;

ALTER TABLE answers DROP COLUMN catalog_hash;

CREATE INDEX answers_kept ON answers (created_at) WHERE outcomes IS NOT NULL;
