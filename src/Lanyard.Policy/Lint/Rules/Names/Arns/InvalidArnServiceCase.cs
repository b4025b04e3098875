namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>Capitals in the service of an ARN, which are never the same as small letters there.</summary>
internal sealed class InvalidArnServiceCase() : Rule("INVALID_ARN_SERVICE_CASE", Severity.Error)
{
    public override string Title => "capitals in the service of an ARN";

    public override string Mending => "Write the service in small letters.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var resource in policy.Statements.SelectMany(statement => statement.Resources))
        {
            if (resource.Arn is { } arn && arn.Knows(ArnPart.Service) && arn.Service.Any(char.IsAsciiLetterUpper))
            {
                yield return Found(
                    resource.Text.Place,
                    $"the service \"{arn.Service}\" in \"{resource.Text.Value}\" must be written in small letters",
                    mending: $"Write \"{arn.Service.ToLowerInvariant()}\" there.");
            }
        }
    }
}
