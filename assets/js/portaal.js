// Everything here is extra: each page works without it.
import { start as bewaar } from "./bewaar.js";
import { start as buurten } from "./buurten.js";
import { start as fouten } from "./fouten.js";
import { start as lijktOp } from "./lijktop.js";
import { start as plek } from "./plek.js";
import { start as punten } from "./punten.js";
import { start as teller } from "./teller.js";

for (const start of [fouten, bewaar, buurten, lijktOp, plek, punten, teller]) start(document);
