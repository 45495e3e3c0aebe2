import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client/core";
import { describe } from "vitest";
import { type OpenClient, staysLive } from "./course.ts";

const openApollo: OpenClient = (fetch) => {
  const cache = new InMemoryCache();
  const link = new HttpLink({
    uri: "http://gateway.test/graphql",
    fetch: fetch as typeof fetch & typeof globalThis.fetch,
  });
  const client = new ApolloClient({ cache, link });
  return {
    ask: async (document, variables = {}) => {
      const { data } = document.startsWith("query")
        ? await client.query({ query: gql(document), variables, fetchPolicy: "network-only" })
        : await client.mutate({ mutation: gql(document), variables });
      return data;
    },
    cached: (document, variables = {}) => client.readQuery({ query: gql(document), variables }),
    watch: (document, shown) => {
      const watched = client.watchQuery({ query: gql(document), fetchPolicy: "cache-only" });
      const subscription = watched.subscribe(({ data, dataState }) => {
        if (dataState === "complete") shown(data);
      });
      return () => subscription.unsubscribe();
    },
  };
};

describe("Apollo Client's cache", () => staysLive(openApollo));
