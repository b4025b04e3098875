// Resolves credentials by the AWS SDK for JavaScript v3's default provider chain, and calls nobody.
// node node-default-provider.mjs FOLDER-WITH-NODE_MODULES
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { defaultProvider } = require("@aws-sdk/credential-provider-node");
const { accessKeyId } = await defaultProvider({})();
process.stdout.write(accessKeyId + "\n");
