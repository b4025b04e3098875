using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>
/// A resource that is neither <c>*</c> nor starts with <c>arn:</c>. API Gateway fills in what is missing of <c>execute-api:/…</c> when it saves the
/// policy of an API.
/// </summary>
internal sealed class InvalidArnPrefix() : Rule("INVALID_ARN_PREFIX", Severity.Error)
{
    private const string Prefix = "arn:";
    private const string OfApi = "execute-api:/";

    public override string Title => "a resource that is no ARN";

    public override string Mending => "Write \"*\", or an ARN such as \"arn:aws:s3:::amzn-s3-demo-bucket/*\".";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var resource in policy.Statements.SelectMany(statement => statement.Resources))
        {
            var text = resource.Text.Value;
            if (!resource.IsEverything && !text.StartsWith(Prefix, StringComparison.Ordinal)
                && !Placeholder.IsIn(text.AsSpan(0, Math.Min(text.Length, Prefix.Length)))
                && !(policy.Kind == PolicyKind.Resource && text.StartsWith(OfApi, StringComparison.Ordinal)))
            {
                yield return Found(resource.Text.Place, $"\"{text}\" doesn't start with \"arn:\", so that it names no resource");
            }
        }
    }
}
