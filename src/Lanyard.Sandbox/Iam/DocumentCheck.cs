using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// Refuses what IAM refuses to save, in its words: those that people quote in issues and that other emulators measured. IAM tells one
/// problem, and never where it is.
/// </summary>
internal static class DocumentCheck
{
    private const string Syntax = "Syntax errors in policy.";

    /// <summary>Refuses a document that can't be of a kind.</summary>
    /// <exception cref="ServiceFault">IAM would refuse it.</exception>
    public static void Require(string json, PolicyKind kind)
    {
        if (ProblemOf(json, kind) is { } problem)
        {
            throw IamFaults.Malformed(problem);
        }
    }

    /// <summary>Refuses what can't be a managed policy, whose version must be the newest.</summary>
    public static void RequireManaged(string json)
    {
        Require(json, PolicyKind.Identity);
        if (PolicyDocumentReader.Inspect(json, null).Document.Version?.Value != PolicyDocument.VersionWithVariables)
        {
            throw IamFaults.Malformed("Policy document must be version 2012-10-17 or greater.");
        }
    }

    /// <summary>Tells for what IAM would refuse a document.</summary>
    public static string? ProblemOf(string json, PolicyKind kind)
    {
        DocumentReading reading;
        try
        {
            reading = PolicyDocumentReader.Inspect(json, null);
        }
        catch (PolicyDocumentException)
        {
            return kind == PolicyKind.Trust ? "This policy contains invalid Json" : Syntax;
        }

        if (!reading.Problems.IsEmpty)
        {
            return reading.Problems.All(p => p.Kind == DocumentProblemKind.MissingElement) && LacksActions(json) ? "Policy statement must contain actions." : Syntax;
        }

        return reading.Document.Statements.Select(s => ElementsOf(s, kind)).FirstOrDefault(p => p is not null)
            ?? reading.Document.Statements.Select(s => ActionsOf(s, kind) ?? ResourcesOf(s) ?? KeysOf(s)).FirstOrDefault(p => p is not null)
            ?? SidsOf(reading.Document)
            ?? Rest(reading.Document, kind);
    }

    private static string? ElementsOf(Statement statement, PolicyKind kind) => (kind, statement) switch
    {
        (PolicyKind.Trust, { Resource: { } resource }) => $"Has prohibited field {resource.Name}",
        (PolicyKind.Trust, { Principal: null }) => "Missing required field Principal",
        (PolicyKind.Trust, { Principal: { Negated: true } principal }) => $"Has prohibited field {principal.Name}",
        (PolicyKind.Trust or PolicyKind.Resource, _) => null,
        (_, { Principal: not null }) => "Policy document should not specify a principal.",
        (_, { Resource: null }) => "Policy statement must contain resources.",
        _ => null,
    };

    private static string? ActionsOf(Statement statement, PolicyKind kind)
    {
        if (statement.Action.Values.IsEmpty)
        {
            return "Policy statement must contain actions.";
        }

        foreach (var action in statement.Action.Values.Select(v => v.Value).Where(a => kind == PolicyKind.Trust || a != "*"))
        {
            var parts = action.Split(':');
            if (kind == PolicyKind.Trust && !action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase))
            {
                return "AssumeRole policy may only specify STS AssumeRole actions.";
            }

            if (parts.Length == 1)
            {
                return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
            }

            if (parts.Length > 2)
            {
                return "Actions/Condition can contain only one colon.";
            }

            if (parts[0].Length == 0 || !parts[0].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                return $"Vendor {parts[0]} is not valid";
            }
        }

        return null;
    }

    private static string? ResourcesOf(Statement statement) => statement.Resource is not { } resource ? null
        : resource.Values.IsEmpty ? "Policy statement must contain resources."
        : resource.Values.Select(v => ResourceCheck.ProblemOf(v.Value)).FirstOrDefault(p => p is not null);

    private static string? KeysOf(Statement statement)
    {
        var keys = statement.Conditions.SelectMany(block => block.Tests).Select(test => test.Key.Value);
        return keys.Any(key => !key.Contains(':', StringComparison.Ordinal)) ? "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc." : null;
    }

    private static string? SidsOf(PolicyDocument document)
    {
        var sids = document.Statements.Select(s => s.Sid?.Value).Where(s => !string.IsNullOrEmpty(s)).ToList();
        return sids.Any(s => !s!.All(char.IsAsciiLetterOrDigit)) ? "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
            : sids.Distinct(StringComparer.Ordinal).Count() < sids.Count ? "Statement IDs (SID) in a single policy must be unique."
            : null;
    }

    // What the engine can't take must not be saved: the next call would have nothing to be decided by.
    private static string? Rest(PolicyDocument document, PolicyKind kind)
    {
        if (document.Statements.IsEmpty)
        {
            return Syntax;
        }

        try
        {
            _ = new AttachedPolicy("", kind, document);
            return null;
        }
        catch (PolicyDocumentException)
        {
            return Syntax;
        }
    }

    private static bool LacksActions(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("Statement", out var statements)
            && (statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToArray() : [statements])
                .Any(s => s.TryGetProperty("Effect", out _) && !s.TryGetProperty("Action", out _) && !s.TryGetProperty("NotAction", out _));
    }
}
