namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// A condition on the owner of a VPC endpoint in a statement for all services, of which only some send the key. Which they are changes month by
/// month, so that statements that name their services aren't looked at.
/// </summary>
internal sealed class UseConditionKeyOnlyWithSupportedServices() : TestRule("USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", Severity.Warning)
{
    public override string Title => "a condition key of some services in a statement for all";

    public override string Mending => "Name the services that send the key in Action; the IAM User Guide lists them with the key.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        KnownNames.OfEndpointOwner.Any(test.Is)
        && (statement.HasNotAction || statement.Actions.Any(action => action.Text.Value == "*" || action.Service.AsSpan().ContainsAny('*', '?')))
            ? Found(test.Test.Key.Place, $"only some services send \"{test.Test.Key.Value}\", and the statement is for all")
            : null;
}
