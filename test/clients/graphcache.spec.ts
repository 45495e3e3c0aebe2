import { Client, createRequest, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { describe } from "vitest";
import { type OpenClient, staysLive } from "./course.ts";

const openUrql: OpenClient = (fetch) => {
  const client = new Client({
    url: "http://gateway.test/graphql",
    fetch: fetch as typeof globalThis.fetch,
    exchanges: [cacheExchange({}), fetchExchange],
  });
  return {
    ask: async (document, variables = {}) => {
      const { data, error } = document.startsWith("query")
        ? await client
            .query(gql(document), variables, { requestPolicy: "network-only" })
            .toPromise()
        : await client.mutation(gql(document), variables).toPromise();
      if (error) throw error;
      return data;
    },
    cached: (document, variables = {}) =>
      client.readQuery(gql(document), variables, { requestPolicy: "cache-only" })?.data ?? null,
    watch: (document, shown) => {
      const request = createRequest(gql(document), {});
      const watched = client.executeQuery(request, { requestPolicy: "cache-only" });
      const { unsubscribe } = watched.subscribe(({ data }) => {
        if (data) shown(data);
      });
      return unsubscribe;
    },
  };
};

describe("urql's graphcache", () => staysLive(openUrql));
