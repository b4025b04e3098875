// The worker of resolve-js.mjs that asks the AWS SDK for JavaScript v2. Only the core of the SDK and what the chain calls is loaded.
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = "1";
const require = createRequire(import.meta.url);
require("aws-sdk/lib/node_loader");
const AWS = require("aws-sdk/lib/core");
// This SDK knows no AWS_ENDPOINT_URL_*, so what they mean to the others is set in code.
for (const [client, variable] of [["sts", "STS"], ["sso", "SSO"], ["ssooidc", "SSO_OIDC"]]) {
  require(`aws-sdk/clients/${client}`);
  AWS.config[client] = { endpoint: process.env[`AWS_ENDPOINT_URL_${variable}`] };
}

if (workerData != null) AWS.config.credentials = new AWS.SharedIniFileCredentials({ profile: workerData });
AWS.config.getCredentials((e) => {
  const keys = AWS.config.credentials;
  parentPort.postMessage(e
    ? { error: `${e.name}: ${e.message}${e.originalError ? `: ${e.originalError.message}` : ""}` }
    : { accessKeyId: keys.accessKeyId, hasToken: keys.sessionToken != null });
});
