// Checks an identity token as a service outside AWS would, by the library jose: { token, keys, issuer, audience } come as JSON, and the claims are the answer.
import { createLocalJWKSet, jwtVerify } from "jose";

let text = "";
for await (const part of process.stdin) {
  text += part;
}

const { token, keys, issuer, audience } = JSON.parse(text);
const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer, audience, algorithms: ["RS256", "ES384"] });
console.log(JSON.stringify(payload));
