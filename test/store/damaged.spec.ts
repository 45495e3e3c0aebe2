import { damagePromises } from "./contract-damaged.ts";

damagePromises("SQLite");
