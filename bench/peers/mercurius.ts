/** Mercurius on Fastify, with its just-in-time compiler, and dataloader instead of its slower own loaders. */
import { fastify } from "fastify";
import { type IResolvers, mercurius } from "mercurius";
import { sayReady } from "./ready.ts";
import { createContext, resolvers, typeDefs } from "./schema.ts";

const app = fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: resolvers as unknown as IResolvers,
  context: createContext,
  jit: 1,
});
const url = await app.listen({ port: 0, host: "127.0.0.1" });
sayReady(`${url}/graphql`);
