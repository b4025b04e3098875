// Says what an AWS SDK for JavaScript resolves in states of a machine: a state in JSON a line of stdin, an answer in JSON a line of stdout.
// A state is {id, environment, profile}; an answer {id, accessKeyId, hasToken} or {id, error}. Each state has a worker of its own: both
// SDKs remember files, warnings and refreshes in their modules.
//   node resolve-js.mjs v3|v2 [--version]
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { fileURLToPath } from "node:url";

const [sdk, option] = process.argv.slice(2);
const packages = { v3: "@aws-sdk/credential-provider-node", v2: "aws-sdk" };
const program = fileURLToPath(new URL(`resolve-js-${sdk}.mjs`, import.meta.url));
const patience = 60_000;
const waiting = [];
let idle = 2;

function resolve(state) {
  return new Promise((done) => {
    const worker = new Worker(program, { env: state.environment, workerData: state.profile, stderr: true });
    const late = setTimeout(() => finish({ error: `no answer within ${patience} ms` }), patience);
    function finish(answer) {
      clearTimeout(late);
      worker.terminate();
      done(answer);
    }
    worker.once("message", finish);
    // An endless chain of profiles overflows the stack of version 2, which catches nothing.
    worker.once("error", (e) => finish({ error: `${e.name}: ${e.message}` }));
    worker.once("exit", (code) => finish({ error: `the worker ended with ${code}` }));
  });
}

async function work() {
  idle--;
  while (waiting.length > 0) {
    const state = waiting.shift();
    console.log(JSON.stringify({ id: state.id, ...(await resolve(state)) }));
  }
  idle++;
}

if (option === "--version") {
  console.log(createRequire(import.meta.url)(`${packages[sdk]}/package.json`).version);
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    waiting.push(JSON.parse(line));
    if (idle > 0) work();
  }
}
