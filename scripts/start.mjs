// `npm start`. Its first line runs before anything that an old Node could not even read.
import "./start/node-version.mjs";

import("./start/main.mjs").then(({ main }) => main(process.argv.slice(2)));
