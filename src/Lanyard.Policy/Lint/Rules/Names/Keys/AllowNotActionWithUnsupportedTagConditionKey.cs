using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>An <c>Allow</c> of everything but some actions by a tag that many services never send.</summary>
internal sealed class AllowNotActionWithUnsupportedTagConditionKey()
    : TagConditionRule("ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity.Suggestion, Effect.Allow, withNotAction: true)
{
    public override string Title => "an Allow with NotAction by a tag that some services don't send";

    public override string Mending => "List the actions to be allowed in Action.";

    protected override string Describe(string key, IReadOnlyList<string> services) =>
        $"not every service sends \"{key}\", so that not everything outside NotAction is allowed";
}
