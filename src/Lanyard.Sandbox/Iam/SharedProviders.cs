using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The OpenID Connect providers of which anybody can get a token. A trust policy that is saved must look at the claim that tells whose it is:
/// "Identity-provider controls for shared OIDC providers", IAM User Guide. The words are ours: no page has AWS's.
/// </summary>
internal static class SharedProviders
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";
    private const string OpenId = ":oidc-provider/";

    private static readonly Dictionary<string, string> ClaimOf = new(StringComparer.Ordinal)
    {
        ["agent.buildkite.com"] = "sub",
        ["api.pulumi.com/oidc"] = "aud",
        ["app.terraform.io"] = "sub",
        ["cognito-identity.amazonaws.com"] = "aud",
        ["gitlab.com"] = "sub",
        ["oidc-configuration.audit-log.githubusercontent.com"] = "sub",
        ["oidc.codefresh.io"] = "sub",
        ["oidc.vercel.com"] = "aud",
        ["proidc.upbound.io"] = "sub",
        ["sandboxes.cloud"] = "aud",
        ["scalr.io"] = "sub",
        ["studio.datachain.ai/api"] = "sub",
        ["token.actions.githubusercontent.com"] = "sub",
        ["tokens.cloud.shisho.dev"] = "sub",
        ["vstoken.actions.githubusercontent.com"] = "sub",
    };

    /// <summary>Refuses a trust policy that lets everybody in who can get a token of a shared provider.</summary>
    /// <exception cref="ServiceFault">It does.</exception>
    public static void Require(string json)
    {
        foreach (var statement in PolicyDocumentReader.Read(json, null).Statements.Where(s => s.Effect == Effect.Allow && s.Action.Values.Any(v => Means(v.Value))))
        {
            foreach (var entry in statement.Principal!.Entries.Where(e => e.Kind == PrincipalKind.Federated))
            {
                var value = entry.Value.Value;
                var name = value.Contains(OpenId, StringComparison.Ordinal) ? value[(value.IndexOf(OpenId, StringComparison.Ordinal) + OpenId.Length)..] : value;
                if (ClaimOf.GetValueOrDefault(name) is { } claim && !Tests(statement, $"{name}:{claim}"))
                {
                    throw IamFaults.Malformed($"The trust policy must evaluate the condition key {name}:{claim} of the shared OpenID Connect provider {name}.");
                }
            }
        }
    }

    private static bool Means(string action) =>
        action.Equals(Action, StringComparison.OrdinalIgnoreCase) || action.Contains('*', StringComparison.Ordinal) || action.Contains('?', StringComparison.Ordinal);

    // A value of nothing but stars asks for nothing.
    private static bool Tests(Statement statement, string key) => statement.Conditions
        .Where(block => block.Operator.Comparison != Comparison.Null)
        .SelectMany(block => block.Tests)
        .Any(test => test.Key.Value.Equals(key, StringComparison.OrdinalIgnoreCase) && test.Values.All(v => v.Text.Trim('*').Length > 0));
}
