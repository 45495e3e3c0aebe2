import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type MutationParameters,
  Network,
  type OperationType,
  RecordSource,
  Store,
} from "relay-runtime";
import { describe, expect } from "vitest";
import { type OpenClient, staysLive } from "./course.ts";
import { artifactOf } from "./relay-artifact.ts";

const openRelay: OpenClient = (fetch) => {
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch("http://gateway.test/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: text, variables }),
    });
    return response.json();
  });
  const environment = new Environment({ network, store: new Store(new RecordSource()) });
  const described = (document: string, variables = {}) =>
    createOperationDescriptor(artifactOf(document), variables);

  return {
    ask: async (document, variables = {}) => {
      const artifact = artifactOf(document);
      environment.retain(described(document, variables));
      return document.startsWith("query")
        ? fetchQuery<OperationType>(environment, artifact, variables).toPromise()
        : new Promise((resolve, reject) =>
            commitMutation<MutationParameters>(environment, {
              ...{ mutation: artifact, variables, onError: reject },
              onCompleted: (data, errors) => (errors ? reject(errors) : resolve(data)),
            }),
          );
    },
    cached: (document, variables = {}) => {
      const { fragment } = described(document, variables);
      const { data, isMissingData } = environment.lookup(fragment);
      expect(isMissingData).toBe(false);
      return plain(data);
    },
    watch: (document, shown) => {
      const snapshot = environment.lookup(described(document).fragment);
      const { dispose } = environment.subscribe(snapshot, ({ data }) => shown(plain(data)));
      return dispose;
    },
  };
};

/** Relay's objects are frozen and have no prototype of their own. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

describe("Relay's store", () => staysLive(openRelay));
