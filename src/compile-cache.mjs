/**
 * Loaded before the program, by node's --import: from the second start on, none of it is stripped of its types or
 * compiled again, and what strips types is not even loaded (20 MB). Plain JavaScript, for it would have to be
 * stripped itself. Where the folder cannot be written it is as if there were none.
 */
import { enableCompileCache } from "node:module";
import { join } from "node:path";

enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/node"));
