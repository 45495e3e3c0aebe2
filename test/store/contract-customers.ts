import { describe, expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import type { OpenStore } from "./contract.ts";
import { customerOf, customersQuery, entriesQuery, grantOf, NOON, trackOf } from "./requests.ts";
import { did, ledgerOf, refusedWith, staged } from "./stage.ts";

export function customerPromises(open: OpenStore): void {
  describe("customers", () => {
    it("are loaded by id, unknown ones left out", async () => {
      const store = await staged(open);
      await did(store, customerOf("other"));
      const { ledgers: found } = await store.load(["nobody", "other", "cus", "cus"]);
      expect(found.map(({ customer }) => customer.customerId).sort()).toEqual(["cus", "other"]);
      expect((await store.load([])).ledgers).toEqual([]);
    });

    it("are not found by a text that no database can hold", async () => {
      const store = await staged(open);
      for (const text of ["cus\0", "\ud800", "\udc00cus"]) {
        expect((await store.load([text, "cus"])).ledgers).toHaveLength(1);
        expect(await store.countCustomers(customersQuery({ featureId: text }).filter)).toBe(0);
        expect((await store.customers(customersQuery({ customerIds: [text] }))).ledgers).toEqual(
          [],
        );
        expect((await store.customers(customersQuery({ before: text }))).ledgers).toBeDefined();
        expect(await store.entries(entriesQuery(text))).toEqual([]);
        expect(await store.countEntries(entriesQuery("cus", { entityId: text }))).toBe(0);
        expect(await store.features([text])).toEqual([]);
        expect((await store.loadAt(text, NOON)).ledgers).toEqual([]);
      }
    });

    it("take all that is theirs with them when they are renamed", async () => {
      const store = await staged(open);
      await did(store, trackOf("cus", "5"));
      const before = await ledgerOf(store, "cus");
      const history = await store.entries(entriesQuery("cus"));
      const rename = { type: "updateCustomer", customerId: "cus", newCustomerId: "new" } as const;
      const { ledger } = await did(store, { ...rename, name: "Eve" });
      expect(await ledgerOf(store, "cus")).toBeNull();
      expect(await ledgerOf(store, "new")).toEqual(ledger);
      expect(ledger?.grants).toEqual(before?.grants);
      expect(ledger?.customer.name).toBe("Eve");
      expect(await store.entries(entriesQuery("new", { featureId: "messages" }))).toEqual(history);
      expect(await store.countEntries(entriesQuery("cus"))).toBe(0);
    });

    it("are not renamed to the id of another, and may keep their own", async () => {
      const store = await staged(open);
      await did(store, customerOf("other"));
      const rename = { type: "updateCustomer", customerId: "cus" } as const;
      const taken = { ...rename, newCustomerId: "other" };
      expect(await refusedWith(store, taken)).toBe("CUSTOMER_ALREADY_EXISTS");
      await did(store, { ...rename, newCustomerId: "cus" });
      expect((await store.load(["cus", "other"])).ledgers).toHaveLength(2);
    });

    it("leave nothing behind when they are deleted", async () => {
      const store = await staged(open);
      const { ledger } = await did(store, { type: "deleteCustomer", customerId: "cus" });
      expect(ledger).toBeNull();
      expect(await ledgerOf(store, "cus")).toBeNull();
      await did(store, { type: "deleteFeature", featureId: "messages" });
      await did(store, customerOf("cus"));
      expect(await ledgerOf(store, "cus")).toMatchObject({ grants: [], revisions: {}, seq: 0 });
      expect(await store.countEntries(entriesQuery("cus"))).toBe(0);
    });

    it("come in pages in order of id, from either end", async () => {
      const store = await many(open);
      expect(await ids(store, { limit: 2 })).toEqual(["a%b", "ada"]);
      expect(await ids(store, { limit: 2, after: "ada" })).toEqual(["axb", "bob"]);
      expect(await ids(store, { limit: 2, before: "bob" })).toEqual(["a%b", "ada"]);
      expect(await ids(store, { limit: 2, fromEnd: true })).toEqual(["bob", "cy"]);
      expect(await ids(store, { limit: 2, fromEnd: true, before: "cy" })).toEqual(["axb", "bob"]);
      expect(await ids(store, { after: "a%b", before: "bob" })).toEqual(["ada", "axb"]);
      expect(await ids(store, { after: "cy" })).toEqual([]);
      expect(await ids(store, { limit: 0 })).toEqual([]);
    });

    it.each<[string, Parameters<typeof customersQuery>[0], readonly string[]]>([
      ["part of an id", { search: "ax" }, ["axb"]],
      ["part of a name, in any case", { search: "LOVE" }, ["ada"]],
      ["part of an address", { search: "@example" }, ["bob"]],
      ["a percent sign that means itself", { search: "a%b" }, ["a%b"]],
      ["a low line that means itself", { search: "_" }, ["cy"]],
      ["a backslash that means itself", { search: "\\" }, ["cy"]],
      ["what nobody has", { search: "zzz" }, []],
      ["the holders of a feature", { featureId: "messages" }, ["ada", "cy"]],
      ["these, where they exist", { customerIds: ["cy", "no", "bob"] }, ["bob", "cy"]],
      ["none", { customerIds: [] }, []],
      ["all of it", { customerIds: ["ada", "bob"], search: "a", featureId: "messages" }, ["ada"]],
    ])("are found by %s, and counted", async (_title, filter, expected) => {
      const store = await many(open);
      expect(await ids(store, filter)).toEqual(expected);
      expect(await ids(store, { ...filter, fromEnd: true })).toEqual(expected);
      expect(await store.countCustomers(customersQuery(filter).filter)).toBe(expected.length);
    });

    it.each<[string, readonly string[], readonly string[], readonly string[]]>([
      ["Latin", ["Éclair", "ÉCLAIR", "éclair"], ["éclair", "ÉCLAIR", "CLAI"], ["eclair"]],
      [
        "Greek, whose sigma has two small forms",
        ["Οδος", "ΟΔΟΣ", "οδος", "οδοσ"],
        ["ΟΔΟΣ", "οδος"],
        [],
      ],
      ["Cyrillic", ["Ёлка", "ЁЛКА", "ёлка"], ["ёлка", "ЁЛКА"], ["елка"]],
      ["Armenian and Georgian", ["Ամպ ᲥᲐᲠᲗᲣᲚᲘ", "ԱՄՊ ქართული"], ["ամպ ქართული"], []],
      [
        "Turkish, whose letters i are one",
        ["ISPARTA", "ısparta", "İsparta", "isparta"],
        ["ısparta", "İSPARTA", "isparta"],
        [],
      ],
      ["German", ["Straße", "STRASSE", "STRAẞE", "strasse"], ["straße", "STRASSE", "Straẞe"], []],
      ["ligatures", ["ﬁn", "FIN"], ["fin", "ﬁN"], []],
      [
        "composed or not",
        ["Zo\u00eb", "Zoe\u0308", "ZOE\u0308"],
        ["zo\u00eb", "ZO\u00cb", "zoe\u0308"],
        ["zoe!"],
      ],
      [
        "letters with two accents",
        ["\u0390\u03b1", "\u03aa\u0301\u0391"],
        ["\u0390\u03b1", "\u03aa\u0301\u0391"],
        [],
      ],
      [
        "signs that are letters",
        ["5 \u212b", "5 \u00c5", "5 a\u030a"],
        ["5 \u00e5", "5 \u212b"],
        ["5 a\u0300"],
      ],
      ["beyond the first plane", ["𐐔𐐇𐐝", "𐐼𐐯𐑅"], ["𐐼𐐯𐑅", "𐐔𐐇𐐝"], []],
      [
        "no case at all",
        ["株式会社 100%_\\", "株式会社 100%_\\"],
        ["式会社 100%_\\"],
        ["株式会社%100", "社_100"],
      ],
    ])("are found in every script: %s", async (_title, names, searches, strangers) => {
      const store = await staged(open);
      const all = names.map((_name, index) => `c${index}`);
      for (const [index, name] of names.entries()) {
        const field = index % 2 ? { name } : { email: name };
        await did(store, customerOf(all[index] ?? "", field));
      }
      for (const search of [...names, ...searches])
        expect(await ids(store, { search })).toEqual(all);
      for (const search of strangers) expect(await ids(store, { search })).toEqual([]);
    });

    it("come with the same ledgers as by id", async () => {
      const store = await many(open);
      const page = await store.customers(customersQuery());
      expect(page).toEqual(await store.load(["a%b", "ada", "axb", "bob", "cy"]));
    });
  });
}

async function many(open: OpenStore): Promise<BalanceStore> {
  const store = await staged(open);
  await did(store, { type: "deleteCustomer", customerId: "cus" });
  await did(store, customerOf("ada", { name: "Ada Lovelace" }));
  await did(store, customerOf("axb"));
  await did(store, customerOf("a%b"));
  await did(store, customerOf("cy", { name: "back\\slash and low_line" }));
  await did(store, customerOf("bob", { email: "bob@example.com" }));
  for (const customerId of ["ada", "cy"]) await did(store, grantOf(customerId, "g1"));
  return store;
}

async function ids(
  store: BalanceStore,
  given: Parameters<typeof customersQuery>[0],
): Promise<readonly string[]> {
  const page = await store.customers(customersQuery(given));
  return page.ledgers.map(({ customer }) => customer.customerId);
}
