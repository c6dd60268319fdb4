// `npm test`. Its first line runs before anything that an old Node could not even read.
import "./start/node-version.mjs";

import("./test/main.mjs").then(({ main }) => main());
