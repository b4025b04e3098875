using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Exec.LikeFunction;

/// <summary>A command with the permissions of a deployed function, against an AWS that has the function and enforces its policies.</summary>
public sealed class LikeFunctionTests : IAsyncLifetime
{
    private const string ByLambda = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private const string ByAccount = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{TestAws.Dev}}:root"},"Action":"sts:AssumeRole"}]}""";
    private const string GetRole = """{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Action":"iam:GetRole","Resource":"*"}]}""";
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    private const string Developer = $"arn:aws:iam::{TestAws.Dev}:role/developer";

    private TestCli _cli = null!;

    private static string Seed => $$"""
        accounts: [{ id: "{{TestAws.Dev}}", name: dev }, { id: "{{TestAws.Prod}}", name: prod }]
        identityCenter: { startUrl: "{{TestAws.StartUrl}}", region: eu-west-1, users: [{ userName: alice }], permissionSets: [{ name: Developer }], assignments: [] }
        iamUsers:
        - { name: ci, account: dev, accessKeys: [{}], policies: [{ name: all, policy: {{Everything}} }] }
        roles:
        - { name: developer, account: dev, trust: {{ByAccount}}, policies: [{ name: all, policy: {{Everything}} }] }
        - { name: elsewhere, account: prod, trust: {{ByAccount}}, policies: [{ name: all, policy: {{Everything}} }] }
        - { name: poor, account: dev, trust: {{ByAccount}}, policies: [] }
        - { name: closed, account: dev, trust: {{ByLambda}}, policies: [{ name: own, policy: {{GetRole}} }] }
        - { name: open, account: dev, trust: {{ByAccount}}, policies: [{ name: own, policy: {{GetRole}} }] }
        - { name: bare, account: dev, trust: {{ByLambda}} }
        functions:
        - { name: orders-api, account: dev, role: closed }
        - { name: orders-open, account: dev, role: open }
        - { name: orders-bare, account: dev, role: bare }
        """;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync(SandboxSeedFile.Read(Seed, "seed.yaml"));
        _cli.WriteCiKeys();
        _cli.Home.Config($"""
            [profile ci]
            region = eu-west-1

            [profile developer]
            role_arn = {Developer}
            source_profile = ci
            region = eu-west-1

            """);
        _cli.Program("app", $"echo \"$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN\" > '{_cli.Home["keys"]}'\n");
        _cli.Home.Set(("PATH", $"{_cli.Home["bin"]}:/usr/bin:/bin"));
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_functions_own_role_is_taken_where_it_may_be_assumed()
    {
        var run = (await RunAsync("ci", "orders-open")).Done();
        Assert.Contains($"the command has the role of orders-open, arn:aws:iam::{TestAws.Dev}:role/open", run.Error, StringComparison.Ordinal);
        Assert.Equal($"arn:aws:sts::{TestAws.Dev}:assumed-role/open/orders-open", (await WhoAsync()).Arn);
    }

    [Theory]
    [InlineData("ci", Developer)]
    [InlineData("developer", null)]
    public async Task Else_a_role_is_narrowed_to_what_the_function_may_do(string profile, string? through)
    {
        var run = (await RunAsync(profile, "orders-api", through)).Done();
        Assert.Contains($"the command has the role {Developer}, narrowed to the policies of orders-api's role arn:aws:iam::{TestAws.Dev}:role/closed", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{Developer} may do all that the function may", run.Error, StringComparison.Ordinal);
        Assert.Equal($"arn:aws:sts::{TestAws.Dev}:assumed-role/developer/orders-api", (await WhoAsync()).Arn);
        await Iam().FindEntityAsync("Role", "open", Keys(), Stop);
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<AwsServiceException>(() => Iam().ListAttachedPoliciesAsync("Role", "open", Keys(), Stop))).Error.Code);
    }

    [Fact]
    public async Task Managed_policies_go_by_their_arns_and_count_as_well()
    {
        await AsAdminAsync("AttachRolePolicy", ("RoleName", "closed"), ("PolicyArn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
        (await RunAsync("developer", "orders-api")).Done();
        await Iam().ListAttachedPoliciesAsync("Role", "open", Keys(), Stop);
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<AwsServiceException>(() => AsAsync(Keys(), "DeleteRole", ("RoleName", "bare")))).Error.Code);
    }

    [Fact]
    public async Task A_function_that_may_do_nothing_leaves_the_command_nothing()
    {
        (await RunAsync("developer", "orders-bare")).Done();
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<AwsServiceException>(() => Iam().FindEntityAsync("Role", "open", Keys(), Stop))).Error.Code);
    }

    [Fact]
    public async Task What_the_narrowed_role_may_not_do_is_said()
    {
        var run = (await RunAsync("ci", "orders-api", $"arn:aws:iam::{TestAws.Dev}:role/poor")).Done();
        Assert.Contains("and so the command may not either: iam:GetRole on ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_known_by_its_arn_too()
    {
        (await RunAsync("ci", $"arn:aws:iam::{TestAws.Dev}:role/open")).Done();
        Assert.DoesNotContain(_cli.Calls, call => call.Service == "lambda");
    }

    [Fact]
    public async Task Policies_that_are_too_long_for_a_session_run_nothing()
    {
        var resources = string.Join(',', Enumerable.Range(0, 40).Select(n => $"\"arn:aws:s3:::a-bucket-of-this-application-with-a-long-name-{n}/*\""));
        await AsAdminAsync("PutRolePolicy", ("RoleName", "closed"), ("PolicyName", "long"), ("PolicyDocument", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":[{{resources}}]}]}"""));
        var run = (await RunAsync("developer", "orders-api")).Failed(3, CliErrorCodes.FunctionNotImitated);
        Assert.Contains("and those of a session may have 2048", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.Home["keys"]));
    }

    [Fact]
    public async Task A_boundary_that_takes_something_away_can_not_be_imitated()
    {
        await AsAdminAsync("PutRolePermissionsBoundary", ("RoleName", "closed"), ("PermissionsBoundary", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        var run = (await RunAsync("developer", "orders-api")).Failed(3, CliErrorCodes.FunctionNotImitated);
        Assert.Contains("such as iam:GetRole", run.Error, StringComparison.Ordinal);
        await AsAdminAsync("PutRolePermissionsBoundary", ("RoleName", "closed"), ("PermissionsBoundary", "arn:aws:iam::aws:policy/IAMFullAccess"));
        (await RunAsync("developer", "orders-api")).Done();
    }

    [Fact]
    public async Task What_is_no_role_that_was_assumed_needs_one_to_be_named()
    {
        var run = (await RunAsync("ci", "orders-api")).Failed(3, CliErrorCodes.FunctionNotImitated);
        Assert.Contains("--through ROLE_ARN", run.Error, StringComparison.Ordinal);
        (await RunAsync("ci", "orders-api", $"arn:aws:iam::{TestAws.Prod}:role/elsewhere")).Failed(3, CliErrorCodes.FunctionNotImitated);
        Assert.False(File.Exists(_cli.Home["keys"]));
    }

    [Fact]
    public async Task A_session_that_is_narrowed_already_is_not_widened()
    {
        _cli.Home.Config($$"""
            [profile developer]
            role_arn = {{Developer}}
            source_profile = ci
            region = eu-west-1
            session_policy = {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:*","iam:Get*","iam:List*"],"Resource":"*"}]}

            """);
        var run = (await RunAsync("developer", "orders-api")).Failed(3, CliErrorCodes.FunctionNotImitated);
        Assert.Contains("is narrowed by session policies already", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_is_not_there_and_a_role_that_may_not_be_asked_for_say_what_mends_it()
    {
        (await RunAsync("ci", "orders-apy")).Failed(1, CliErrorCodes.FunctionNotFound);
        await AsAdminAsync("PutUserPolicy", ("UserName", "ci"), ("PolicyName", "no"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"lambda:*","Resource":"*"}]}"""));
        var run = (await RunAsync("ci", "orders-api")).Failed(5, ErrorCodes.AwsError);
        Assert.Contains("--like-function ROLE_ARN", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--through", Developer, "--", "app")]
    [InlineData("--like-function", "orders-api", "--through", "developer", "--", "app")]
    [InlineData("--like-function", $"arn:aws:iam::{TestAws.Dev}:user/ci", "--", "app")]
    public async Task A_call_that_makes_no_sense_is_refused(params string[] arguments) =>
        (await _cli.RunAsync(["exec", "--profile", "ci", .. arguments])).Failed(2, CliErrorCodes.Usage);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<CliRun> RunAsync(string profile, string function, string? through = null) =>
        _cli.RunAsync(["exec", "--profile", profile, "--like-function", function, .. through is null ? Array.Empty<string>() : ["--through", through], "--", "app"]);

    private AwsCredentials Keys() => File.ReadAllText(_cli.Home["keys"]).Trim().Split(' ') is [var id, var secret, var token]
        ? new AwsCredentials(id, new Secret(secret), new Secret(token))
        : throw new InvalidOperationException("the command had no keys");

    private WireClient Wire() => new(WireTransport.Create(null, TimeSpan.FromSeconds(30)), _cli.Time, new RetryPolicy(1, new Random(1)), TimeSpan.FromSeconds(60));

    private Endpoint Endpoint => new(new Uri(_cli.Endpoint), "us-east-1");

    private IamClient Iam() => new(Wire(), Endpoint);

    private Task<CallerIdentity> WhoAsync() => new StsClient(Wire(), Endpoint).GetCallerIdentityAsync(Keys(), Stop);

    private Task AsAdminAsync(string action, params (string Name, string Value)[] parameters) => AsAsync(_cli.Server.AccessKeyOf(TestAws.Dev, "ci")!, action, parameters);

    private async Task AsAsync(AwsCredentials who, string action, params (string Name, string Value)[] parameters)
    {
        var response = await Wire().SendAsync(
            Endpoint.Url,
            target =>
            {
                var (request, body) = QueryProtocol.Request(target, action, "2010-05-08", parameters.Select(p => new KeyValuePair<string, string?>(p.Name, p.Value)));
                return SigV4Signer.Sign(request, body, who, "us-east-1", "iam", target.Now);
            },
            QueryProtocol.ErrorCode, Stop);
        QueryProtocol.Done(response, "IAM", action);
    }
}
