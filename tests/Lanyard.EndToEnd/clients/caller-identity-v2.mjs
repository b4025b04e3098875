// Says who the AWS SDK for JavaScript v2 thinks we are, by its default provider chain. It knows no variable for endpoints.
import { createRequire } from "node:module";

const AWS = createRequire(import.meta.url)("aws-sdk");
const { Account, Arn, UserId } = await new AWS.STS({ endpoint: process.env.AWS_ENDPOINT_URL, region: process.env.AWS_REGION }).getCallerIdentity({}).promise();
console.log(JSON.stringify({ Account, Arn, UserId }));
