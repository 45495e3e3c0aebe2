/** PostGraphile with its recommended preset over the peers' tables; lists are plain, customers also a connection. */
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { serve } from "./ready.ts";

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL ?? "",
      schemas: ["peer"],
      poolConfig: { idleTimeoutMillis: 0 },
    }),
  ],
  schema: { defaultBehavior: "+list" },
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
await serve(server);
