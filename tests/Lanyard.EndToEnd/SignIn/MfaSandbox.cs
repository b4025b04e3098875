using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.SignIn;

/// <summary>
/// A sandbox with many IAM users, each with an MFA device of their own: a device shows two codes at once and then one every 30 seconds,
/// and no test waits for another's.
/// </summary>
public sealed class MfaSandbox : SandboxFixture
{
    private const string Account = "111111111111";
    private const int Users = 15;
    private int _taken;

    /// <inheritdoc/>
    protected override string Seed
    {
        get
        {
            var users = Enumerable.Range(1, Users).Select(n => $$$"""
                {"name":"user{{{n}}}","account":"dev","accessKeys":[{}],"mfaDevices":[{"name":"user{{{n}}}"}],"policies":[{"name":"all","policy":
                  {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}}]}
                """);
            var roles = Enumerable.Range(1, 20).Select(n => $$$"""
                {"name":"role{{{n}}}","account":"dev","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                  "Principal":{"AWS":"{{{Account}}}"},"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true" } } }]}}
                """);
            return $$"""
                {"accounts":[{"id":"{{Account}}","name":"dev"}],"identityCenter":{"startUrl":"https://mfa.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
                 "iamUsers":[{{string.Join(',', users)}}],"roles":[{{string.Join(',', roles)}}]}
                """;
        }
    }

    /// <summary>Gives a home whose files hold the keys of a user nobody else has: the profile <c>user</c>, and <c>role1</c> to <c>role20</c> that ask for a code.</summary>
    /// <param name="more">More lines for the profiles of the roles.</param>
    public MfaHome NewHome(string more = "")
    {
        var name = $"user{Interlocked.Increment(ref _taken)}";
        var serial = $"arn:aws:iam::{Account}:mfa/{name}";
        var home = new UserHome(this);
        var credentials = File.ReadAllText(Variables["AWS_SHARED_CREDENTIALS_FILE"]);
        var at = credentials.IndexOf($"[{name}]\n", StringComparison.Ordinal) + name.Length + 3;
        var keys = credentials[at..(credentials.IndexOf('[', at) is > 0 and var end ? end : credentials.Length)];
        var roles = Enumerable.Range(1, 20).Select(n =>
            $"[profile role{n}]\nrole_arn = arn:aws:iam::{Account}:role/role{n}\nsource_profile = user\nmfa_serial = {serial}\nregion = eu-west-1\n{more}");
        home.WriteAwsFiles(string.Join('\n', roles), $"[user]\n{keys}");
        return new MfaHome(home, serial, Path.Combine(Folder, $"mfa-{Account}-{name}.json"));
    }
}

/// <summary>A user with an MFA device.</summary>
/// <param name="Home">The user's home.</param>
/// <param name="SerialNumber">The device.</param>
/// <param name="DeviceFile">The device's file in the sandbox.</param>
public sealed record MfaHome(UserHome Home, string SerialNumber, string DeviceFile) : IDisposable
{
    /// <summary>Gets the device's seed.</summary>
    public string Seed => (string)JsonNode.Parse(File.ReadAllText(DeviceFile))!["seed"]!;

    /// <summary>Looks at the device.</summary>
    public async Task<string> CodeAsync() => (await Home.LanyardAsync("sandbox", "mfa-code", "--device", DeviceFile)).Succeeded().Out.TrimEnd('\n');

    /// <summary>Runs a shell script on a terminal of its own. Whatever it writes there, stderr too, is the process's stdout.</summary>
    public RunningProcess OnTerminal(string script) => Home.Start(
        [Requires.Program("script", "bsdutils"), "--quiet", "--return", "--command", $"LANYARD='{LanyardBinary.Path}'; {script}", "/dev/null"], keepsInput: true);

    /// <inheritdoc/>
    public void Dispose() => Home.Dispose();
}
