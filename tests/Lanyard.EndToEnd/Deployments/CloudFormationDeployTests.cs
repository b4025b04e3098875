using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>The app in <c>apps/cloudformation</c> is packaged, deployed, changed and deleted by <c>aws cloudformation</c>, with a role of CloudFormation's.</summary>
public sealed class CloudFormationDeployTests : IDisposable
{
    private const string Nothing = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""";
    private const string RoleArn = "arn:aws:iam::111111111111:role/orders-cfn";

    private readonly UserHome _user = new();
    private string? _log;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_has_the_generated_policy_packages_deploys_changes_and_deletes_it(bool isNewest)
    {
        var app = Path.Combine(Repository.Root, "tests", "Lanyard.EndToEnd", "apps", "cloudformation");
        var aws = isNewest ? $"'{Requires.Botocore()}' -m awscli" : "/usr/bin/aws";
        Assert.SkipUnless(isNewest || File.Exists("/usr/bin/aws"), "the AWS CLI isn't installed (Debian: apt-get install awscli)");
        Assert.SkipUnless(!isNewest || (await _user.RunAsync(Requires.Botocore(), "-c", "import awscli.clidriver")).ExitCode == 0, "the Python with the newest botocore has no AWS CLI");
        var package = $"{aws} cloudformation package --template-file '{app}/template.yaml' --s3-bucket artifacts --output-template-file '{_user.PathOf("packaged.yaml")}'";

        // The policy is made of the package, so the package comes first.
        await InSandboxAsync(JsonNode.Parse(Nothing)!, [], $"export AWS_PROFILE=admin\n{aws} s3 mb s3://artifacts\n{package}");
        var made = (await _user.LanyardAsync(
            "policy", "generate", "--template", _user.PathOf("packaged.yaml"), "--framework", "cloudformation", "--stack-name", "orders", "--bucket", "artifacts", "--account", "111111111111",
            "--region", "eu-west-1", "--for", "both", "--service-role", RoleArn, "--boundary-document", "--json")).Succeeded();
        var policies = JsonNode.Parse(made.Out)!["policies"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!["document"]!.DeepClone().AsObject());

        var deploy = $"{aws} cloudformation deploy --stack-name orders --template-file '{_user.PathOf("packaged.yaml")}' --role-arn {RoleArn} --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset";
        var (said, calls) = await InSandboxAsync(
            policies["deployer"], policies,
            $"""
            (export AWS_PROFILE=admin; {aws} s3 mb s3://artifacts)
            {package}
            {deploy}
            {aws} cloudformation describe-stacks --stack-name orders --query Stacks[0].Outputs[0].OutputValue --output text
            {deploy} --s3-bucket artifacts --force-upload --parameter-overrides Memory=256
            {deploy} --parameter-overrides Memory=256
            {aws} cloudformation delete-stack --stack-name orders --role-arn {RoleArn}
            {aws} cloudformation wait stack-delete-complete --stack-name orders
            """);

        Assert.Equal(2, said.Split("Successfully created/updated stack - orders").Length - 1);
        Assert.Contains("\narn:aws:sqs:eu-west-1:111111111111:orders-Jobs-", said, StringComparison.Ordinal);
        Assert.Contains("No changes to deploy. Stack orders is up to date", said, StringComparison.Ordinal);

        // Who may not list a bucket is told nothing of what isn't there.
        Assert.All(calls.Where(call => call.Status == 403), call => Assert.Equal(("s3", "HeadObject"), (call.Service, call.Operation)));
        Assert.All(calls.Where(call => call.Service is "sqs" or "dynamodb" or "lambda"), call => Assert.Equal("arn:aws:sts::111111111111:assumed-role/orders-cfn/AWSCloudFormation", call.Principal));
        foreach (var (service, operation) in new[] { ("sqs", "CreateQueue"), ("lambda", "UpdateFunctionConfiguration"), ("lambda", "DeleteFunction"), ("iam", "DeleteRole"), ("ssm", "DeleteParameter") })
        {
            Assert.Contains(calls, call => call.Service == service && call.Operation == operation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && _log is not null && File.Exists(_log))
        {
            File.Copy(_log, Repository.Artifact("deployments", $"cloudformation-{Path.GetFileName(_log)}"), true);
        }

        _user.Dispose();
    }

    private async Task<(string Said, IReadOnlyList<Call> Calls)> InSandboxAsync(JsonNode deployer, Dictionary<string, JsonObject> policies, string script)
    {
        var seed = JsonNode.Parse(
            """
            {"accounts":[{"id":"111111111111","name":"dev","managedPolicies":[{"name":"orders-boundary","policy":NOTHING}]}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"deployer","account":"dev","accessKeys":[{}],"policies":[{"name":"deploy","policy":{}}]}],
             "roles":[{"name":"orders-cfn","account":"dev","policies":[{"name":"deploy","policy":NOTHING}],
              "trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}}]}
            """.Replace("NOTHING", Nothing, StringComparison.Ordinal))!;
        seed["iamUsers"]![1]!["policies"]![0]!["policy"] = deployer.DeepClone();
        if (policies.TryGetValue("boundary", out var boundary))
        {
            seed["accounts"]![0]!["managedPolicies"]![0]!["policy"] = boundary.DeepClone();
            seed["roles"]![0]!["policies"]![0]!["policy"] = policies["service-role"].DeepClone();
        }

        _log = _user.PathOf($"calls-{Path.GetRandomFileName()}.jsonl");
        var ended = await _user.LanyardAsync(
            ["sandbox", "exec", "--seed", _user.Write("seed.json", seed.ToJsonString()), "--call-log", _log, "--", "/usr/bin/env", "AWS_PROFILE=deployer", "AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1", "/bin/sh", "-ec", script]);
        return (ended.Succeeded().Out, new CallLog(_log).Read());
    }
}
