// The process of resolve-js.mjs that asks the AWS SDK for JavaScript v2. Only the core of the SDK and what the chain calls is loaded.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("aws-sdk/lib/node_loader");
const AWS = require("aws-sdk/lib/core");
// This SDK knows no AWS_ENDPOINT_URL_*, so what they mean to the others is set in code.
for (const [client, variable] of [["sts", "STS"], ["sso", "SSO"], ["ssooidc", "SSO_OIDC"]]) {
  require(`aws-sdk/clients/${client}`);
  AWS.config[client] = { endpoint: process.env[`AWS_ENDPOINT_URL_${variable}`] };
}

const [profile] = process.argv.slice(2);
if (profile != null) AWS.config.credentials = new AWS.SharedIniFileCredentials({ profile });
AWS.config.getCredentials((e) => {
  const keys = AWS.config.credentials;
  process.send(e
    ? { error: `${e.name}: ${e.message}${e.originalError ? `: ${e.originalError.message}` : ""}` }
    : { accessKeyId: keys.accessKeyId, hasToken: keys.sessionToken != null });
});
