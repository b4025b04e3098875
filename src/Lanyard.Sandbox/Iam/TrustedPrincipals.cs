using Lanyard.Policy.Documents;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The principals of a trust policy must exist ("AWS JSON policy elements: Principal", IAM User Guide). Outside the sandbox's accounts there
/// are no users and roles; any account may be named.
/// </summary>
internal static class TrustedPrincipals
{
    public static void Require(string json, IamState iam)
    {
        foreach (var entry in PolicyDocumentReader.Read(json, null).Statements.SelectMany(s => s.Principal!.Entries))
        {
            var (kind, value) = (entry.Kind, entry.Value.Value);
            var isGood = kind switch
            {
                PrincipalKind.Everyone => true,
                PrincipalKind.Aws => value == "*" || IsAccount(value) || Exists(value.Split(':', 6), iam),
                PrincipalKind.Service => value.Contains('.', StringComparison.Ordinal) && !value.Contains('*', StringComparison.Ordinal),
                PrincipalKind.Federated => value.Length > 0 && !value.Contains('*', StringComparison.Ordinal),
                _ => false,
            };
            if (!isGood)
            {
                var shown = kind switch { PrincipalKind.Aws => "AWS", PrincipalKind.Service => "SERVICE", PrincipalKind.Federated => "FEDERATED", _ => "CANONICALUSER" };
                throw IamFaults.Malformed($"Invalid principal in policy: \"{shown}\":\"{value}\"");
            }
        }
    }

    private static bool Exists(string[] arn, IamState iam) => arn is ["arn", _, "iam" or "sts", "", var account, var resource] && IsAccount(account)
        && (arn[2] == "iam" && resource == "root" ? true : resource.Split('/') switch
        {
            ["user", ..] when arn[2] == "iam" => iam.FindAccount(account)?.Users.Find(resource[(resource.LastIndexOf('/') + 1)..])?.Arn == string.Join(':', arn),
            ["role", ..] when arn[2] == "iam" => iam.FindRole(string.Join(':', arn)) is not null,
            ["assumed-role", var role, _] when arn[2] == "sts" => iam.FindAccount(account)?.Roles.Find(role) is not null,
            ["federated-user", _] => arn[2] == "sts",
            _ => false,
        });

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}
