using System.Globalization;
using System.Text.Json;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>
/// The sessions that the AWS CLI keeps in <c>~/.aws/cli/cache</c>: of roles it assumed and of Identity Center. One that is good for
/// another 15 minutes is handed out, and nothing is asked.
/// </summary>
internal sealed class CliSessions(DialectMachine machine, BotocoreKeys keys)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Gives the source with the keys that answer for it.</summary>
    /// <returns>The source, or the error of a file that can't be used; null where the cache holds nothing of use.</returns>
    public BotocoreFind? Answer(Source source, BotocoreProfile profile, StsCall call, Action<string, string> pass) =>
        Answer(source, profile, call.CacheKey(), "STS", pass);

    /// <summary>Gives the permission set with the keys that answer for it.</summary>
    /// <returns>As the other.</returns>
    public BotocoreFind? Answer(Source.SsoRole source, BotocoreProfile profile, Action<string, string> pass)
    {
        var (name, value) = source.SignIn.SessionName is { Length: > 0 } session ? ("sessionName", session) : ("startUrl", source.SignIn.StartUrl);
        var json = $"{{\"accountId\":{StsCall.PythonJson(source.AccountId)},\"roleName\":{StsCall.PythonJson(source.RoleName)},\"{name}\":{StsCall.PythonJson(value)}}}";
        return Answer(source, profile, StsCall.KeyOf(json), "the access portal", pass);
    }

    private BotocoreFind? Answer(Source source, BotocoreProfile profile, string key, string service, Action<string, string> pass)
    {
        var path = PythonPaths.ExpandUser(machine, string.Join(machine.IsWindows ? '\\' : '/', "~", ".aws", "cli", "cache", key + ".json"));
        var file = machine.Open(path);
        if (file.State is MachineFileState.Missing or MachineFileState.Folder)
        {
            return null;
        }

        var at = new Origin(profile.Name, path, null);
        try
        {
            using var document = JsonDocument.Parse(file.Text.Bytes.ToArray());
            var session = Need(document.RootElement, "Credentials");
            var end = Need(session, "Expiration").ToString();
            if (PythonNumbers.ParseTime(end, out var time) is { } wrong)
            {
                return new BotocoreFind(source, new BotocoreError(wrong.Type, wrong.Message, BotocoreStage.Use, at));
            }

            if (time - machine.Now < Window)
            {
                return null;
            }

            var cached = new Source.StaticKeys(profile.Name, path, Need(session, "AccessKeyId").ToString()) { Origin = at };
            keys.Keep(cached, Need(session, "SecretAccessKey").ToString(), Need(session, "SessionToken").ToString(), time);
            pass(source.Kind, string.Create(
                CultureInfo.InvariantCulture, $"{service} isn't asked for it: the session in {path} is good until {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
            return new BotocoreFind(source with { Cached = cached });
        }
        catch (KeyNotFoundException e)
        {
            return new BotocoreFind(source, new BotocoreError("KeyError", $"'{e.Message}'", BotocoreStage.Use, at));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new BotocoreFind(source, new BotocoreError("KeyError", $"'{key}'", BotocoreStage.Use, at));
        }
    }

    private static JsonElement Need(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : throw new KeyNotFoundException(name);
}
