using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A <c>Deny</c> of everything but some actions by a tag that many services never send.</summary>
internal sealed class DenyNotActionWithUnsupportedTagConditionKey()
    : TagConditionRule("DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity.SecurityWarning, Effect.Deny, withNotAction: true)
{
    public override string Title => "a Deny with NotAction by a tag that some services don't send";

    public override string Mending => "List the actions to be denied in Action.";

    protected override string Describe(string key, IReadOnlyList<string> services) =>
        $"not every service sends \"{key}\", so that not everything outside NotAction is denied";
}
