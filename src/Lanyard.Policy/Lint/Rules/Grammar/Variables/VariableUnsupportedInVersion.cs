using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>A policy variable in a document whose version of the language has none, so that it is plain text.</summary>
internal sealed class VariableUnsupportedInVersion() : Rule("VARIABLE_UNSUPPORTED_IN_VERSION", Severity.Error)
{
    public override string Title => "a policy variable in a policy of 2008";

    public override string Mending => $"Write \"Version\": \"{PolicyDocument.VersionWithVariables}\", if you mean the variables.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        from place in policy.Document.HasVariables || IsOpen(policy) ? [] : VariableRule.Places(policy)
        let variable = PolicyVariable.In(place.Value).FirstOrDefault(written => written.IsClosed)
        where variable is not null
        select Found(place.Place, $"\"{variable.Written}\" is plain text: variables came with version {PolicyDocument.VersionWithVariables} of the policy language");

    // A version that doesn't exist, or isn't known before deployment.
    private static bool IsOpen(CheckedPolicy policy) => policy.Document.Version is null && policy.Root.Find("Version") is not null;
}
