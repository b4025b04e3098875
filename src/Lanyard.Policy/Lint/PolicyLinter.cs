using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint.Rules.Grammar.Elements;

namespace Lanyard.Policy.Lint;

/// <summary>Checks policies against all rules.</summary>
public static class PolicyLinter
{
    // A text that is too long for AWS is still read, so that there is a finding about it and about what else is wrong.
    private const int LongestRead = 32 * PolicyDocument.MaxLength;

    /// <summary>Checks a document that is a text of its own. One that isn't JSON is a finding too.</summary>
    /// <param name="text">The text. The findings' places and fixes count in it without a byte order mark.</param>
    /// <param name="use">What the policy is for.</param>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    /// <returns>The findings in the order of the text, the worst first where several are at one place.</returns>
    public static ImmutableArray<Finding> Check(string text, PolicyUse use, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var json = text.StartsWith('\uFEFF') ? text[1..] : text;
        JsonNode root;
        try
        {
            root = string.IsNullOrWhiteSpace(json)
                ? throw new PolicyDocumentException("the text is empty", path: null, new TextPosition(1, 1, 0))
                : JsonTextReader.Read(json, path: null, LongestRead);
        }
        catch (PolicyDocumentException error)
        {
            return [Unreadable(error)];
        }

        return Check(root, json, use, catalogue);
    }

    /// <summary>Loads what checks take, for a program that has other things to do before its first one.</summary>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    public static void Load(Catalogue catalogue)
    {
        // Two statements with what most have, so that each rule is asked once.
        const string Usual = """
            {"Version":"2012-10-17","Statement":[
              {"Sid":"One","Effect":"Allow","Action":["iam:PassRole","iam:CreateRole"],"Resource":"arn:aws:iam::111111111111:role/a-*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},
              {"Sid":"Two","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::a-b/*","arn:aws:s3:::a-c/*"]}]}
            """;
        Check(Usual, new PolicyUse(PolicyKind.Identity), catalogue);
    }

    /// <summary>Gives the finding of a text that isn't JSON.</summary>
    /// <param name="error">Why it can't be read.</param>
    public static Finding Unreadable(PolicyDocumentException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return RuleList.All.OfType<JsonSyntaxError>().First().Of(error);
    }

    /// <summary>Checks a document.</summary>
    /// <param name="root">Its JSON.</param>
    /// <param name="text">The text that the places count in; <see langword="null"/> where it isn't JSON.</param>
    /// <param name="use">What the policy is for.</param>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    /// <returns>The findings in the order of the text, the worst first where several are at one place.</returns>
    public static ImmutableArray<Finding> Check(JsonNode root, string? text, PolicyUse use, Catalogue catalogue)
    {
        var policy = new CheckedPolicy(root, PolicyDocumentReader.Inspect(root, path: null), text, use, catalogue);
        var findings = new List<Finding>();
        foreach (var rule in RuleList.All)
        {
            findings.AddRange(rule.Check(policy));
        }

        return [.. findings.Order(InText.Comparer)];
    }

    private sealed class InText : IComparer<Finding>
    {
        public static InText Comparer { get; } = new();

        public int Compare(Finding? x, Finding? y)
        {
            ArgumentNullException.ThrowIfNull(x);
            ArgumentNullException.ThrowIfNull(y);
            var place = x.Place.Start.Offset - y.Place.Start.Offset;
            var severity = place != 0 ? place : (int)x.Rule.Severity - (int)y.Rule.Severity;
            return severity != 0 ? severity : string.CompareOrdinal(x.Rule.Id, y.Rule.Id);
        }
    }
}
