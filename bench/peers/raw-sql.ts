/** One statement an operation. */

const BALANCE_TEXT = `json_build_object('featureId', b.feature_id, 'granted', b.granted,
  'remaining', b.remaining, 'usage', b.usage`;

const PARTS = `'unlimited', b.unlimited, 'overageAllowed', b.overage_allowed,
  'nextResetAt', b.next_reset_at,
  'feature', (SELECT json_build_object('featureId', f.feature_id, 'name', f.name)
      FROM peer.features AS f WHERE f.feature_id = b.feature_id),
  'breakdown', (SELECT json_agg(json_build_object('planId', d.plan_id,
      'includedGrant', d.included_grant, 'prepaidGrant', d.prepaid_grant, 'remaining', d.remaining,
      'usage', d.usage, 'expiresAt', d.expires_at) ORDER BY d.breakdown_id)
      FROM peer.breakdowns AS d WHERE d.balance_id = b.balance_id),
  'rollovers', (SELECT json_agg(json_build_object('granted', r.granted, 'balance', r.balance,
      'usage', r.usage, 'expiresAt', r.expires_at) ORDER BY r.rollover_id)
      FROM peer.rollovers AS r WHERE r.balance_id = b.balance_id)`;

/** The balances of a customer as the text of the answer. */
export const CUSTOMER = `SELECT json_build_object('customerId', c.customer_id, 'balances',
    (SELECT json_agg(${BALANCE_TEXT}, ${PARTS}) ORDER BY b.balance_id)
       FROM peer.balances AS b WHERE b.customer_id = c.customer_id))::text AS answer
  FROM peer.customers AS c WHERE c.customer_id = $1`;

export const BALANCE = `SELECT ${BALANCE_TEXT})::text AS answer FROM peer.balances AS b
  WHERE b.customer_id = $1 AND b.feature_id = $2`;

export const TRACK = `WITH b AS (
    UPDATE peer.balances SET remaining = remaining - $3, usage = usage + $3
     WHERE customer_id = $1 AND feature_id = $2 AND remaining >= $3 RETURNING *
  ), e AS (
    INSERT INTO peer.entries (balance_id, kind, value)
    SELECT balance_id, 'TRACK', $3 FROM b RETURNING kind, value
  )
  SELECT json_build_object('value', e.value, 'balance', json_build_object('granted', b.granted,
    'remaining', b.remaining, 'usage', b.usage),
    'entry', json_build_object('kind', e.kind, 'value', e.value))::text AS answer FROM b, e`;

/** A page as rows, each list as one JSON text: building the answer's text in SQL takes Postgres twice as long. */
export const PAGE = `WITH page AS MATERIALIZED (
    SELECT customer_id FROM peer.customers WHERE customer_id > $2 ORDER BY customer_id LIMIT $1
  ), owned AS MATERIALIZED (
    SELECT b.*, f.name FROM peer.balances AS b JOIN peer.features AS f USING (feature_id)
     WHERE b.customer_id = ANY(ARRAY(SELECT customer_id FROM page))
  ), ids AS MATERIALIZED (SELECT array_agg(balance_id) AS list FROM owned)
  SELECT (SELECT json_agg(customer_id ORDER BY customer_id) FROM page)::text AS customers,
    (SELECT json_agg(json_build_array(balance_id, customer_id, feature_id, name, granted, remaining,
        usage, unlimited, overage_allowed, next_reset_at) ORDER BY balance_id) FROM owned)::text AS balances,
    (SELECT json_agg(json_build_array(balance_id, plan_id, included_grant, prepaid_grant, remaining,
        usage, expires_at) ORDER BY breakdown_id) FROM peer.breakdowns
      WHERE balance_id = ANY(ARRAY(SELECT unnest(list) FROM ids)))::text AS breakdowns,
    (SELECT json_agg(json_build_array(balance_id, granted, balance, usage, expires_at)
        ORDER BY rollover_id) FROM peer.rollovers
      WHERE balance_id = ANY(ARRAY(SELECT unnest(list) FROM ids)))::text AS rollovers`;
