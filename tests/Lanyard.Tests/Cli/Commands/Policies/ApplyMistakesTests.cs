using System.Globalization;
using System.Text.Json;
using Lanyard.Cli;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>What people ask <c>policy apply</c> and <c>policy role</c> for by mistake. It is told before anything is changed.</summary>
public sealed class ApplyMistakesTests : ApplyTests
{
    [Fact]
    public async Task A_policy_that_is_named_by_its_name_and_its_ARN_is_attached_once_and_taken_back()
    {
        Cli.Home.Write("project/iam.json", $$"""{"policies":[{"name":"p","document":{{Allow}}}],"groups":[{"name":"g","policies":["p","arn:aws:iam::111111111111:policy/p"]}]}""");
        (await Apply("iam.json", "--yes")).Done();
        Assert.Equal(["CreatePolicy", "CreateGroup", "AttachGroupPolicy"], Writes());
        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Equal(["DetachGroupPolicy", "DeleteGroup", "DeletePolicy"], Writes().TakeLast(3));
    }

    [Fact]
    public async Task Inline_policies_that_are_too_long_together_are_refused_before_anything_is_changed()
    {
        string Document(char letter) => JsonSerializer.Serialize(new
        {
            Version = "2012-10-17",
            Statement = new[] { new { Effect = "Allow", Action = "sqs:SendMessage", Resource = Enumerable.Range(0, 25).Select(i => string.Create(CultureInfo.InvariantCulture, $"arn:aws:sqs:*:*:{new string(letter, 60)}{i}")) } },
        });
        Cli.Home.Write("project/iam.json", $$"""{"groups":[{"name":"g","inline":{"a":{{Document('a')}},"b":{{Document('b')}},"c":{{Document('c')}} } }]}""");
        Assert.Contains("and IAM takes 5120", (await Apply("iam.json", "--yes")).Failed(1, CliErrorCodes.PolicyInvalid).Error, StringComparison.Ordinal);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task More_policies_than_IAM_attaches_are_said_with_the_plan()
    {
        var names = string.Join(',', Enumerable.Range(0, 11).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"p{i}\"")));
        var policies = string.Join(',', Enumerable.Range(0, 11).Select(i => string.Create(CultureInfo.InvariantCulture, $$$"""{"name":"p{{{i}}}","document":{{{Allow}}}}""")));
        Cli.Home.Write("project/iam.json", $$"""{"policies":[{{policies}}],"groups":[{"name":"g","policies":[{{names}}]}]}""");
        Assert.Contains("note: the group g shall have 11 managed policies, and IAM takes 10", (await Apply("iam.json", "--dry-run")).Done().Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "arn:aws:iam::111111111111:role/deploy/app", "--role app")]
    [InlineData("--role", "deploy/app", "--role app")]
    [InlineData("--user", "", "--user orders-deploy")]
    [InlineData("--group", "a b", "--group orders-deploy")]
    public async Task Whom_a_policy_is_given_to_is_named_without_path_and_ARN(string option, string name, string mending)
    {
        Cli.Home.Write("project/p.json", Allow);
        Assert.Contains(mending, (await Apply("p.json", option, name, "--yes")).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:role/x")]
    [InlineData("arn:aws:s3:::bucket")]
    [InlineData("arn:aws:iam::222222222222:policy/x")]
    [InlineData("arn:aws-cn:iam::aws:policy/ReadOnlyAccess")]
    public async Task A_role_is_made_with_policies_that_it_can_have(string policy) => Assert.Contains(
        "is no managed policy that a role of the account 111111111111",
        (await Cli.RunAsync("policy", "role", "--deployer", "--trust", "111111111111", "--account", "111111111111", "--policy", policy)).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
}
