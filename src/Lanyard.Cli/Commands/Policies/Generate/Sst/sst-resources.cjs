// Makes `sst diff` list the resources of an app without AWS: it answers SST's few calls on loopback, and stands in for `pulumi`.
//   node sst-resources.cjs run OUTPUT STAGE REGION ACCOUNT
// Nothing reaches AWS: the credentials are none, and the endpoint is this program's.
"use strict";
const { spawn, execFileSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");

const [role, ...words] = process.argv.slice(2);
if (role === "pulumi") pulumi(words);
else run(...words);

// Starts the loopback and `sst diff`.
function run(output, stage, region, account) {
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => answer(request, body, response, region, account));
  });
  server.listen(0, "127.0.0.1", () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "lanyard-sst-"));
    const end = (code) => {
      fs.rmSync(home, { recursive: true, force: true });
      process.exit(code);
    };
    const env = { ...process.env };
    for (const name of Object.keys(env)) if (/^(AWS_|SST_AWS_|PULUMI_)/.test(name)) delete env[name];
    Object.assign(env, settle(home), {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_REGION: region,
      AWS_CONFIG_FILE: path.join(home, "aws-config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(home, "aws-credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
      SST_AWS_NO_PROFILE: "1",
      SST_TELEMETRY_DISABLED: "1",
      DO_NOT_TRACK: "1",
      NO_BUN: "1",
      LANYARD_SST_OUTPUT: output,
      LANYARD_SST_ACCOUNT: account,
    });
    const command = path.resolve("node_modules", ".bin", "sst");
    const child = spawn(fs.existsSync(command) ? command : "sst", ["diff", "--stage", stage], { env, stdio: ["ignore", 2, 2] });
    child.on("error", (error) => {
      console.error(error.message);
      end(127);
    });
    // SST finds that nothing changes, and may say so with any code: what counts is the file.
    child.on("exit", () => {
      if (fs.existsSync(output + ".log")) {
        console.error(fs.readFileSync(output + ".log", "utf8"));
        fs.rmSync(output + ".log");
      }
      end(fs.existsSync(output) ? 0 : 1);
    });
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  });
}

// SST looks for `pulumi` in its folder of the user's settings: this run has a folder of its own, which leads to all else there.
function settle(home) {
  const mac = process.platform === "darwin";
  const real = mac ? path.join(os.homedir(), "Library", "Application Support", "sst") : path.join(process.env.XDG_CONFIG_HOME || path.join(os.homedir(), ".config"), "sst");
  const made = mac ? path.join(home, "Library", "Application Support", "sst") : path.join(home, "sst");
  const bin = path.join(made, "bin");
  fs.mkdirSync(bin, { recursive: true });
  link(real, made, "bin");
  link(path.join(real, "bin"), bin, "pulumi");
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  fs.writeFileSync(path.join(bin, "pulumi"), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(__filename)} pulumi "$@"\n`, { mode: 0o700 });
  return { LANYARD_SST_PULUMI: path.join(real, "bin", "pulumi"), ...(mac ? { HOME: home } : { XDG_CONFIG_HOME: home }) };
}

function link(from, to, except) {
  if (fs.existsSync(from)) for (const name of fs.readdirSync(from)) if (name !== except) fs.symlinkSync(path.join(from, name), path.join(to, name));
}

// What SST asks of AWS before it runs the program: where its buckets are, the passphrase of the stage, and a state, of which there is none.
function answer(request, body, response, region, account) {
  const target = request.headers["x-amz-target"] ?? "";
  if (target === "AmazonSSM.GetParameter") {
    const name = JSON.parse(body).Name;
    const registry = `${account}.dkr.ecr.${region}.amazonaws.com/sst-asset`;
    const value = name.startsWith("/sst/passphrase/")
      ? Buffer.alloc(32).toString("base64")
      : JSON.stringify({ version: 99, asset: "sst-asset-*", state: "sst-state-*", assetEcrRegistryId: account, assetEcrUrl: registry, appsyncHttp: "localhost", appsyncRealtime: "localhost" });
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ Parameter: { Name: name, Type: "String", Value: value, Version: 1 } }));
  } else if (body.includes("Action=GetCallerIdentity")) {
    response.setHeader("content-type", "text/xml");
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/none</Arn>` +
        `<UserId>NONE</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`);
  } else if (request.method === "GET" || request.method === "HEAD") {
    response.statusCode = request.url.includes("list-type") ? 200 : 404;
    response.setHeader("content-type", "application/xml");
    response.end(request.url.includes("list-type") ? "<ListBucketResult/>" : "<Error><Code>NoSuchKey</Code><Message>there is no state</Message></Error>");
  } else {
    response.end();
  }
}

