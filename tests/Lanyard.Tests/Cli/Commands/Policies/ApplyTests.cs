using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>An administrator of the sandbox's account dev, who applies.</summary>
public abstract class ApplyTests : IAsyncLifetime
{
    protected const string Allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
    private const string Administrator = $"""
        [sso-session corp]
        sso_start_url = {TestAws.StartUrl}
        sso_region = eu-west-1

        [profile admin]
        sso_session = corp
        sso_account_id = {TestAws.Dev}
        sso_role_name = Administrator
        region = eu-west-1

        """;

    protected const string Yaml = """
        version: 1
        account: "111111111111"
        providers:
          - url: https://token.example.com
            audiences: [sts.amazonaws.com]
        policies:
          - name: orders-deploy
            path: /deploy/
            description: what deploying orders needs
            document:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Action: [s3:GetObject, s3:PutObject]
                  Resource: "arn:aws:s3:::orders/*"
        groups:
          - name: deployers
            policies: [orders-deploy]
        users:
          - name: robot
            groups: [deployers]
            tags: { team: orders }
            accessKey: true
        roles:
          - name: orders-github
            description: deploys orders
            maxSessionDuration: 7200
            permissionsBoundary: orders-deploy
            policies: [orders-deploy, "arn:aws:iam::aws:policy/ReadOnlyAccess"]
            tags: { team: orders }
            inline:
              own:
                Version: "2012-10-17"
                Statement: { Effect: Allow, Action: "s3:ListBucket", Resource: "*" }
            trust:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Action: sts:AssumeRoleWithWebIdentity
                  Principal: { Federated: "arn:aws:iam::111111111111:oidc-provider/token.example.com" }
                  Condition: { StringEquals: { "token.example.com:aud": sts.amazonaws.com, "token.example.com:sub": "repo:me/app:environment:prod" } }
        """;

    private protected TestCli Cli { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cli = await TestCli.StartAsync();
        Cli.Home.Config(Administrator);
        await Cli.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Cli.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<CliRun> Apply(string file, params string[] options) => Cli.RunAsync(["policy", "apply", file, "--profile", "admin", .. options]);

    private protected List<string> Writes() => [.. Cli.Calls.Where(c => c.Service == "iam" && !c.Operation!.StartsWith("Get", StringComparison.Ordinal) && !c.Operation.StartsWith("List", StringComparison.Ordinal) && c.Status < 300).Select(c => c.Operation!)];
}
