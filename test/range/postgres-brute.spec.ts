import { PLACES } from "../store/places.ts";
import { smallRun } from "./small.ts";

smallRun("PostgreSQL", 1000, () => PLACES.PostgreSQL(""));
