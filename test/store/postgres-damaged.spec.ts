import { damagePromises } from "./contract-damaged.ts";

damagePromises("PostgreSQL");
