using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>A resource that is neither <c>*</c> nor starts with <c>arn:</c>.</summary>
internal sealed class InvalidArnPrefix() : Rule("INVALID_ARN_PREFIX", Severity.Error)
{
    private const string Prefix = "arn:";

    public override string Title => "a resource that is no ARN";

    public override string Mending => "Write \"*\", or an ARN such as \"arn:aws:s3:::amzn-s3-demo-bucket/*\".";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var resource in policy.Statements.SelectMany(statement => statement.Resources))
        {
            var text = resource.Text.Value;
            if (!resource.IsEverything && !text.StartsWith(Prefix, StringComparison.Ordinal) && !Placeholder.IsIn(text.AsSpan(0, Math.Min(text.Length, Prefix.Length))))
            {
                yield return Found(resource.Text.Place, $"\"{text}\" doesn't start with \"arn:\", so that it names no resource");
            }
        }
    }
}
