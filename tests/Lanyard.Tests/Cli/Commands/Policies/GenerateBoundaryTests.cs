using System.Text.Json.Nodes;
using Lanyard.Cli;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>The permissions boundary that roles must be made with, and what the templates themselves say of boundaries.</summary>
public sealed class GenerateBoundaryTests : IAsyncLifetime
{
    private const string Own = "arn:aws:iam::111111111111:policy/own";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("''", "", "arn:aws:iam::111111111111:policy/orders-boundary")]
    [InlineData(Own, "", Own)]
    [InlineData("!Sub 'arn:aws:iam::${AWS::AccountId}:policy/own'", "", Own)]
    [InlineData(Own, "--boundary arn:aws:iam::111111111111:policy/other", "arn:aws:iam::111111111111:policy/other")]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", "", "arn:aws:iam::111111111111:policy/orders-boundary")]
    [InlineData("!Ref Limit", "--parameter Limit=" + Own, Own)]
    public async Task Roles_are_made_with_the_boundary_that_is_named_or_that_they_have(string property, string options, string boundary)
    {
        var json = await Generated(property, options);
        Assert.Equal([boundary], Boundaries(json, "iam:CreateRole"));
    }

    [Fact]
    public async Task A_boundary_of_an_account_that_is_not_known_is_asked_for_once()
    {
        _cli.Home.Write("project/t.yaml", Template("!Sub 'arn:aws:iam::${AWS::AccountId}:policy/own'"));
        var json = JsonNode.Parse((await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "orders", "--json")).Done().Out)!;
        Assert.Equal(["arn:aws:iam::*:policy/own"], Boundaries(json, "iam:PutRolePermissionsBoundary"));
    }

    [Theory]
    [InlineData(Own, "--boundary arn:aws:iam::111111111111:policy/other", "R has the permissions boundary arn:aws:iam::111111111111:policy/own, and roles can be made with arn:aws:iam::111111111111:policy/other alone")]
    [InlineData("!ImportValue limit", "", "which permissions boundary R has isn't known here")]
    [InlineData("!Ref Limits", "", "is a policy of the template itself: whoever deploys can change it")]
    public async Task What_does_not_fit_is_said(string property, string options, string note) =>
        Assert.Contains((await Generated(property, options))["notes"]!.AsArray(), text => ((string)text!).Contains(note, StringComparison.Ordinal));

    [Fact]
    public async Task Of_a_boundary_that_fits_nothing_is_said() => Assert.Empty((await Generated(Own, ""))["notes"]!.AsArray());

    [Theory]
    [InlineData("--boundary", "boundary")]
    [InlineData("--boundary", "arn:aws:iam::111111111111:role/boundary")]
    [InlineData("--service-role", "orders-cloudformation")]
    [InlineData("--service-role", "arn:aws:iam::111111111111:user/ana")]
    [InlineData("--service-role", "arn:aws:iam::222222222222:role/orders-cloudformation")]
    public async Task A_boundary_is_the_ARN_of_a_policy_and_a_service_role_that_of_a_role_of_the_account(string option, string value)
    {
        _cli.Home.Write("project/t.yaml", Template(Own));
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--account", "111111111111", "--for", "both", option, value)).Failed(2, CliErrorCodes.Usage);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    private static string Template(string property) => "Parameters: {Limit: {Type: String}}\nResources:\n"
        + $"  R: {{Type: 'AWS::IAM::Role', Properties: {{RoleName: r, {(property == "''" ? "" : $"PermissionsBoundary: {property}, ")}AssumeRolePolicyDocument: {{}}}}}}\n"
        + "  Limits: {Type: 'AWS::IAM::ManagedPolicy', Properties: {PolicyDocument: {}}}\n";

    private static string[] Boundaries(JsonNode json, string action) => [.. json["policies"]![0]!["document"]!["Statement"]!.AsArray()
        .Where(s => s!["Action"]!.ToJsonString().Contains(action, StringComparison.Ordinal))
        .SelectMany(s => s!["Condition"]!.AsObject().SelectMany(operation => operation.Value!.AsObject()).Where(key => key.Key == "iam:PermissionsBoundary").Select(key => (string)key.Value!))];

    private async Task<JsonNode> Generated(string property, string options)
    {
        _cli.Home.Write("project/t.yaml", Template(property));
        return JsonNode.Parse((await _cli.RunAsync([
            "policy", "generate", "--template", "t.yaml", "--stack-name", "orders", "--account", "111111111111", "--region", "eu-west-1", "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Done().Out)!;
    }
}
