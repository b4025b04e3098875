using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Projects.Tools;

public sealed class NamedAccountTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The cloud assembly's schema: "environment" of an artifact is aws://ACCOUNT/REGION, unknown-account where the app leaves it open.
    [Fact]
    public void Every_stack_of_a_cloud_assembly_and_of_those_in_it_names_its_account()
    {
        var file = Manifest("cdk.out", Stack("One", "111111111111"), Stack("Open", "unknown-account"), """
            "assembly-Prod": { "type": "cdk:cloud-assembly", "properties": { "directoryName": "assembly-Prod" } }, "Tree": { "type": "cdk:tree" }
            """);
        var nested = Manifest("cdk.out/assembly-Prod", Stack("Two", "333333333333"));
        Assert.Equal(
            [new NamedAccount("111111111111", file, 0, "the stack One"), new NamedAccount("333333333333", nested, 0, "the stack Two")],
            Find("npx cdk deploy"));
    }

    [Theory]
    [InlineData("make deploy")]
    [InlineData("npx cdk diff")]
    [InlineData("npm run anything")]
    [InlineData("sh -c 'cdk synth && cdk deploy'")]
    [InlineData("aws cloudformation deploy")]
    public void Whatever_may_deploy_the_assembly_is_looked_at(string command)
    {
        Manifest("cdk.out", Stack("One", "111111111111"));
        Assert.Single(Find(command));
    }

    [Theory]
    [InlineData("npx cdk synth")]
    [InlineData("npx cdk synth -c stage=dev")]
    [InlineData("cdk list")]
    [InlineData("cdk --version")]
    public void What_writes_it_anew_is_not_held_up_by_it(string command)
    {
        Manifest("cdk.out", Stack("One", "111111111111"));
        Assert.Empty(Find(command));
    }

    [Theory]
    [InlineData("cdk deploy --output dist")]
    [InlineData("cdk deploy -o dist")]
    [InlineData("cdk deploy --app dist")]
    [InlineData("cdk deploy --app=dist")]
    [InlineData("sh -c 'cd dist/.. && cdk deploy -o dist'")]
    public void An_assembly_elsewhere_is_found(string command)
    {
        Manifest("dist", Stack("One", "111111111111"));
        Assert.Single(Find(command));
    }

    [Fact]
    public void The_apps_own_settings_say_where_it_is()
    {
        Manifest("dist", Stack("One", "111111111111"));
        _folder.Write("cdk.json", """{"app":"node bin/app.js","output":"dist"}""");
        Assert.Single(Find("cdk deploy"));
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("")]
    [InlineData("[]")]
    public void An_assembly_that_can_not_be_read_has_an_account_that_is_not_known(string text)
    {
        var file = _folder.Write("cdk.out/manifest.json", text);
        Assert.Equal([new NamedAccount(null, file, 0, "its stacks")], Find("cdk deploy"));
    }

    [Fact]
    public void A_folder_without_one_names_none()
    {
        _folder.Write("cdk.out/tree.json", "{}");
        Assert.Empty(Find("cdk deploy"));
    }

    [Fact]
    public void A_role_that_serverless_deploys_with_is_of_an_account()
    {
        var file = _folder.Write("serverless.yml", """
            service: orders
            provider:
              name: aws
              iam:
                # deploymentRole: arn:aws:iam::999999999999:role/old
                deploymentRole: "arn:aws:iam::111111111111:role/cfn"
              tags: !Something { a: b }
            custom:
              roles: { prod: "arn:aws:iam::333333333333:role/cfn" }
              deploymentRole: ${self:custom.roles.prod}
            """);
        Assert.Equal([new NamedAccount("111111111111", file, 6, "deploymentRole")], Find("npx serverless deploy"));
        Assert.Empty(Find("npx sst deploy"));
    }

    [Theory]
    [InlineData("sam deploy", "111111111111", 4)]
    [InlineData("sam deploy --config-env prod", "333333333333", 7)]
    [InlineData("sam deploy --config-env=prod", "333333333333", 7)]
    public void The_role_of_sams_chosen_environment_is_of_an_account(string command, string account, int line)
    {
        var file = _folder.Write("samconfig.toml", """
            version = 0.1

            [default.deploy.parameters]
            role_arn = "arn:aws:iam::111111111111:role/cfn"

            [prod.deploy.parameters]
            role_arn = "arn:aws:iam::333333333333:role/cfn"
            """);
        Assert.Equal([new NamedAccount(account, file, line, "role_arn")], Find(command));
    }

    [Fact]
    public void An_environment_of_amplify_was_made_in_an_account()
    {
        var file = _folder.Write("amplify/team-provider-info.json", """
            {"dev":{"awscloudformation":{"StackId":"arn:aws:cloudformation:eu-west-1:111111111111:stack/amplify-x/1"}},
             "prod":{"awscloudformation":{"AuthRoleArn":"arn:aws:iam::333333333333:role/amplify-x"}},"odd":{"awscloudformation":"x"}}
            """);
        _folder.Write("amplify/.config/local-env-info.json", """{"envName":"dev"}""");
        Assert.Equal([new NamedAccount("111111111111", file, 0, "the environment dev")], Find("amplify push"));
        Assert.Equal([new NamedAccount("333333333333", file, 0, "the environment prod")], Find("amplify env checkout prod"));
        Assert.Empty(Find("amplify env checkout odd"));
        Assert.Empty(Find("amplify env checkout other"));
    }

    private static string Stack(string name, string account) =>
        $$"""
        "{{name}}": { "type": "aws:cloudformation:stack", "environment": "aws://{{account}}/eu-west-1" }
        """;

    private string Manifest(string folder, params string[] artifacts) =>
        _folder.Write($"{folder}/manifest.json", $$"""{"version":"36.0.0","artifacts":{ {{string.Join(',', artifacts)}} } }""");

    private List<NamedAccount> Find(string command)
    {
        string[] words = [.. command.Split('\'').SelectMany((part, at) => at % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        return [.. NamedAccount.Find(ChildCommand.Read(words, _folder.Path, new Dictionary<string, string>()), _folder.Path)];
    }
}
