using System.Text;
using System.Text.Json;
using System.Xml;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>The cached Identity Center token as the AWS SDK for .NET judges it. Holds no token.</summary>
internal sealed class DotNetSsoToken
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(6);

    private DotNetSsoToken(string file, string why)
    {
        File = file;
        Why = why;
    }

    /// <summary>Gets the file's path.</summary>
    public string File { get; }

    /// <summary>Gets why the file holds no token; empty where it does.</summary>
    public string Why { get; private init; }

    /// <summary>Gets whether the file holds a token. It may have ended.</summary>
    public bool Exists => Why.Length == 0;

    /// <summary>Gets why the token can't be used, in the SDK's words; null where it can, perhaps after a renewal.</summary>
    public string? Problem { get; private init; }

    /// <summary>Gets how the token is used.</summary>
    public SsoTokenUse Use { get; private init; }

    /// <summary>Reads the token of a profile.</summary>
    public static DotNetSsoToken Read(DialectMachine machine, DotNetProfile profile)
    {
        var session = profile.Get("sso_session");
        var path = CachedSsoToken.Read(machine, session is { Length: > 0 } ? session : profile.Get("sso_start_url") ?? "").File;
        var file = machine.Open(path);
        if (file.State != MachineFileState.Read)
        {
            return new DotNetSsoToken(path, $"{path} {(file.State == MachineFileState.Unreadable ? "can't be read" : "is missing")}") { Problem = "No valid SSO Token could be found." };
        }

        try
        {
            using var reader = new StreamReader(new MemoryStream(file.Text.Bytes.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            using var json = JsonDocument.Parse(reader.ReadToEnd());
            return Parse(json.RootElement, path, machine.Now.UtcDateTime);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            return new DotNetSsoToken(path, $"{path} is no token with accessToken and an expiresAt in ISO 8601") { Problem = "No valid SSO Token could be found." };
        }
    }

    private static DotNetSsoToken Parse(JsonElement json, string path, DateTime now)
    {
        // Each field that is there must be a text, or null.
        _ = json.GetProperty("accessToken").GetString();
        var ends = Time(json.GetProperty("expiresAt").GetString());
        var (refresh, id, secret) = (Text("refreshToken"), Text("clientId"), Text("clientSecret"));
        var registrationEnds = Text("registrationExpiresAt");
        _ = (Text("region"), Text("startUrl"));
        var canRenew = refresh is { Length: > 0 } && id is { Length: > 0 } && secret is { Length: > 0 };
        return ends > now + Window ? new DotNetSsoToken(path, "") { Use = SsoTokenUse.AsItIs }
            : canRenew ? new DotNetSsoToken(path, "")
            {
                Use = ends < now ? SsoTokenUse.Renewed : SsoTokenUse.RenewedIfPossible,
                Problem = RegistrationProblem(registrationEnds),
            }
            : new DotNetSsoToken(path, "")
            {
                Use = SsoTokenUse.AsItIs,
                Problem = ends < now ? "SSO Token has expired and can not be refreshed" : null,
            };

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static string? RegistrationProblem(string? ends)
    {
        try
        {
            _ = Time(ends);
            return null;
        }
        catch (ArgumentException)
        {
            return "Value cannot be null. (Parameter 'stringFormattedDate')";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static DateTime Time(string? text) =>
        XmlConvert.ToDateTime(string.IsNullOrEmpty(text) ? throw new ArgumentException("there is no time", nameof(text)) : text, XmlDateTimeSerializationMode.Utc);
}
