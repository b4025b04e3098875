// What cdk.out was made from: npm install aws-cdk-lib@2 constructs@10 && node app.js. The sandbox runs no function, so the code is left out, as is what only a person reads.
const { App, Stack, Duration, RemovalPolicy, CfnOutput } = require("aws-cdk-lib");
const { Table, AttributeType } = require("aws-cdk-lib/aws-dynamodb");
const { Function: Fn, Runtime, Code } = require("aws-cdk-lib/aws-lambda");
const { Bucket, BlockPublicAccess } = require("aws-cdk-lib/aws-s3");
const { Queue } = require("aws-cdk-lib/aws-sqs");
const { SqsDestination } = require("aws-cdk-lib/aws-s3-notifications");
const { EventType } = require("aws-cdk-lib/aws-s3");
const { Rule, Schedule } = require("aws-cdk-lib/aws-events");
const { LambdaFunction } = require("aws-cdk-lib/aws-events-targets");
const { SqsEventSource } = require("aws-cdk-lib/aws-lambda-event-sources");
const { HttpApi, HttpMethod } = require("aws-cdk-lib/aws-apigatewayv2");
const { HttpLambdaIntegration } = require("aws-cdk-lib/aws-apigatewayv2-integrations");
const { LambdaRestApi } = require("aws-cdk-lib/aws-apigateway");
const { PermissionsBoundary } = require("aws-cdk-lib");

const app = new App({ outdir: "cdk.out" });
const stack = new Stack(app, "orders-dev", {
  env: { account: "111111111111", region: "eu-west-1" }, tags: { app: "orders" },
  permissionsBoundary: PermissionsBoundary.fromName("orders-dev-boundary"),
});
const table = new Table(stack, "Orders", { tableName: "orders-dev", partitionKey: { name: "id", type: AttributeType.STRING }, removalPolicy: RemovalPolicy.DESTROY });
const uploads = new Bucket(stack, "Uploads", { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true, enforceSSL: true, blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
const queue = new Queue(stack, "Jobs", { deadLetterQueue: { queue: new Queue(stack, "Failed"), maxReceiveCount: 3 } });
uploads.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
const make = (id) => new Fn(stack, id, { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromAsset("src"), environment: { TABLE: table.tableName } });
const create = make("Create"), worker = make("Worker");
table.grantReadWriteData(create);
worker.addEventSource(new SqsEventSource(queue));
new Rule(stack, "Nightly", { schedule: Schedule.cron({ hour: "3", minute: "0" }), targets: [new LambdaFunction(worker)] });
const http = new HttpApi(stack, "Api");
http.addRoutes({ path: "/orders", methods: [HttpMethod.POST], integration: new HttpLambdaIntegration("Create", create) });
new LambdaRestApi(stack, "Admin", { handler: create, proxy: true, cloudWatchRole: false });
new CfnOutput(stack, "Url", { value: http.apiEndpoint });
app.synth();
