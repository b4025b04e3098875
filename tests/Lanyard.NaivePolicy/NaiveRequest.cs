using System.Text.Json;

namespace Lanyard.NaivePolicy;

/// <summary>What a scenario asks: who, what, on which resource, under which circumstances.</summary>
internal sealed class NaiveRequest
{
    public NaiveRequest(JsonElement request)
    {
        Principal = new NaivePrincipal(request.GetProperty("principal"));
        Action = request.GetProperty("action").GetString()!;
        Resource = request.GetProperty("resource").GetString()!;
        string[] parts = Resource.Split(':', 6);
        ResourceAccount = request.TryGetProperty("resourceAccount", out JsonElement account) ? account.GetString()!
            : parts.Length == 6 && parts[4].Length > 0 ? parts[4]
            : Principal.Account;

        // "IAM JSON policy elements: Condition": names of keys are the same in any case.
        if (request.TryGetProperty("context", out JsonElement context))
        {
            foreach (JsonProperty key in context.EnumerateObject())
            {
                Context[Folded(key.Name)] = key.Value.ValueKind == JsonValueKind.Array
                    ? [.. key.Value.EnumerateArray().Select(Text)]
                    : [Text(key.Value)];
            }
        }

        // "AWS global condition context keys": what each request says of its caller, unless the scenario says it itself.
        foreach ((string key, string value) in Principal.Keys())
        {
            Context.TryAdd(Folded(key), [value]);
        }

        Context.TryAdd("aws:resourceaccount", [ResourceAccount]);
        bool trust = Folded(Action) is "sts:assumerole" or "sts:assumerolewithsaml" or "sts:assumerolewithwebidentity" or "sts:tagsession" or "sts:setsourceidentity"
            && parts.Length == 6 && parts[5].StartsWith("role/", StringComparison.Ordinal);
        bool key6 = parts.Length == 6 && parts[2] == "kms" && parts[5].StartsWith("key/", StringComparison.Ordinal);
        ResourcePolicyDecides = trust || key6;
    }

    public NaivePrincipal Principal { get; }

    public string Action { get; }

    public string Resource { get; }

    public string ResourceAccount { get; }

    /// <summary>The values of each key, under its name in lower case.</summary>
    public Dictionary<string, List<string>> Context { get; } = [];

    /// <summary>Roles and KMS keys, whose own policy has to allow what is done to them.</summary>
    public bool ResourcePolicyDecides { get; }

    public static string Folded(string name) => name.ToLowerInvariant();

    /// <summary>A value as text: JSON true is the same as "true", 5 the same as "5".</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
