// Asks twice a second who it is, with one client of the AWS SDK for JavaScript v3, for as many seconds as it is told.
import { setTimeout } from "node:timers/promises";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const client = new STSClient({});
const end = Date.now() + 1000 * Number(process.argv[2]);
while (Date.now() < end) {
  await client.send(new GetCallerIdentityCommand({}));
  await setTimeout(500);
}
console.log("done");
