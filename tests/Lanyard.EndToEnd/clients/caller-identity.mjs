// Says who the AWS SDK for JavaScript v3 thinks we are, by its default provider chain. With --version: which SDK it is.
import { createRequire } from "node:module";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

if (process.argv[2] === "--version") {
  console.log(createRequire(import.meta.url)("@aws-sdk/client-sts/package.json").version);
} else {
  const { Account, Arn, UserId } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  console.log(JSON.stringify({ Account, Arn, UserId }));
}
