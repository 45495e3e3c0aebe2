/** The statements that must not grow slower with what is stored, and the indexes that see to it. */
import type { Dialect } from "../../src/store/sql/dialect.ts";
import { pagesIn } from "../../src/store/sql/pages.ts";
import { versionsAt, versionsOf } from "../../src/store/sql/past.ts";
import { customersQuery, entriesQuery, locksQuery } from "./requests.ts";

export interface Planned {
  readonly title: string;
  readonly sqlIn: (dialect: Dialect) => string;
  /** How SQLite finds the rows of our tables, in its words. */
  readonly sqlite: readonly string[];
  /** The indexes that PostgreSQL finds them by. */
  readonly postgres: readonly string[];
}

const CHILDREN = ["balances", "counters", "entities", "grants", "rollovers", "slices"];
const LEDGER_IN_SQLITE = [
  ...CHILDREN.map((table) => `${table} USING PRIMARY KEY (customer_id=?)`),
  "locks USING INDEX locks_by_status (customer_id=? AND status=?)",
];
const LEDGER_IN_POSTGRES = [...CHILDREN.map((table) => `${table}_pkey`), "locks_by_status"];
const OF_CUSTOMER = "USING PRIMARY KEY (customer_id=?)";

/** What is read by customer, lock, key, feature or entity. */
export const PLANNED: readonly Planned[] = [
  {
    title: "customers as they stand, by id",
    sqlIn: ({ statements }) => statements.ledgers,
    sqlite: [...LEDGER_IN_SQLITE, `c ${OF_CUSTOMER}`],
    postgres: [...LEDGER_IN_POSTGRES, "customers_pkey"],
  },
  {
    title: "whether customers still stand as they are held",
    sqlIn: ({ statements }) => statements.etags,
    sqlite: [`c ${OF_CUSTOMER}`],
    postgres: ["customers_pkey"],
  },
  {
    title: "whether a customer exists",
    sqlIn: named("customerExists"),
    sqlite: [`customers ${OF_CUSTOMER}`],
    postgres: ["customers_pkey"],
  },
  {
    title: "who holds a lock, by its id",
    sqlIn: named("lockHolder"),
    sqlite: [`customers ${OF_CUSTOMER}`, "locks USING INDEX locks_held (lock_id=?)"],
    postgres: ["customers_pkey", "locks_held"],
  },
  {
    title: "whether a lock's id is taken",
    sqlIn: named("lockIdTaken"),
    sqlite: [`customers ${OF_CUSTOMER}`, "locks USING INDEX locks_held (lock_id=?)"],
    postgres: ["customers_pkey", "locks_held"],
  },
  {
    title: "customers of whom something is due",
    sqlIn: named("claimDue"),
    sqlite: ["customers USING COVERING INDEX customers_due (due_at<?)"],
    postgres: ["customers_due"],
  },
  {
    title: "some customers of whom something is due",
    sqlIn: named("claimDueOf"),
    sqlite: [`customers ${OF_CUSTOMER}`],
    postgres: ["customers_due", "customers_pkey"],
  },
  {
    title: "when the next thing is due",
    sqlIn: named("nextDue"),
    sqlite: ["customers USING COVERING INDEX customers_due (due_at>?)"],
    postgres: ["customers_due"],
  },
  {
    title: "answers kept under keys",
    sqlIn: named("findAnswers"),
    sqlite: ["answers USING INDEX sqlite_autoindex_answers_1 (idempotency_key=?)"],
    postgres: ["answers_pkey"],
  },
  {
    title: "answers that are no longer kept, oldest first",
    sqlIn: named("forgetAnswers"),
    sqlite: [
      "answers USING INDEX answers_kept (created_at<?)",
      "answers USING INTEGER PRIMARY KEY (rowid=?)",
    ],
    postgres: ["answers_kept", "answers_pkey"],
  },
  {
    title: "whether anybody uses a feature",
    sqlIn: named("featureInUse"),
    sqlite: [
      "entities USING COVERING INDEX entities_by_feature (feature_id=?)",
      "grants USING COVERING INDEX grants_by_feature (feature_id=?)",
      "grants USING COVERING INDEX grants_by_seat_feature (per_entity_feature_id=?)",
    ],
    postgres: ["entities_by_feature", "grants_by_feature", "grants_by_seat_feature"],
  },
  {
    title: "a page of entries",
    sqlIn: (dialect) => pagesIn(dialect).entries(entriesQuery("cus")).sql,
    sqlite: ["e USING INDEX sqlite_autoindex_entries_1 (customer_id=?)"],
    postgres: ["entries_pkey"],
  },
  {
    title: "the page of entries after a cursor",
    sqlIn: (dialect) => pagesIn(dialect).entries(entriesQuery("cus", { after: 5 })).sql,
    sqlite: ["e USING INDEX sqlite_autoindex_entries_1 (customer_id=? AND seq<?)"],
    postgres: ["entries_pkey"],
  },
  {
    title: "a page of entries of a feature",
    sqlIn: (dialect) => pagesIn(dialect).entries(entriesQuery("cus", { featureId: "f" })).sql,
    sqlite: [
      "e USING INDEX sqlite_autoindex_entries_1 (customer_id=? AND seq=?)",
      "f USING PRIMARY KEY (customer_id=? AND feature_id=?)",
    ],
    postgres: ["entries_pkey", "entry_features_pkey"],
  },
  {
    title: "a page of entries of an entity",
    sqlIn: (dialect) => pagesIn(dialect).entries(entriesQuery("cus", { entityId: "e" })).sql,
    sqlite: ["e USING INDEX entries_by_entity (customer_id=? AND entity_id=?)"],
    postgres: ["entries_by_entity"],
  },
  {
    title: "a page of locks",
    sqlIn: (dialect) => pagesIn(dialect).locks(locksQuery("cus")).sql,
    sqlite: ["l USING INDEX sqlite_autoindex_locks_1 (customer_id=?)"],
    postgres: ["locks_pkey"],
  },
  {
    title: "a page of locks of a status",
    sqlIn: (dialect) => pagesIn(dialect).locks(locksQuery("cus", { status: "HELD" })).sql,
    sqlite: ["l USING INDEX locks_by_status (customer_id=? AND status=?)"],
    postgres: ["locks_by_status"],
  },
  {
    title: "one lock by its entry",
    sqlIn: (dialect) => pagesIn(dialect).locks(locksQuery("cus", { seq: 7 })).sql,
    sqlite: ["l USING INDEX sqlite_autoindex_locks_1 (customer_id=? AND seq=?)"],
    postgres: ["locks_pkey"],
  },
  {
    title: "a page of customers by their ids",
    sqlIn: (dialect) =>
      pagesIn(dialect).customers(customersQuery({ customerIds: ["cus"] }), "{}").sql,
    sqlite: [...LEDGER_IN_SQLITE, `c ${OF_CUSTOMER}`],
    postgres: [...LEDGER_IN_POSTGRES, "customers_pkey"],
  },
  {
    title: "a customer's past",
    sqlIn: (dialect) => versionsAt(dialect, "cus", 1).sql,
    sqlite: [
      "n USING PRIMARY KEY (customer_id=? AND key>? AND key<?)",
      "n USING PRIMARY KEY (customer_id=? AND key>? AND key<?)",
      "n USING PRIMARY KEY (customer_id=? AND key>?)",
      "n USING PRIMARY KEY (customer_id=? AND key>?)",
      "v USING PRIMARY KEY (customer_id=? AND key=? AND at<?)",
    ],
    postgres: ["versions_pkey"],
  },
  {
    title: "some rows of a customer's past",
    sqlIn: (dialect) => versionsOf(dialect, "cus", { keys: ["k"], at: 1 }).sql,
    sqlite: [
      "v USING PRIMARY KEY (customer_id=? AND key=?)",
      "w USING PRIMARY KEY (customer_id=? AND key=? AND at<?)",
    ],
    postgres: ["versions_pkey"],
  },
];

function named(name: keyof Dialect["statements"]): Planned["sqlIn"] {
  return ({ statements }) => statements[name] ?? "";
}
