using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>Somebody whom an administrator let in by boto3 signs in, gets the role of a new permission set, and may what its policy allows.</summary>
public sealed class IdentityCenterTests
{
    private const string Reader = "333333333333";

    [Theory]
    [InlineData("bea", "lanyard")]
    [InlineData("ben", "aws")]
    public async Task Who_was_let_in_may_what_the_permission_set_allows_and_who_was_deleted_has_no_password(string name, string client)
    {
        var python = Requires.Boto3();
        var aws = client == "aws" ? Requires.Program("aws", "awscli") : null;
        await using var sandbox = new SandboxFixture();
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        home.Environment["AWS_CONFIG_FILE"] = home.Write("config", $"{sandbox.Config}\n[profile reader]\nsso_session = sandbox\nsso_account_id = {Reader}\nsso_role_name = Reader\nregion = eu-west-1\n");
        home.Environment["LANYARD_SANDBOX_USER"] = name;
        var administrator = Path.Combine(Repository.Clients, "center-administrator.py");
        (await home.RunAsync(python, administrator, "in", name)).Succeeded();

        (aws is null ? await home.LanyardAsync("login", "--profile", "reader") : await home.RunAsync(aws, "sso", "login", "--profile", "reader")).Succeeded();
        Assert.Matches($"arn:aws:sts::{Reader}:assumed-role/AWSReservedSSO_Reader_[0-9a-f]{{16}}/{name}", (await home.LanyardAsync("whoami", "--profile", "reader")).Succeeded().Out);
        Assert.Equal(0, (await home.LanyardAsync("exec", "--profile", "reader", "--", python, "-c", "import boto3; boto3.client('iam').list_users()")).ExitCode);
        var refused = await home.LanyardAsync("exec", "--profile", "reader", "--", python, "-c", "import boto3; boto3.client('iam').list_groups()");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("is not authorized to perform: iam:ListGroups", refused.Error, StringComparison.Ordinal);

        (await home.RunAsync(python, administrator, "out", name)).Succeeded();
        var gone = await home.LanyardAsync("sandbox", "approve", "--sign-in", sandbox.Variables["LANYARD_SANDBOX_SIGN_IN"], sandbox.Url.OriginalString);
        Assert.NotEqual(0, gone.ExitCode);
        Assert.Contains("LANYARD_SANDBOX_USER", gone.Error, StringComparison.Ordinal);
    }
}
