using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>
/// A user who is signed in to a sandbox, and in whose variables and files all else leads to somebody else: keys of one account in the
/// environment, keys of another under <c>default</c>, a container endpoint, a metadata service and a token file.
/// </summary>
public sealed class HostileHome : IAsyncDisposable
{
    private readonly LoopbackServer _endpoint;

    private HostileHome(UserHome user, LoopbackServer endpoint)
    {
        User = user;
        _endpoint = endpoint;
    }

    /// <summary>Gets the user.</summary>
    public UserHome User { get; }

    /// <summary>Makes one.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="stage">The stage that somebody else's variables are named after too.</param>
    public static async Task<HostileHome> CreateAsync(SignedInSandbox sandbox, string stage)
    {
        var (id, secret) = sandbox.OtherKey;
        var endpoint = LoopbackServer.Start(_ => LoopbackServer.Answer(
            200, "application/json",
            $$"""{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"{{id}}","SecretAccessKey":"{{secret}}","Token":"","Expiration":"2099-01-01T00:00:00Z"}"""));
        var home = new UserHome(sandbox);
        var keys = $"aws_access_key_id = {id}\naws_secret_access_key = {secret}\n";
        home.WriteAwsFiles($"[default]\n{keys}\n[profile other]\n{keys}\n{sandbox.Config}", $"[default]\n{keys}\n[other]\n{keys}");
        foreach (var token in Directory.EnumerateFiles(sandbox.User.PathOf(".aws/sso/cache")))
        {
            home.Write($".aws/sso/cache/{Path.GetFileName(token)}", await File.ReadAllTextAsync(token));
        }

        var session = JsonNode.Parse((await sandbox.User.LanyardAsync("env", "--profile", "prod", "--format", "json")).Succeeded().Out)!;
        foreach (var prefix in new[] { "AWS_", "AMAZON_", $"AWS_{stage.ToUpperInvariant()}_" })
        {
            foreach (var name in new[] { "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN" })
            {
                home.Environment[prefix + name] = (string)session["AWS_" + name]!;
            }
        }

        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["AWS_SECURITY_TOKEN"] = (string)session["AWS_SESSION_TOKEN"]!,
            ["AWS_PROFILE"] = "other",
            ["AWS_DEFAULT_PROFILE"] = "other",
            [$"AWS_{stage.ToUpperInvariant()}_PROFILE"] = "other",
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = endpoint.Url + "credentials",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "other",
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = home.Write("token", "eyJvdGhlciI6MX0"),
            ["AWS_ROLE_ARN"] = "arn:aws:iam::333333333333:role/deploy",
            ["AWS_EC2_METADATA_DISABLED"] = "false",
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = endpoint.Url.OriginalString,
        })
        {
            home.Environment[name] = value;
        }

        return new HostileHome(home, endpoint);
    }

    /// <summary>Asserts that calls were made, each by the stage's role, and that nobody asked where somebody else's credentials are.</summary>
    public void AssertAlone(Door door, IReadOnlyList<Call> calls)
    {
        var signed = calls.Where(c => c.AccessKeyId is not null).ToArray();
        Assert.NotEmpty(signed);
        Assert.All(signed, c => Assert.StartsWith($"arn:aws:sts::{door.Account}:assumed-role/{door.Role}", c.Principal, StringComparison.Ordinal));
        Assert.DoesNotContain(calls, c => c.Operation == "AssumeRoleWithWebIdentity");
        Assert.Equal(0, _endpoint.Requests);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        User.Dispose();
        await _endpoint.DisposeAsync();
    }
}
