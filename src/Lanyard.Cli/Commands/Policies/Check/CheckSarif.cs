using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Writes findings as SARIF 2.1.0.</summary>
internal static class CheckSarif
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    public static ReadOnlySpan<byte> Write(CheckReport report, string folder)
    {
        ImmutableArray<Rule> rules =
        [
            .. report.Findings.Select(finding => finding.Finding.Rule).Concat(report.Checks.SelectMany(check => check.Mended).Select(finding => finding.Rule))
                .DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal),
        ];
        var indexes = rules.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        return JsonOutput.Object(json =>
        {
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "lanyard");
            json.WriteString("semanticVersion", typeof(CheckSarif).Assembly.GetName().Version?.ToString(3));
            JsonOutput.Objects(json, "rules", rules, rule => Write(json, rule));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject("%SRCROOT%");
            json.WriteString("uri", new Uri(folder.TrimEnd('/', '\\') + "/").AbsoluteUri);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            JsonOutput.Objects(json, "results", report.Findings, finding => Write(json, finding, indexes, folder, seen));
            json.WriteStartArray("invocations");
            json.WriteStartObject();
            json.WriteBoolean("executionSuccessful", !report.Failures.Any());
            JsonOutput.Objects(json, "toolExecutionNotifications", report.Failures, failure =>
            {
                json.WriteString("level", "error");
                Message(json, "message", failure.Message);
            });
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, Rule rule)
    {
        json.WriteString("id", rule.Id);
        json.WriteString("name", string.Concat(rule.Id.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => word[..1] + word[1..].ToLowerInvariant())));
        Message(json, "shortDescription", Sentence(rule.Title));
        Message(json, "fullDescription", $"{Sentence(rule.Title)} {rule.Mending}");
        json.WriteString("helpUri", rule.Link.AbsoluteUri);
        json.WriteStartObject("help");
        json.WriteString("text", $"{rule.Mending} {rule.Link}");
        json.WriteString("markdown", $"{rule.Mending} [Read more]({rule.Link})");
        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("precision", "high");
        json.WriteString("problem.severity", rule.Severity switch { Severity.Error => "error", Severity.Suggestion => "recommendation", _ => "warning" });
        if (rule.Severity == Severity.SecurityWarning)
        {
            json.WriteString("security-severity", "7.0");
        }

        JsonOutput.List(json, "tags", rule.Severity == Severity.SecurityWarning ? (string[])["security", "iam"] : ["iam"], json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportedFinding reported, Dictionary<string, int> indexes, string folder, Dictionary<string, int> seen)
    {
        var finding = reported.Finding;
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", indexes[finding.Rule.Id]);
        json.WriteString("level", Level(finding.Rule.Severity));
        Message(json, "message", $"{Sentence(finding.Message)} {finding.Mending}");
        json.WriteStartArray("locations");
        Location(json, reported, finding.Place, folder);
        json.WriteEndArray();
        if (!finding.Related.IsEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (var place in finding.Related)
            {
                Location(json, reported, place, folder);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString("lanyardFinding/v1", Fingerprint(reported, folder, seen));
        json.WriteEndObject();
        if (finding.Fix is { } fix)
        {
            Write(json, reported, fix, folder);
        }

        if (reported.Acceptance is var (_, item))
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", item.Reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, ReportedFinding reported, Fix fix, string folder)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        Message(json, "description", Sentence(fix.Description));
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        Artifact(json, reported, folder);
        JsonOutput.Objects(json, "replacements", fix.Edits, edit =>
        {
            json.WriteStartObject("deletedRegion");
            json.WriteNumber("charOffset", edit.Start);
            json.WriteNumber("charLength", edit.End - edit.Start);
            json.WriteEndObject();
            json.WriteStartObject("insertedContent");
            json.WriteString("text", edit.Text);
            json.WriteEndObject();
        });
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Location(Utf8JsonWriter json, ReportedFinding reported, Place place, string folder)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        Artifact(json, reported, folder);
        json.WriteStartObject("region");
        json.WriteNumber("startLine", place.Start.Line);
        json.WriteNumber("startColumn", place.Start.Column);
        json.WriteNumber("endLine", place.End.Line);
        json.WriteNumber("endColumn", place.End.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        if (reported.Document is { } document && $"{document.Policy.Name}.{place.Path}".Trim('.') is { Length: > 0 } name)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", name);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Artifact(Utf8JsonWriter json, ReportedFinding reported, string folder)
    {
        var (uri, isBelow) = Address(reported, folder);
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        if (isBelow)
        {
            json.WriteString("uriBaseId", "%SRCROOT%");
        }

        json.WriteEndObject();
    }

    private static (string Uri, bool IsBelow) Address(ReportedFinding reported, string folder)
    {
        if (reported.Source.Path is not { } path)
        {
            return ("stdin", false);
        }

        var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? (new Uri(path).AbsoluteUri, false)
            : (string.Join('/', relative.Split('/').Select(Uri.EscapeDataString)), true);
    }

    // Lines move when a file is edited; the rule, the policy and the path in it stay longer. Several of one kind are counted.
    private static string Fingerprint(ReportedFinding reported, string folder, Dictionary<string, int> seen)
    {
        var key = string.Join('\n', reported.Finding.Rule.Id, Address(reported, folder).Uri, reported.Document?.Policy.Name, reported.Finding.Place.Path);
        seen[key] = seen.GetValueOrDefault(key) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32] + ":" + seen[key];
    }

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text.Replace(Placeholder.Mark, '…'));
        json.WriteEndObject();
    }

    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Suggestion => "note",
        _ => "warning",
    };
}
