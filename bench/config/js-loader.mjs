// Milliseconds that the AWS SDK for JavaScript v3 takes to read the shared files, the median of RUNS in one warm process:
//   node js-loader.mjs FOLDER-WITH-NODE_MODULES FOLDER RUNS
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { join } from "node:path";

const [modules, folder, runs] = process.argv.slice(2);
const require = createRequire(modules + "/");
const providers = createRequire(require.resolve("@aws-sdk/credential-provider-node"));
const { loadSharedConfigFiles } = providers("@smithy/core/config");
const { version } = providers("@smithy/core/package.json");
const files = { configFilepath: join(folder, ".aws", "config"), filepath: join(folder, ".aws", "credentials"), ignoreCache: true };
const times = [];
for (let i = 0; i < Number(runs); i++) {
  const start = performance.now();
  const { configFile } = await loadSharedConfigFiles(files);
  times.push(performance.now() - start);
  if (Object.keys(configFile).length < 1000) throw new Error("too few profiles");
}
times.sort((a, b) => a - b);
console.log(`AWS SDK for JavaScript v3 (@smithy/core ${version})\t${times[times.length >> 1]}`);
