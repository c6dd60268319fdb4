// Written for any Node that knows modules at all.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`gpusched needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
