import { PLACES } from "../store/places.ts";
import { smallRun } from "./small.ts";

smallRun("PostgreSQL", 200, () => PLACES.PostgreSQL(""));
