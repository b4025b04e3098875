using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>
/// A document without <c>Version</c> is read in the language of 2008, in which <c>${…}</c> is plain text.
/// See "IAM JSON policy elements: Version".
/// </summary>
internal sealed class MissingVersion() : Rule("MISSING_VERSION", Severity.Warning)
{
    public override string Title => "a policy without a version of the policy language";

    public override string Mending => $"Add \"Version\": \"{PolicyDocument.VersionWithVariables}\" at the document's start.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Root.Kind == JsonNodeKind.Object && policy.Root.Lacks("Version"))
        {
            yield return Found(
                policy.Root.Place,
                $"the policy names no version of the policy language, so that it is read as one of {PolicyDocument.VersionWithoutVariables}, without policy variables",
                FixOf(policy));
        }
    }

    // Where nothing is written as a variable, both versions mean the same.
    private static Fix? FixOf(CheckedPolicy policy) => policy.Text is { } text && !policy.Root.HasVariableText()
        ? new Fix("add the version", [JsonEdits.InsertMember(text, policy.Root, "Version", $"\"{PolicyDocument.VersionWithVariables}\"", first: true)])
        : null;
}
