using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Keys;

/// <summary>A sandbox in which a new access key takes three seconds to be known, and users with a key in plain text and an empty vault.</summary>
public sealed class SlowKeysSandbox : SandboxFixture
{
    /// <inheritdoc/>
    protected override string Seed =>
        """
        {"newKeysAfter":"3s","accounts":[{"id":"111111111111","name":"dev"}],
         "identityCenter":{"startUrl":"https://keys.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
         "iamUsers":[
          {"name":"one","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
          {"name":"two","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
          {"name":"three","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}],
         "roles":[{"name":"deploy","account":"dev","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}]}}]}
        """;

    /// <summary>Makes a user with the key of an IAM user in a file, as the profile of the same name, and a vault that is a file.</summary>
    /// <param name="name">The IAM user.</param>
    public UserHome UserOf(string name)
    {
        var home = new UserHome(this);
        home.WriteAwsFiles(
            $"[profile {name}]\nregion = eu-west-1\n\n[profile deploy]\nrole_arn = arn:aws:iam::111111111111:role/deploy\nsource_profile = {name}\nregion = eu-west-1\n",
            SectionOf(name));
        var passphrase = home.Write("passphrase", "correct horse battery staple\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(passphrase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        home.Environment["LANYARD_VAULT"] = "file";
        home.Environment["LANYARD_VAULT_PASSPHRASE_FILE"] = passphrase;
        return home;
    }

    /// <summary>Gives the secret of an IAM user's first key.</summary>
    public string SecretOf(string name) => SectionOf(name).Split('\n').First(l => l.StartsWith("aws_secret_access_key", StringComparison.Ordinal)).Split(" = ")[1];

    private string SectionOf(string name) =>
        $"[{name}]\n" + File.ReadAllText(Variables["AWS_SHARED_CREDENTIALS_FILE"]).Split($"[{name}]\n")[1].Split('[')[0];
}
