using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>An <c>Allow</c> by a tag that some of its services never send, so that nothing of theirs is allowed.</summary>
internal sealed class AllowWithUnsupportedTagConditionKey()
    : TagConditionRule("ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Severity.Suggestion, Effect.Allow, withNotAction: false)
{
    public override string Title => "an Allow by a tag that a service doesn't send";

    public override string Mending => "Allow the actions of these services in a statement that doesn't test the tag.";

    protected override string Describe(string key, IReadOnlyList<string> services) =>
        $"requests of {Wording.Few(services)} don't carry \"{key}\", so that their actions aren't allowed";
}
