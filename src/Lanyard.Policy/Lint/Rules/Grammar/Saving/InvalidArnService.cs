using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>An ARN in a managed policy whose service is empty or has a wildcard. Its form must be right otherwise, and the part known.</summary>
internal sealed class InvalidArnService() : StatementRule("IAM_INVALID_ARN_SERVICE", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "an ARN that doesn't name its service in full";

    public override string Mending => "Write the service in full, as in \"arn:aws:s3:::amzn-s3-demo-bucket\"; or \"*\" for every resource.";

    public override Uri Link => SavingPages.Page("reference_policies_elements_resource.html");

    protected override bool Concerns(CheckedPolicy policy) => policy.IsManaged();

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from resource in statement.Resources
        where resource.Arn is { } arn && !Placeholder.IsIn(arn.Partition) && !arn.Partition.Contains('$', StringComparison.Ordinal)
            && (arn.Service.Length == 0 || arn.Service.AsSpan().ContainsAny('*', '?'))
        select Found(
            resource.Text.Place,
            resource.Arn!.Service.Length == 0
                ? $"\"{resource.Text.Value}\" names no service"
                : $"\"{resource.Text.Value}\" has a wildcard in its service, which IAM refuses");
}
