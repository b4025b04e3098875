using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>
/// A service in an ARN or before a condition key that the catalogue has neither actions nor ARNs of. A key whose beginning holds a dot or slash
/// is one of an identity provider, and with wildcards in an ARN's service IAM refuses it anyway.
/// </summary>
internal sealed class InvalidService() : Rule("INVALID_SERVICE", Severity.Error)
{
    // Keys of identity providers that sign in with SAML.
    private const string Saml = "saml";

    public override string Title => "an ARN or condition key of a service that doesn't exist";

    public override string Mending => "Write the service as the Service Authorization Reference names it.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var resource in statement.Resources)
            {
                if (resource.Arn is { Service.Length: > 0 } arn && arn.Knows(ArnPart.Service) && !arn.Service.Any(char.IsAsciiLetterUpper)
                    && !arn.Service.AsSpan().ContainsAny('*', '?') && !IsKnown(policy.Catalogue, arn.Service))
                {
                    yield return Of(policy, resource.Text, arn.Service);
                }
            }

            foreach (var test in statement.Tests)
            {
                var key = test.Test.Key;
                var colon = key.Value.IndexOf(':', StringComparison.Ordinal);
                if (test.Key is null && colon > 0 && colon < key.Value.Length - 1 && !Placeholder.IsIn(key.Value)
                    && key.Value[..colon] is var service && !service.AsSpan().ContainsAny('.', '/', ' ') && service is not Saml
                    && !service.Equals("aws", StringComparison.OrdinalIgnoreCase) && !IsKnown(policy.Catalogue, service))
                {
                    yield return Of(policy, key, service);
                }
            }
        }
    }

    private static bool IsKnown(Catalogue catalogue, string service) =>
        catalogue.FindService(service) is not null || ArnFormats.Of(catalogue).OfService(service).Count > 0;

    private Finding Of(CheckedPolicy policy, PolicyText text, string service)
    {
        var near = KnownNames.Prefixes.GetValueOrDefault(service) ?? Nearest.Of(service, policy.Catalogue.Services.Select(known => known.Prefix));
        return Found(
            text.Place,
            $"there is no service \"{service}\" as in \"{text.Value}\": {policy.Catalogue.Dated()} doesn't know it{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}\" there if you mean it.");
    }
}
