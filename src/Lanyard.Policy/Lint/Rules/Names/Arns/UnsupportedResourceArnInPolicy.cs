using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>
/// A resource of another service than the one that has the policy. Only for the types of <see cref="KnownNames.ServiceOfResource"/>.
/// </summary>
internal sealed class UnsupportedResourceArnInPolicy() : ArnRule("UNSUPPORTED_RESOURCE_ARN_IN_POLICY")
{
    public override string Title => "a resource in the policy of another";

    public override string Mending => "Name the resource that has the policy, or what is in it.";

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn) =>
        policy is { Kind: PolicyKind.Resource, ResourceType: { } type } && KnownNames.ServiceOfResource.TryGetValue(type, out var service)
        && arn.Service != service && !arn.Service.AsSpan().ContainsAny('*', '?', '$') && ArnFormats.Of(policy.Catalogue).OfService(arn.Service).Count > 0
            ? Found(resource.Text.Place, $"\"{resource.Text.Value}\" is of {arn.Service}, but the policy is that of {type}")
            : null;
}
