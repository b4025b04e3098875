using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A <c>Version</c> that is none of the two versions of the policy language.</summary>
internal sealed class InvalidVersion() : Rule("INVALID_VERSION", Severity.Error)
{
    public override string Title => "a version of the policy language that doesn't exist";

    public override string Mending => $"Write {PolicyDocument.VersionWithVariables}.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Root.Find("Version") is { Kind: JsonNodeKind.Text } version && !Placeholder.IsIn(version.Text)
            && version.Text is not (PolicyDocument.VersionWithVariables or PolicyDocument.VersionWithoutVariables))
        {
            yield return Found(
                version.Place,
                $"\"{version.Text}\" is no version of the policy language: that is the date of the language, not of your policy",
                policy.Text is null || policy.Root.HasVariableText()
                    ? null
                    : new Fix("write the version of today's language", [JsonEdits.Replace(version.Place, $"\"{PolicyDocument.VersionWithVariables}\"")]));
        }
    }
}
