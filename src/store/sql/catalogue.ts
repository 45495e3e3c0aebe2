import type { Catalog } from "../../engine/feature.ts";
import { integer } from "./column.ts";
import type { Dialect } from "./dialect.ts";
import { catalogFromRows, type NamedCatalog } from "./named-catalog.ts";
import type { Row, StatementName } from "./program.ts";
import type { Session } from "./session.ts";

/** The catalogue held in memory. A write or a read that meets a later one brings it up to date. */
export class Catalogue {
  readonly #session: Session;
  readonly #dialect: Dialect;
  #held: NamedCatalog;

  private constructor(session: Session, dialect: Dialect, held: NamedCatalog) {
    this.#session = session;
    this.#dialect = dialect;
    this.#held = held;
  }

  static async read(
    session: Session,
    dialect: Dialect,
    settings: Pick<Catalog, "persistFreeOverage">,
  ): Promise<Catalogue> {
    const none = { catalog: { features: [], ...settings }, revision: NEVER_READ };
    const catalogue = new Catalogue(session, dialect, none);
    await catalogue.refresh();
    return catalogue;
  }

  get held(): NamedCatalog {
    return this.#held;
  }

  /** Holds the one that a transaction has committed or met, unless a later one is held by now. */
  adopt(met: NamedCatalog): void {
    if (met.revision > this.#held.revision) this.#held = met;
  }

  /**
   * Reads it anew. Its number is read first, so that the features are those of that number or later:
   * who then meets the same number again has met the very same features.
   */
  async refresh(): Promise<void> {
    const revision = await this.#revision();
    if (revision === this.#held.revision) return;
    const rows = await this.#rows("features");
    this.#held = { catalog: catalogFromRows(rows, this.#held.catalog), revision };
  }

  /** Where no other process can change it there is no number to read. */
  async #revision(): Promise<number> {
    const [row] = await this.#rows("catalogRevision");
    return row ? integer.read(row[0]) : Math.max(this.#held.revision, FIRST);
  }

  async #rows(name: StatementName): Promise<readonly Row[]> {
    const sql = this.#dialect.statements[name];
    return sql === null ? [] : this.#session.read({ name, sql, values: [] });
  }
}

const NEVER_READ = -1;
const FIRST = 0;
