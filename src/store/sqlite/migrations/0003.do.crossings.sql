-- The usage alerts and auto top-ups that an entry crossed; nobody looked before.

ALTER TABLE entries ADD COLUMN crossings TEXT NOT NULL DEFAULT '[]';

-- An answer that is kept holds its entry too.

UPDATE answers SET outcomes = (
  SELECT json_group_array(json(iif(
    json_type(value, '$.entry') = 'object',
    json_set(value, '$.entry.crossings', json('[]')),
    value
  )) ORDER BY key)
  FROM json_each(answers.outcomes)
) WHERE outcomes IS NOT NULL;
