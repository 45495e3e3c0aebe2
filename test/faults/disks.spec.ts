import { expect, test } from "vitest";
import { fullPostgresDisk, fullSqliteDisk } from "./disk-full.ts";
import { broken } from "./figures.ts";
import { whyNoDisk } from "./small-disk.ts";

const without = whyNoDisk();

test.for([
  ["a SQLite file", fullSqliteDisk],
  ["a PostgreSQL server", fullPostgresDisk],
] as const)(
  "the disk of %s is full: reads go on, and writes once there is room",
  async ([, fill], { skip }) => {
    if (without !== null) skip(without);
    const figures = await fill(1);
    expect(broken(figures)).toEqual([]);
    expect(figures).toMatchObject({ faults: 1, acknowledged: expect.toSatisfy((n) => n > 20) });
  },
);
