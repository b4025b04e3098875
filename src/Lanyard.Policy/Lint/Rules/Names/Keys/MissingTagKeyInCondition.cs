using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A key such as <c>aws:ResourceTag</c> that doesn't say which tag it compares.</summary>
internal sealed class MissingTagKeyInCondition() : TestRule("MISSING_TAG_KEY_IN_CONDITION", Severity.Error)
{
    public override string Title => "a condition on a tag that isn't named";

    public override string Mending => "Write the tag behind a slash, as in \"aws:ResourceTag/team\".";

    /// <summary>The key as it must be written, if nothing but its last part is missing.</summary>
    public static ConditionKey? FormOf(CheckedTest test, Catalogue catalogue) =>
        test.Key is null && test.Test.Key.Value.Contains("Tag", StringComparison.OrdinalIgnoreCase)
            && catalogue.FindConditionKey(test.Test.Key.Value.TrimEnd('/') + "/x") is { } form && form.Name.EndsWith('}')
            ? form
            : null;

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        FormOf(test, statement.Policy.Catalogue) is { } form
            ? Found(test.Test.Key.Place, $"\"{test.Test.Key.Value}\" doesn't say which tag is compared: it is {form.Name}")
            : null;
}
