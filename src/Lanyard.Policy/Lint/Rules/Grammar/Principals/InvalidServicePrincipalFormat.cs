using System.Buffers;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>
/// A service, as a principal or as the value of a condition key that names services, whose name isn't that of a service. Whether there is a
/// service of the name isn't looked at, nor are values with wildcards or variables.
/// </summary>
internal sealed class InvalidServicePrincipalFormat() : StatementRule("INVALID_SERVICE_PRINCIPAL_FORMAT", Severity.Error)
{
    private const string ViaService = "kms:ViaService";

    private static readonly SearchValues<char> Open = SearchValues.Create(['*', '?', '$', Placeholder.Mark]);

    private static readonly string[] Keys =
    [
        "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
        "iam:AWSServiceName", "iam:PassedToService", ViaService,
    ];

    public override string Title => "a service whose name hasn't the form of one";

    public override string Mending => "Write the service as in \"lambda.amazonaws.com\".";

    protected override IEnumerable<Finding> Check(CheckedStatement statement)
    {
        foreach (var entry in statement.Policy.NamesPrincipals() ? statement.Statement.Principal?.Entries ?? [] : [])
        {
            if (entry.Kind == PrincipalKind.Service && IsPlain(entry.Value.Value) && !ServiceName.IsOne(entry.Value.Value))
            {
                yield return Of(entry.Value.Value, entry.Value.Place);
            }
        }

        foreach (var test in statement.Tests)
        {
            if (test.Operator.Comparison is not (Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike) || !Keys.Any(test.Is))
            {
                continue;
            }

            foreach (var value in test.Test.Values)
            {
                if (value.Type == ConditionValueType.Text && IsPlain(value.Text) && !(test.Is(ViaService) ? ServiceName.IsRegional(value.Text) : ServiceName.IsOne(value.Text)))
                {
                    yield return test.Is(ViaService) && ServiceName.IsOne(value.Text)
                        ? Found(
                            value.Place, $"\"{value.Text}\" has no Region, and \"{test.Test.Key.Value}\" always has one",
                            mending: "Write the service with its Region, as in \"s3.us-east-1.amazonaws.com\".")
                        : Of(value.Text, value.Place);
                }
            }
        }
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAny(Open);

    private Finding Of(string text, Place place) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? Found(place, $"\"{text}\" isn't the name of a service; did you mean \"{text}.amazonaws.com\"?", mending: $"Write \"{text}.amazonaws.com\" if you mean that service.")
        : Found(place, $"\"{text}\" isn't the name of a service, which ends in amazonaws.com");
}
