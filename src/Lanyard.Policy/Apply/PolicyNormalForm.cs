using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>
/// One text for all documents that differ only in how they are written: white space, the order of statements and values, a list of one,
/// upper and lower case of actions and condition keys, and what IAM itself rewrites when it stores a trust policy.
/// </summary>
internal static class PolicyNormalForm
{
    /// <summary>Writes it.</summary>
    public static string Of(PolicyDocument document)
    {
        var text = new StringBuilder(document.Version?.Value ?? PolicyDocument.VersionWithoutVariables).Append('\n').Append(document.Id?.Value);
        foreach (var statement in document.Statements.Select(Of).Order(StringComparer.Ordinal))
        {
            text.Append('\n').Append(statement);
        }

        return text.ToString();
    }

    /// <summary>Tells whether two texts are the same document; one that can't be read is the same as itself alone.</summary>
    public static bool AreSame(string one, string other)
    {
        if (one == other)
        {
            return true;
        }

        try
        {
            return Of(PolicyDocumentReader.Read(one, null)) == Of(PolicyDocumentReader.Read(other, null));
        }
        catch (PolicyDocumentException)
        {
            return false;
        }
    }

    private static string Of(Statement statement)
    {
        var parts = new List<string> { statement.Sid?.Value ?? "", statement.Effect.ToString() };
        if (statement.Principal is { } principal)
        {
            parts.Add(principal.Name);
            parts.Add(List(principal.Entries.Select(Of)));
        }

        parts.Add(statement.Action.Name);
        parts.Add(List(statement.Action.Values.Select(v => v.Value.ToLowerInvariant())));
        parts.Add(statement.Resource?.Name ?? "");
        parts.Add(List(statement.Resource?.Values.Select(v => v.Value) ?? []));
        parts.Add(List(statement.Conditions.SelectMany(block => block.Tests.Select(test =>
            Quoted([block.Operator.Name.ToLowerInvariant(), test.Key.Value.ToLowerInvariant(), List(test.Values.Select(v => v.Text))])))));
        return Quoted(parts);
    }

    // An account is the same by its number and by the ARN that IAM makes of it.
    private static string Of(PrincipalEntry entry)
    {
        var value = entry.Value.Value;
        var account = entry.Kind == PrincipalKind.Aws && value.Split(':') is ["arn", _, "iam", "", { Length: 12 } id, "root"] ? id : value;
        return value == "*" ? "*" : $"{entry.Kind}:{account}";
    }

    private static string List(IEnumerable<string> values) => Quoted(values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string Quoted(IEnumerable<string> parts) => string.Concat(parts.Select(p => $"{p.Length}:{p},"));
}
