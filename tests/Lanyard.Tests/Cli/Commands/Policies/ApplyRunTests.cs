using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Policies.Apply;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class ApplyRunTests : ApplyTests
{
    [Theory]
    [InlineData("CreateGroup", "AccessDenied", 403, true)]
    [InlineData("AttachRolePolicy", "NoSuchEntity", 404, true)]
    [InlineData("CreateGroup", "EntityAlreadyExists", 409, false)]
    [InlineData("DetachRolePolicy", "NoSuchEntity", 404, false)]
    [InlineData("CreateGroup", "ServiceFailure", 500, false)]
    public void Only_a_refusal_is_sure_to_have_changed_nothing(string action, string code, int status, bool expected) =>
        Assert.Equal(expected, ApplyRun.IsRefusal(new AwsServiceException(new AwsServiceError("IAM", action, code, "no", status, null)), action));

    [Fact]
    public void A_lost_answer_may_have_changed_something() =>
        Assert.False(ApplyRun.IsRefusal(new EndpointUnreachableException(new Uri("https://iam.amazonaws.com"), default, "timeout", 3), "CreateUser"));

    [Fact]
    public async Task A_key_whose_profile_cannot_be_written_is_told_and_can_be_taken_back()
    {
        Cli.Home.Write("project/user.json", """{"users":[{"name":"robot"}]}""");
        (await Apply("user.json", "--yes")).Done();
        Cli.Home.Write("project/key.json", """{"users":[{"name":"robot","accessKey":true}]}""");
        var config = Cli.Home[".aws/config"];
        var before = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        Cli.Person = _ =>
        {
            File.AppendAllText(config, "\n[profile robot]\nregion = eu-central-1\nrole_arn = arn:aws:iam::111111111111:role/app\nsource_profile = admin\n");
            return "y";
        };
        var run = await Apply("key.json");
        Assert.Contains($"[{CliErrorCodes.ApplyIncomplete}]", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was changed", run.Error, StringComparison.Ordinal);
        Assert.Contains("of the user robot was made and is in the vault as `robot`, but the profile that uses it could not be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(["keys/robot"], Cli.Vault.Names);
        await File.WriteAllTextAsync(config, before, TestContext.Current.CancellationToken);
        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Empty(Cli.Vault.Names);
        Assert.Equal("DeleteAccessKey", Writes()[^1]);
    }
}
