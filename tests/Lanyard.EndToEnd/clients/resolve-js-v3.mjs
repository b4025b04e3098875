// The worker of resolve-js.mjs that asks the AWS SDK for JavaScript v3.
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

const { defaultProvider } = createRequire(import.meta.url)("@aws-sdk/credential-provider-node");
try {
  const keys = await defaultProvider(workerData == null ? {} : { profile: workerData })();
  parentPort.postMessage({ accessKeyId: keys.accessKeyId, hasToken: keys.sessionToken != null });
} catch (e) {
  parentPort.postMessage({ error: `${e.name}: ${e.message}` });
}
