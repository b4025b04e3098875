using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>What STS is asked for: botocore checks it before it calls, and the CLI names the cached session after it.</summary>
/// <param name="RoleArn">The role.</param>
internal sealed record StsCall(string RoleArn)
{
    /// <summary>Gets the session's name; null where one is made up.</summary>
    public string? SessionName { get; init; }

    /// <summary>Gets the external id.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Gets the MFA device.</summary>
    public string? MfaSerial { get; init; }

    /// <summary>Gets the session's length in seconds.</summary>
    public int? Seconds { get; init; }

    /// <summary>Gets how many characters the web identity token has; null where there is none.</summary>
    public int? Token { get; init; }

    /// <summary>Gives the error that botocore ends with before it calls; null where it would call.</summary>
    public BotocoreError? Refusal(Origin? at)
    {
        var wrong = new List<string>();
        CheckLength("RoleSessionName", Length(SessionName), 2);
        CheckLength("ExternalId", Length(ExternalId), 2);
        CheckLength("SerialNumber", Length(MfaSerial), 9);
        if (Seconds is < 900 and var seconds)
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"Invalid value for parameter DurationSeconds, value: {seconds}, valid min value: 900"));
        }

        CheckLength("RoleArn", Length(RoleArn), 20);
        CheckLength("WebIdentityToken", Token, 4);
        return wrong.Count == 0 ? null : new BotocoreError(
            "ParamValidationError", "Parameter validation failed:\n" + string.Join('\n', wrong), BotocoreStage.Use, at);

        void CheckLength(string name, int? length, int min)
        {
            if (length < min)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"Invalid length for parameter {name}, value: {length}, valid min length: {min}"));
            }
        }
    }

    /// <summary>Gives the name under which the CLI keeps the session.</summary>
    public string CacheKey()
    {
        var parts = new List<string>();
        if (Seconds is { } seconds)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"\"DurationSeconds\": {seconds}"));
        }

        Add("ExternalId", ExternalId);
        Add("RoleArn", RoleArn);
        Add("RoleSessionName", SessionName);
        Add("SerialNumber", MfaSerial);
        return KeyOf($"{{{string.Join(", ", parts)}}}");

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"\"{name}\": {PythonJson(value)}");
            }
        }
    }

    /// <summary>Gives the digest that names a cached session.</summary>
    // The name is the CLI's; nothing is protected by it.
#pragma warning disable CA5350
    public static string KeyOf(string json) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(json)));
#pragma warning restore CA5350

    /// <summary>Writes a text as Python's <c>json</c> does: all but ASCII is escaped.</summary>
    public static string PythonJson(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '\n' => json.Append(@"\n"),
                '\r' => json.Append(@"\r"),
                '\t' => json.Append(@"\t"),
                '\f' => json.Append(@"\f"),
                '\b' => json.Append(@"\b"),
                < ' ' or > '~' and not '\x7f' => json.Append(@"\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(c),
            };
        }

        return json.Append('"').ToString();
    }

    private static int? Length(string? text) => text?.EnumerateRunes().Count();
}
