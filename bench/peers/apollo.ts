/** Apollo Server, standing alone. */
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { sayReady } from "./ready.ts";
import { type Context, createContext, resolvers, typeDefs } from "./schema.ts";

const server = new ApolloServer<Context>({ typeDefs, resolvers });
const { url } = await startStandaloneServer(server, {
  context: async () => createContext(),
  listen: { port: 0, host: "127.0.0.1" },
});
sayReady(new URL("/graphql", url).href);
