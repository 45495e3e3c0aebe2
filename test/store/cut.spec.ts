import { cutPromises } from "./contract-cut.ts";

cutPromises("SQLite");
