using System.Globalization;
using System.Text.Json;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>The settings of a stage: "Patch operations", API Gateway API Reference, names them by paths.</summary>
internal static class StageSettings
{
    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["/metrics/enabled"] = "metricsEnabled",
        ["/logging/loglevel"] = "loggingLevel",
        ["/logging/dataTrace"] = "dataTraceEnabled",
        ["/throttling/burstLimit"] = "throttlingBurstLimit",
        ["/throttling/rateLimit"] = "throttlingRateLimit",
        ["/caching/enabled"] = "cachingEnabled",
        ["/caching/ttlInSeconds"] = "cacheTtlInSeconds",
        ["/caching/dataEncrypted"] = "cacheDataEncrypted",
    };

    /// <summary>Gets the properties of a template's method settings, with the ends of their paths.</summary>
    public static IReadOnlyDictionary<string, string> OfTemplates { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MetricsEnabled"] = "/metrics/enabled",
        ["LoggingLevel"] = "/logging/loglevel",
        ["DataTraceEnabled"] = "/logging/dataTrace",
        ["ThrottlingBurstLimit"] = "/throttling/burstLimit",
        ["ThrottlingRateLimit"] = "/throttling/rateLimit",
        ["CachingEnabled"] = "/caching/enabled",
        ["CacheTtlInSeconds"] = "/caching/ttlInSeconds",
        ["CacheDataEncrypted"] = "/caching/dataEncrypted",
    };

    /// <summary>Tells whether a path names a setting that the sandbox keeps.</summary>
    public static bool Knows(string path) =>
        path is "/description" or "/tracingEnabled" or "/clientCertificateId" or "/deploymentId" or "/accessLogSettings/destinationArn" or "/accessLogSettings/format"
        || (path.StartsWith("/variables/", StringComparison.Ordinal) && path.Length > "/variables/".Length)
        || (Cut(path) is ({ Length: > 0 }, { } end) && Methods.ContainsKey(end));

    /// <summary>Writes settings as members of a stage.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var name in new[] { "description", "clientCertificateId" })
        {
            if (settings.TryGetValue("/" + name, out var text))
            {
                json.WriteString(name, text);
            }
        }

        json.WriteBoolean("tracingEnabled", settings.GetValueOrDefault("/tracingEnabled") == "true");
        if (settings.ContainsKey("/accessLogSettings/destinationArn") || settings.ContainsKey("/accessLogSettings/format"))
        {
            json.WriteStartObject("accessLogSettings");
            foreach (var name in new[] { "destinationArn", "format" })
            {
                if (settings.TryGetValue("/accessLogSettings/" + name, out var text))
                {
                    json.WriteString(name, text);
                }
            }

            json.WriteEndObject();
        }

        if (settings.Where(s => s.Key.StartsWith("/variables/", StringComparison.Ordinal)).ToList() is { Count: > 0 } variables)
        {
            ApiCall.WriteMap(json, "variables", variables.Select(v => new KeyValuePair<string, string>(v.Key["/variables/".Length..], v.Value)));
        }

        json.WriteStartObject("methodSettings");
        foreach (var method in settings.Where(s => Cut(s.Key).End is { } end && Methods.ContainsKey(end)).GroupBy(s => Cut(s.Key).Method!))
        {
            json.WriteStartObject(method.Key);
            foreach (var (path, value) in method)
            {
                WriteValue(json, Methods[Cut(path).End!], value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, string value)
    {
        if (value is "true" or "false")
        {
            json.WriteBoolean(name, value == "true");
        }
        else if (decimal.TryParse(value, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    // "/*/*/metrics/enabled" is a setting of the method "*/*"; the slashes in a resource's path are written "~1".
    private static (string? Method, string? End) Cut(string path) => path.Split('/') is ["", var resource, var method, var group, var setting] && resource is not ("variables" or "accessLogSettings")
        ? ($"{resource}/{method}", $"/{group}/{setting}")
        : (null, null);
}