// Does what SST asks of `pulumi`.
function pulumi(args) {
  if (args[0] === "version") {
    console.log(versionWanted());
  } else if (args[0] === "stack" && args[1] === "init") {
    const [, app, stage] = args[2].split("/");
    const folder = path.join(".pulumi", "stacks", app);
    fs.mkdirSync(folder, { recursive: true });
    const latest = { manifest: { time: "2024-01-01T00:00:00Z", magic: "", version: "" }, resources: [] };
    fs.writeFileSync(path.join(folder, `${stage}.json`), JSON.stringify({ version: 3, checkpoint: { stack: args[2], latest } }));
  } else if (args[0] === "preview") {
    preview(args);
  }
}

function versionWanted() {
  try {
    return execFileSync(process.env.LANYARD_SST_PULUMI, ["version"], { encoding: "utf8" }).trim();
  } catch {
    return "v3.215.0";
  }
}

// Runs the program with Pulumi's own mocks, in SST's folder, so that it is SST's Pulumi that is told.
function preview(args) {
  const main = /^main: (.*)$/m.exec(fs.readFileSync("Pulumi.yaml", "utf8"))[1].trim().replace(/^["']|["']$/g, "");
  const config = {};
  args.forEach((word, at) => {
    if (word === "--config") config[args[at + 1].split("=")[0]] = args[at + 1].slice(args[at + 1].indexOf("=") + 1);
  });
  const [, app, stage] = args[args.indexOf("--stack") + 1].split("/");
  const require = (name) => module.require(module.constructor.createRequire(main).resolve(name));
  const pulumi = require("@pulumi/pulumi");
  const region = config["aws:region"] ?? "*";
  const resources = [{ type: "pulumi:providers:aws", name: "default", inputs: { region, defaultTags: config["aws:defaultTags"] ?? "" } }];
  const calls = [];
  // A secret that isn't set would end the program.
  process.env = new Proxy(process.env, { get: (env, name) => env[name] ?? (typeof name === "string" && name.startsWith("SST_SECRET_") ? "none" : undefined) });
  const account = process.env.LANYARD_SST_ACCOUNT;
  const mocks = {
    newResource: ({ type, name, inputs, provider, custom }) => {
      resources.push({ type, name, provider, custom, inputs: blanked(inputs) });
      return { id: idOf(type, name, inputs), state: { ...made(type, name, inputs, region, account), ...inputs } };
    },
    call: ({ token, inputs }) => {
      calls.push({ token, inputs });
      return found(token, inputs, region, account);
    },
  };
  const write = () => fs.writeFileSync(process.env.LANYARD_SST_OUTPUT, JSON.stringify({ resources, calls }, null, 1), { mode: 0o600 });
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
  (async () => {
    pulumi.runtime.setAllConfig(config);
    await pulumi.runtime.setMocks(mocks, app, stage, true);
    await pulumi.runtime.runInPulumiProgram(() => import(main));
    await new Promise((done) => setTimeout(done, 500));
    await pulumi.runtime.disconnect?.();
    write();
    process.exit(0);
  })().catch(failed);
}

// SST shows little of what `pulumi` says.
function failed(error) {
  fs.writeFileSync(process.env.LANYARD_SST_OUTPUT + ".log", String(error?.stack ?? error), { mode: 0o600 });
  process.exit(1);
}

// What a policy needs none of, and nobody should find in a file.
function blanked(value) {
  const secret = /^(environment|variables|containerDefinitions|userData|value|secretString|source|content|__provider)$|password|token|secret$/i;
  if (Array.isArray(value)) return value.map(blanked);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, secret.test(name) ? "" : blanked(inner)]));
}

// ARNs that SST takes apart need their form; `N` is the name. All others lead back to the resource by its name in the program.
const forms = {
  "aws:cloudwatch/eventBus:EventBus": "events:R:A:event-bus/N",
  "aws:cloudwatch/eventRule:EventRule": "events:R:A:rule/N",
  "aws:cloudwatch/logGroup:LogGroup": "logs:R:A:log-group:N",
  "aws:dsql/cluster:Cluster": "dsql:R:A:cluster/N",
  "aws:dynamodb/table:Table": "dynamodb:R:A:table/N",
  "aws:ecs/cluster:Cluster": "ecs:R:A:cluster/N",
  "aws:iam/policy:Policy": "iam::A:policy/N",
  "aws:iam/role:Role": "iam::A:role/N",
  "aws:iam/user:User": "iam::A:user/N",
  "aws:kinesis/stream:Stream": "kinesis:R:A:stream/N",
  "aws:lambda/function:Function": "lambda:R:A:function:N",
  "aws:opensearch/domain:Domain": "es:R:A:domain/N",
  "aws:rds/cluster:Cluster": "rds:R:A:cluster:N",
  "aws:s3/bucket:Bucket": "s3:::N",
  "aws:s3/bucketV2:BucketV2": "s3:::N",
  "aws:sfn/stateMachine:StateMachine": "states:R:A:stateMachine:N",
  "aws:sns/topic:Topic": "sns:R:A:N",
  "aws:sqs/queue:Queue": "sqs:R:A:N",
};

