using System.Text;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Files;
using Lanyard.Sandbox;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Hosting;

/// <summary>
/// A throw-away home folder whose every AWS setting leads into a sandbox: config, credentials, caches, <c>lanyard.yaml</c> and a
/// <c>BROWSER</c> that approves the sign-in page.
/// </summary>
internal sealed class SandboxHome : IDisposable
{
    private const string Session = "sandbox";

    // How the user's own variables begin that lead to an identity, or to a folder with one.
    private static readonly string[] Own = ["AWS_", "LANYARD_", "AMAZON_", "XDG_", "ACTIONS_ID_TOKEN_", "BOTO_"];

    private readonly string _folder;

    private SandboxHome(string folder) => _folder = folder;

    /// <summary>Gets what the sign-in page is approved with.</summary>
    public string SignInFile => Path.Combine(_folder, "sign-in.json");

    /// <summary>Gets the names of the stages, one an account that the user may enter.</summary>
    public IReadOnlyList<string> Stages { get; private init; } = [];

    /// <summary>Makes a home.</summary>
    /// <param name="sandbox">The sandbox it leads into.</param>
    /// <param name="user">The Identity Center user that is at home in it.</param>
    /// <param name="surroundings">The machine.</param>
    public static SandboxHome Create(SandboxHost sandbox, SeedUser user, Surroundings surroundings)
    {
        string folder;
        try
        {
            folder = Directory.CreateTempSubdirectory("lanyard-sandbox-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the sandbox's throw-away home can't be made: {e.Message}", "let TMPDIR name a folder that can be written to");
        }

        var seed = sandbox.Server.Seed;
        var assignments = sandbox.Server.AssignmentsOf(user.UserName);
        var doors = seed.Accounts
            .Select(account => (Account: account, PermissionSets: assignments.Where(a => a.AccountId == account.Id).Select(a => a.PermissionSet).ToArray()))
            .Where(door => door.PermissionSets.Length > 0)
            .Select(door => (door.Account, PermissionSet: door.PermissionSets[0]))
            .ToArray();
        var home = new SandboxHome(folder) { Stages = [.. doors.Select(d => NameOf(d.Account))] };
        home.WriteFile("ca.pem", sandbox.AuthorityPem + (sandbox.Gate.LetsAnyThrough ? TrustedRoots.Read(surroundings) : ""));
        var mfa = new SandboxMfa(sandbox.Server, folder, surroundings.OwnCommand);
        home.WriteFile(".aws/config", Config(seed, doors, mfa));
        foreach (var (file, text) in mfa.Files())
        {
            home.WriteFile(file, text);
        }

        home.WriteFile(".aws/credentials", AccessKeys(sandbox));
        home.WriteFile("lanyard.yaml", ProjectFile(seed, doors, sandbox.Url));
        home.WriteFile("lanyard/state/met", Met(seed));
        home.WriteFile("sign-in.json", SignIn(sandbox.Server, sandbox.Url, user));
        sandbox.Server.UsersChanged = () =>
        {
            try
            {
                if (Directory.Exists(folder))
                {
                    home.WriteFile("sign-in.json", SignIn(sandbox.Server, sandbox.Url, user));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                surroundings.Error.WriteLine($"warning: the passwords of new people can't be written to {home.SignInFile}: {e.Message}");
            }
        };
        home.WriteFile("browser", $"#!/bin/sh\nexec {string.Join(' ', surroundings.OwnCommand.Select(Quote))} sandbox approve --sign-in {Quote(home.SignInFile)} \"$1\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "browser"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return home;
    }

    /// <summary>Gives the variables that lead a program into the sandbox.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="withHome">Whether <c>HOME</c> too is moved, so that caches and files of every program are throw-away.</param>
    /// <param name="place">What the program is to take the sandbox for; null for a developer's machine.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Variables(SandboxHost sandbox, bool withHome, SandboxPlace? place = null)
    {
        var url = sandbox.Url.OriginalString.TrimEnd('/');
        var bundle = Path.Combine(_folder, "ca.pem");
        var region = sandbox.Server.Seed.IdentityCenter.Region;
        List<KeyValuePair<string, string>> variables =
        [
            new("AWS_ENDPOINT_URL", url),
            new("HTTPS_PROXY", url), new("https_proxy", url),
            new("HTTP_PROXY", url), new("http_proxy", url),
            new("NO_PROXY", "127.0.0.1,localhost"), new("no_proxy", "127.0.0.1,localhost"),
            new("AWS_CA_BUNDLE", bundle), new("NODE_EXTRA_CA_CERTS", bundle), new("REQUESTS_CA_BUNDLE", bundle), new("SSL_CERT_FILE", bundle),
            new("AWS_CONFIG_FILE", Path.Combine(_folder, ".aws", "config")),
            new("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(_folder, ".aws", "credentials")),
            new("AWS_REGION", region), new("AWS_DEFAULT_REGION", region),
            .. SandboxPlaces.Variables(place, sandbox),
            new("LANYARD_HOME", Path.Combine(_folder, "lanyard")),
            new("LANYARD_FILE", Path.Combine(_folder, "lanyard.yaml")),
            new("BROWSER", Path.Combine(_folder, "browser")),
            new(SandboxSignIn.FileVariable, SignInFile),
        ];
        if (withHome)
        {
            variables.Add(new("HOME", _folder));
            variables.Add(new("USERPROFILE", _folder));
            variables.Add(new("CDK_HOME", Path.Combine(_folder, ".cdk")));
        }

        return variables;
    }

    /// <summary>Gives an environment that leads into the sandbox and nowhere else.</summary>
    public IReadOnlyDictionary<string, string> Environment(SandboxHost sandbox, Surroundings surroundings, SandboxPlace? place = null)
    {
        var clean = surroundings.Environment
            .Where(v => !Own.Any(own => v.Key.StartsWith(own, StringComparison.OrdinalIgnoreCase)) && !v.Key.Equals("ALL_PROXY", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(v => v.Key, v => v.Value);
        return new EnvironmentBlock(Variables(sandbox, withHome: true, place), []).ApplyTo(clean);
    }

    /// <summary>Makes a folder in it.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A program that still runs may write there; the folder lies among the system's temporary files.
        }
    }

    private void WriteFile(string name, string text) => AtomicFile.WritePrivate(Path.Combine(_folder, name), Encoding.UTF8.GetBytes(text));

    private static string Config(SandboxSeed seed, (SeedAccount Account, string PermissionSet)[] doors, SandboxMfa mfa)
    {
        var text = new StringBuilder($"[sso-session {Session}]\nsso_start_url = {seed.IdentityCenter.StartUrl.OriginalString}\nsso_region = {seed.IdentityCenter.Region}\nsso_registration_scopes = sso:account:access\n");
        foreach (var (account, permissionSet) in doors)
        {
            text.Append($"\n[profile {NameOf(account)}]\nsso_session = {Session}\nsso_account_id = {account.Id}\nsso_role_name = {permissionSet}\nregion = {seed.IdentityCenter.Region}\n");
        }

        foreach (var role in doors.Length == 0 ? [] : seed.Roles.Where(r => !SandboxPlaces.IsRoleOfPlace(seed, r)))
        {
            var account = NameOf(seed.Accounts.First(a => a.Id == role.AccountId));
            var withMfa = SandboxMfa.UserOf(seed, role);
            text.Append($"\n[profile {account}-{role.Name}]\nrole_arn = arn:{seed.Partition}:iam::{role.AccountId}:role/{role.Name}\nsource_profile = {withMfa?.Name ?? NameOf(doors[0].Account)}\nregion = {seed.IdentityCenter.Region}\n");
            text.Append(withMfa is null ? "" : mfa.SettingsOf(withMfa));
        }

        return text.ToString();
    }

    // An account may be called what no profile or stage may be; its id is legal everywhere.
    private static string NameOf(SeedAccount account) =>
        account.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? account.Name : $"account-{account.Id}";

    private static string AccessKeys(SandboxHost sandbox)
    {
        var text = new StringBuilder();
        foreach (var user in sandbox.Server.Seed.IamUsers)
        {
            if (sandbox.Server.AccessKeyOf(user.AccountId, user.Name) is { } key)
            {
                Add(user.Name, key);
            }
        }

        foreach (var account in sandbox.Server.Seed.Accounts)
        {
            if (sandbox.Server.RootKeyOf(account.Id) is { } key)
            {
                Add($"{NameOf(account)}-root", key);
            }
        }

        return text.ToString();

        void Add(string profile, AwsCredentials key) =>
            text.Append($"[{profile}]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\n");
    }

    // The person who started the sandbox knows whose it is.
    private static string Met(SandboxSeed seed) => Identity.MetBefore.Text(
        seed.IdentityCenter.StartUrl.OriginalString,
        seed.Accounts.SelectMany(a => seed.IdentityCenter.PermissionSets.Select(set => (a.Id, set.Name))),
        seed.Roles.Select(r => $"arn:{seed.Partition}:iam::{r.AccountId}:role/{r.Name}"));

    private static string ProjectFile(SandboxSeed seed, (SeedAccount Account, string PermissionSet)[] doors, Uri url)
    {
        var text = new StringBuilder($"version: 1\nproject: tour\nsessions:\n  {Session}: {{ startUrl: \"{seed.IdentityCenter.StartUrl.OriginalString}\", region: {seed.IdentityCenter.Region} }}\nstages:\n");
        foreach (var (account, permissionSet) in doors)
        {
            text.Append($"  {NameOf(account)}:\n    account: \"{account.Id}\"\n    region: {seed.IdentityCenter.Region}\n    access: {{ session: {Session}, permissionSet: {permissionSet} }}\n    endpoint: \"{url.OriginalString.TrimEnd('/')}\"\n");
        }

        return text.ToString();
    }

    // Everybody who may sign in is in it: AWS sends new people an e-mail to choose a password by, and nobody reads mail here.
    private static string SignIn(SandboxServer sandbox, Uri url, SeedUser user) => Encoding.UTF8.GetString(JsonOutput.Object(json =>
    {
        json.WriteString("sandbox", url.OriginalString);
        json.WriteString("userName", user.UserName);
        json.WriteStartObject("passwords");
        foreach (var name in sandbox.UserNames)
        {
            json.WriteString(name, sandbox.PasswordOf(name)!.Reveal());
        }

        json.WriteEndObject();
    }));

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
