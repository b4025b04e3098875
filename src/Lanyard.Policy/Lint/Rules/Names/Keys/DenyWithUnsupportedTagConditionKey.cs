using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A <c>Deny</c> by a tag that some of its services never send, so that nothing of theirs is denied.</summary>
internal sealed class DenyWithUnsupportedTagConditionKey()
    : TagConditionRule("DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity.SecurityWarning, Effect.Deny, withNotAction: false)
{
    public override string Title => "a Deny by a tag that a service doesn't send";

    public override string Mending => "Deny the actions of these services in a statement that doesn't test the tag.";

    protected override string Describe(string key, IReadOnlyList<string> services) =>
        $"requests of {Wording.Few(services)} don't carry \"{key}\", so that their actions aren't denied";
}