// Where the program names nothing, Pulumi does: the resource's name and seven digits at random.
const givenName = (inputs) => [inputs.name, inputs.bucket, inputs.clusterIdentifier, inputs.identifier, inputs.domainName].find((given) => typeof given === "string");
const nameOf = (name, inputs) => givenName(inputs) ?? `${name}-0000000`;

function arnOf(type, name, inputs, region, account) {
  const form = forms[type]?.replace("R", region).replace("A", account).replace(/N$/, nameOf(name, inputs));
  return `arn:aws:${form ?? `${type.split(/[:/]/)[1] ?? "x"}:${region}:${account}:${name}`}`;
}

// By their name are known those whose ARN is made of it.
function idOf(type, name, inputs) {
  if (type === "aws:sqs/queue:Queue") return `https://sqs.amazonaws.com/none/${nameOf(name, inputs)}`;
  return forms[type] && !type.startsWith("aws:dsql/") ? nameOf(name, inputs) : `${name}-id`;
}

// What AWS would give: ARNs and ids, and values that programs take apart.
function made(type, name, inputs, region, account) {
  const arn = arnOf(type, name, inputs, region, account);
  const host = `${name.toLowerCase()}.example.com`;
  const domains = [inputs.domainName, ...(inputs.subjectAlternativeNames ?? [])].filter((d) => typeof d === "string");
  return {
    arn,
    name: forms[type] ? nameOf(name, inputs) : `${name}-id`,
    bucket: nameOf(name, inputs),
    invokeArn: arn,
    qualifiedArn: `${arn}:1`,
    executionArn: arn,
    streamArn: `${arn}/stream/2024-01-01T00:00:00.000`,
    arnWithoutRevision: arn,
    url: `https://${host}`,
    functionUrl: `https://${host}/`,
    apiEndpoint: `https://${host}`,
    invokeUrl: `https://${host}`,
    endpoint: host,
    dnsName: host,
    domainName: host,
    hostname: host,
    readerEndpoint: host,
    primaryEndpointAddress: host,
    configurationEndpointAddress: host,
    bucketDomainName: host,
    bucketRegionalDomainName: host,
    websiteEndpoint: host,
    hostedZoneId: "Z0",
    zoneId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    rootResourceId: `${name}-id`,
    executionRoleArn: arn,
    clusterResourceId: `${name}-id`,
    defaultSecurityGroupId: `${name}-id`,
    cidrBlock: "10.0.0.0/16",
    availabilityZone: `${region}a`,
    publicIp: "192.0.2.1",
    privateIp: "10.0.0.1",
    port: 5432,
    version: "1",
    etag: "1",
    result: "none",
    hex: "00".repeat(32),
    base64: Buffer.alloc(32).toString("base64"),
    privateKeyOpenssh: "none",
    publicKeyOpenssh: "ssh-rsa AAAA none",
    masterUserSecrets: [{ secretArn: arn, secretStatus: "active", kmsKeyId: "" }],
    dkimSigningAttributes: { tokens: ["a", "b", "c"] },
    domainValidationOptions: domains.map((domain) => ({
      domainName: domain, resourceRecordName: `_x.${domain}`, resourceRecordType: "CNAME", resourceRecordValue: "_y.example.com",
    })),
    domainNameConfiguration: { targetDomainName: host, hostedZoneId: "Z0" },
    dnsEntries: [{ dnsName: `*.${host}`, hostedZoneId: "Z0" }],
    nodes: [],
    files: [],
  };
}

function found(token, inputs, region, account) {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: account, id: account, arn: `arn:aws:iam::${account}:user/none`, userId: "NONE" };
    case "aws:index/getRegion:getRegion":
      return { name: region, id: region, region, description: region };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", id: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
    case "aws:iam/getPolicyDocument:getPolicyDocument": {
      const json = JSON.stringify({ Version: "2012-10-17", Statement: inputs.statements ?? [] });
      return { json, minifiedJson: json, statements: inputs.statements ?? [], id: "0" };
    }
    case "aws:index/getAvailabilityZones:getAvailabilityZones": {
      const names = ["a", "b", "c"].map((zone) => region + zone);
      return { names, zoneIds: names, id: region };
    }
    default:
      return { id: "*", ids: ["*"], name: "*", arn: "*", ...inputs };
  }
}
