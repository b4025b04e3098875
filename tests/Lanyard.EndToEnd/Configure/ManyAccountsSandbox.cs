using System.Globalization;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Configure;

/// <summary>A sandbox with 300 accounts that answers so many calls to the portal a second, and throttles the rest, as AWS does.</summary>
public sealed class ManyAccountsSandbox : SandboxFixture
{
    /// <summary>How many accounts there are.</summary>
    public const int Count = 300;

    /// <summary>How many calls a second the portal answers.</summary>
    public const int CallsPerSecond = 60;

    /// <inheritdoc/>
    protected override string Seed => new JsonObject
    {
        ["accounts"] = new JsonArray([.. Enumerable.Range(1, Count).Select(n => (JsonNode)new JsonObject { ["id"] = Id(n), ["name"] = Name(n) })]),
        ["identityCenter"] = new JsonObject
        {
            ["startUrl"] = "https://many.awsapps.com/start",
            ["region"] = "eu-west-1",
            ["users"] = new JsonArray(new JsonObject { ["userName"] = "alice" }),
            ["permissionSets"] = new JsonArray(new JsonObject { ["name"] = "Admin" }, new JsonObject { ["name"] = "ReadOnly" }),
            ["assignments"] = new JsonArray([.. Enumerable.Range(1, Count).SelectMany(n => new[] { "Admin", "ReadOnly" }.Select(set =>
                (JsonNode)new JsonObject { ["user"] = "alice", ["account"] = Id(n), ["permissionSet"] = set }))]),
            ["portalCallsPerSecond"] = CallsPerSecond,
        },
    }.ToJsonString();

    /// <summary>Gives an account's id.</summary>
    public static string Id(int n) => (100_000_000_000 + n).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives an account's name; account 7 has characters that no profile may have, and 8 and 9 share one when those are left out.</summary>
    public static string Name(int n) => n switch { 7 => "Shop & Söhne [prod]", 8 => "shop (eu)", 9 => "shop [eu]", _ => $"team {n.ToString("000", CultureInfo.InvariantCulture)}" };

    /// <summary>Gives a user who is signed in, with a config file that knows the session and no profile but one.</summary>
    public async Task<UserHome> SignedInAsync()
    {
        var home = Newcomer();
        home.WriteAwsFiles("# mine\n[sso-session many]\nsso_start_url = https://many.awsapps.com/start\nsso_region = eu-west-1\n\n[profile team-001-Admin]\nregion=us-east-1 ; by hand");
        (await home.LanyardAsync("login", "--session", "many")).Succeeded();
        return home;
    }

    /// <summary>Gives a user who has no AWS files yet.</summary>
    public UserHome Newcomer()
    {
        var home = new UserHome(this);
        home.Environment["AWS_CONFIG_FILE"] = home.PathOf(".aws/config");
        home.Environment["AWS_SHARED_CREDENTIALS_FILE"] = home.PathOf(".aws/credentials");
        home.Environment.Remove("LANYARD_FILE");
        return home;
    }

    /// <summary>Gives the token that a user signed in with.</summary>
    public static string TokenOf(UserHome home) => Directory.GetFiles(home.PathOf(".aws/sso/cache"), "*.json")
        .Select(path => (string?)JsonNode.Parse(File.ReadAllText(path))!["accessToken"]).First(token => token is not null)!;
}
