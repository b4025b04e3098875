// Makes one call by the AWS SDK for JavaScript v3, and ends as a program does that catches nothing.
const [service, operation, parameters] = process.argv.slice(2);
const sdk = await import(`@aws-sdk/client-${service}`);
const client = new sdk[Object.keys(sdk).find((name) => /^[A-Z]\w*Client$/.test(name))]({ maxAttempts: 1 });
await client.send(new sdk[`${operation}Command`](JSON.parse(parameters)));
