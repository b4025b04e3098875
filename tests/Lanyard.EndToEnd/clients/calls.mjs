// Makes the calls of a service that come as lines of JSON by the AWS SDK for JavaScript v3, and answers each with a line: what came, or the error.
import { createInterface } from "node:readline";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

const packages = { apigateway: "api-gateway", logs: "cloudwatch-logs" };
const sdk = await import(`@aws-sdk/client-${packages[process.argv[2]] ?? process.argv[2]}`);
const client = new sdk[Object.keys(sdk).find((name) => /^[A-Z]\w*Client$/.test(name))]({ maxAttempts: 1 });
const sts = new STSClient({ maxAttempts: 1 });

async function run({ operation, parameters, pageSize, key, isKnown }) {
  if (isKnown) {
    return sdk[`${operation}Command`] !== undefined;
  }

  if (parameters.Body?.$text !== undefined) {
    parameters.Body = parameters.Body.$text;
  }

  if (operation === "AssumeRole") {
    return sts.send(new AssumeRoleCommand(parameters));
  }

  const Command = sdk[`${operation}Command`];
  if (Command === undefined) {
    return null;
  }

  if (pageSize === undefined) {
    const { $metadata, ...answer } = await client.send(new Command(parameters));
    return answer;
  }

  const pages = [];
  for await (const page of sdk[`paginate${operation}`]({ client, pageSize }, parameters)) {
    pages.push(page[key]);
  }

  return pages;
}

// Python tells a moment in seconds; this SDK takes a Date.
const moments = (name, value) => (/Time$/.test(name) && typeof value === "number" ? new Date(value * 1000) : value);
const bytes = (_, value) => (value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value);
for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = { answer: await run(JSON.parse(line, moments)) };
  } catch (e) {
    said = { code: e.Error?.Code ?? e.Code ?? e.name, message: e.message };
  }

  console.log(JSON.stringify(said, bytes));
}
