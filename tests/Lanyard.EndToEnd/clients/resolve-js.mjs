// Says what an AWS SDK for JavaScript resolves in states of a machine: a state in JSON a line of stdin, an answer in JSON a line of stdout.
// A state is {id, environment, profile}; an answer {id, accessKeyId, hasToken} or {id, error}. Both SDKs remember files, warnings and
// refreshes in their modules, so each state has a worker of its own; with version 2 a process, since profiles in a circle make it
// overflow the stack, and node dies of that.
//   node resolve-js.mjs v3|v2 [--version]
import { fork } from "node:child_process";
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

const start = {
  v3: ({ environment, profile }) => new Worker(program, { env: environment, workerData: profile, stderr: true }),
  v2: ({ environment, profile }) =>
    fork(program, profile == null ? [] : [profile], { env: environment, cwd: environment.HOME, stdio: ["ignore", "ignore", "ignore", "ipc"] }),
};

function resolve(state) {
  return new Promise((done) => {
    const worker = start[sdk](state);
    const late = setTimeout(() => finish({ error: `no answer within ${patience} ms` }), patience);
    function finish(answer) {
      clearTimeout(late);
      sdk === "v3" ? worker.terminate() : worker.kill();
      done(answer);
    }
    worker.once("message", finish);
    worker.once("error", (e) => finish({ error: `${e.name}: ${e.message}` }));
    // A process may be gone before its last message is read; it is closed after that.
    worker.once(sdk === "v3" ? "exit" : "close", (code, signal) => finish({ error: `it died of ${code ?? signal}` }));
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
