using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Console sign-in, as <c>aws login</c> makes it.</summary>
internal sealed class BotocoreLogin(DialectMachine machine, BotocoreFlavour flavour)
{
    private static readonly string[] Needed = ["accessToken", "refreshToken", "dpopKey", "clientId"];

    /// <summary>Finds the sign-in of a profile.</summary>
    /// <exception cref="BotocoreException">Nobody signed in, or the library for it is missing.</exception>
    public Source.LoginSession? Find(BotocoreProfile profile, Action<string, string> pass)
    {
        if (profile.Get("login_session") is not { } session)
        {
            pass("loginSession", profile.Lacks("login_session"));
            return null;
        }

        var at = profile.At("login_session");
        if (!flavour.IsCommandLine)
        {
            throw Error(
                "MissingDependencyException",
                "Missing Dependency: Using the login credential provider requires an additional dependency. You will need to pip install \"botocore[crt]\" before proceeding.", at);
        }

        CheckToken(session, at);
        return new Source.LoginSession(profile.Name, session) { Origin = at };
    }

    private void CheckToken(string session, Origin at)
    {
        var folder = machine.SetVariable("AWS_LOGIN_CACHE_DIRECTORY") ?? string.Join(machine.IsWindows ? '\\' : '/', "~", ".aws", "login", "cache");
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)));
        var path = PythonPaths.Expand(machine, folder).TrimEnd('/') + (machine.IsWindows ? '\\' : '/') + key + ".json";
        var file = machine.Open(path);
        if (file.State is MachineFileState.Missing or MachineFileState.Folder)
        {
            throw Error(
                "LoginTokenLoadError",
                $"Error loading login session token: Unable to load a existing login session for session {session}, Please reauthenticate with 'aws login'.", at);
        }

        var missing = Missing(file.Text.Bytes) ?? throw Error("KeyError", $"'{key}'", new Origin(null, path, null));
        if (missing.Length > 0)
        {
            throw Error(
                "LoginTokenLoadError",
                $"Error loading login session token: Failed to load access token from token cache, missing required fields: {string.Join(", ", missing)}.",
                new Origin(null, path, null));
        }
    }

    private static string[]? Missing(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var root = document.RootElement;
            return [.. Needed.Where(name => root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out _))];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BotocoreException Error(string type, string message, Origin at) => new(new BotocoreError(type, message, BotocoreStage.Load, at));
}
