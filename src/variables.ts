/** What is told of a variable. */
interface Variable {
  /** In words, as it stands after "expected". */
  readonly form: string;
  readonly fallback: string;
  readonly meaning: string;
}

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const BOOLEAN = "true or false";
const DEVELOPMENT = "true unless NODE_ENV=production";

/** Every variable that is read. One set to nothing counts as unset. */
export const VARIABLES = {
  HOST: {
    form: "an IP address or a host name",
    fallback: "127.0.0.1",
    meaning: "Where to listen. Anything but loopback needs API_KEYS.",
  },
  PORT: {
    form: "a whole number from 0 to 65535",
    fallback: "4000",
    meaning: "The port; 0 takes a free one. The ready line prints the URL.",
  },
  DATABASE_URL: {
    form: "sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST/DATABASE",
    fallback: "sqlite:./data/balances.db",
    meaning:
      "Where balances are kept. A file and its folder are made when missing; one gateway at a time may use it. A PostgreSQL database serves any number of gateways.",
  },
  API_KEYS: {
    form: "secret keys separated by commas, each plain (no spaces) or sha256: and 64 hex digits",
    fallback: "none: open to all",
    meaning: "Who may ask, by Authorization: Bearer KEY.",
  },
  ALLOWED_ORIGINS: {
    form: "origins separated by commas, each like https://app.example.com",
    fallback: "none",
    meaning: "Other sites whose pages may call from a browser.",
  },
  SANDBOX: { form: BOOLEAN, fallback: DEVELOPMENT, meaning: "Offers test clocks." },
  GRAPHIQL: { form: BOOLEAN, fallback: DEVELOPMENT, meaning: "Serves GraphiQL to browsers." },
  INTROSPECTION: {
    form: BOOLEAN,
    fallback: DEVELOPMENT,
    meaning: "Answers questions on the schema.",
  },
  COMPILED: {
    form: BOOLEAN,
    fallback: "true",
    meaning: "Runs queries that come again as compiled code; their answers are the same.",
  },
  PERSIST_FREE_OVERAGE: {
    form: BOOLEAN,
    fallback: "false",
    meaning: "Whether free grants carry their debt over a reset.",
  },
  ROWS_KEPT: {
    form: "a whole number below 1000000000",
    fallback: "100000",
    meaning:
      "How many rows of customers' balances to hold in memory, some 0.4 kB each. A read then asks the database only whether they still stand. 0: none.",
  },
  DEMO: {
    form: BOOLEAN,
    fallback: "true where DATABASE_URL is unset",
    meaning: "Fills an empty store with demo customers.",
  },
  LOG_LEVEL: {
    form: `one of ${LOG_LEVELS.join(", ")}`,
    fallback: "info",
    meaning: "The least severe record that is logged; one JSON line a record.",
  },
} satisfies Record<string, Variable>;

export type Name = keyof typeof VARIABLES;
