// A page that says what is wrong came complete from the server; only the header is missing.

import { greet } from "./header.js";

greet().catch(() => {});
