namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>A resource that starts with <c>arn:</c> and hasn't the five colons of an ARN. One of which something is left open may have them.</summary>
internal sealed class MissingArnField() : Rule("MISSING_ARN_FIELD", Severity.Error)
{
    public override string Title => "an ARN that lacks a part";

    public override string Mending => "Write all parts: arn:partition:service:region:account:resource; Region and account may be empty, the colons stay.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var resource in policy.Statements.SelectMany(statement => statement.Resources))
        {
            var text = resource.Text.Value;
            if (resource is { Arn: null, IsKnown: true } && text.StartsWith("arn:", StringComparison.Ordinal))
            {
                yield return Found(resource.Text.Place, $"\"{text}\" has {text.Count(c => c == ':')} of the five colons of an ARN");
            }
        }
    }
}
