using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Asks the engine about the call that failed, with the policies as they are and as they will be.</summary>
/// <param name="before">The policies as they are.</param>
/// <param name="after">The policies as they will be.</param>
internal sealed class FailureQuestion(GivenPolicies before, GivenPolicies after)
{
    private const string SampleAccount = "111122223333";

    private static readonly PolicyDocument Everything = PolicyDocumentReader.Read("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", null);

    /// <summary>Tells whether the given identity policies don't allow all of it.</summary>
    public bool LacksIdentity(FailureNeed need) => !need.Needs.All(n => Decide(need, n, new AccessPolicies { Identity = PolicySide.SetOf(PolicyKind.Identity, before.Identity), Resource = OwnerOf(need) }).Verdict.IsAllowed);

    /// <summary>Tells whether the given boundary doesn't allow all of it.</summary>
    public bool LacksBoundary(FailureNeed need) => !need.Needs.All(n => Decide(need, n, new AccessPolicies
    {
        Identity = PolicySide.SetOf(PolicyKind.Identity, [Everything]),
        Boundary = PolicySide.SetOf(PolicyKind.Boundary, before.Boundary),
        Resource = OwnerOf(need),
    }).Verdict.IsAllowed);

    /// <summary>Asks before and after.</summary>
    public MendedFailure Ask(FailureNeed need)
    {
        // What a statement denies is looked for in the policies that are given.
        var asked = need.Failure is { IsExplicit: true, Action: not null } ? FailureNeed.Of(need.Failure with { IsExplicit = false }, new FailureFacts()).Needs : need.Needs;
        return asked.IsEmpty ? new MendedFailure(need, null, null) : new MendedFailure(need, First(asked, Before), First(asked, n => After(need, n)));

        // That others allow it says nothing where the policies that refused aren't given.
        Explanation? Before(Need n) => before.Identity.IsEmpty && before.Boundary.IsEmpty && before.ServiceControl.IsEmpty ? null
            : Decide(need, n, PoliciesOf(before, need, Everything)) is var decided && (need.Failure.IsExplicit || HasRefusing(need) || !decided.Verdict.IsAllowed) ? decided : null;
    }

    private bool HasRefusing(FailureNeed need) => Layer(need) switch
    {
        FailureLayer.Identity => !before.Identity.IsEmpty,
        FailureLayer.Boundary => !before.Boundary.IsEmpty,
        FailureLayer.ServiceControl => !before.ServiceControl.IsEmpty,
        _ => false,
    };

    // The first that is refused, or else the first.
    private static Explanation? First(ImmutableArray<Need> needs, Func<Need, Explanation?> ask)
    {
        var answers = needs.Select(ask).ToArray();
        return answers.FirstOrDefault(answer => answer is { Verdict.IsAllowed: false }) ?? answers[0];
    }

    private Explanation After(FailureNeed need, Need asked)
    {
        var addition = need.Needs.IsEmpty ? Everything : FailureAddition.Of(Layer(need), need.Failure, need.Needs).Document;
        var policies = PoliciesOf(after, need, Layer(need) == FailureLayer.Identity ? addition : Everything);
        return Decide(need, asked, Layer(need) switch
        {
            FailureLayer.Boundary when after.Boundary.IsEmpty => policies with { Boundary = PolicySide.SetOf(PolicyKind.Boundary, [addition]) },
            FailureLayer.Session => policies with { Session = PolicySide.SetOf(PolicyKind.Session, [addition]) },
            FailureLayer.Resource when !need.Needs.IsEmpty => policies with { Resource = PolicySide.SetOf(PolicyKind.Resource, [addition]) },
            FailureLayer.Trust when !need.Needs.IsEmpty => policies with { Resource = PolicySide.SetOf(PolicyKind.Trust, [addition]) },
            FailureLayer.Endpoint when !need.Needs.IsEmpty => policies with { Endpoint = PolicySide.SetOf(PolicyKind.Endpoint, [addition]) },
            FailureLayer.ServiceControl when after.ServiceControl.IsEmpty => policies with { ServiceControl = [PolicySide.SetOf(PolicyKind.ServiceControl, [addition])] },
            _ => policies,
        });
    }

    private static FailureLayer Layer(FailureNeed need) => need.Failure.Layer == FailureLayer.Unsaid ? FailureLayer.Identity : need.Failure.Layer;

    private static AccessPolicies PoliciesOf(GivenPolicies given, FailureNeed need, PolicyDocument instead) => new()
    {
        Identity = PolicySide.SetOf(PolicyKind.Identity, given.Identity.IsEmpty ? [instead] : given.Identity),
        Boundary = given.Boundary.IsEmpty ? null : PolicySide.SetOf(PolicyKind.Boundary, given.Boundary),
        ServiceControl = given.ServiceControl,
        Resource = OwnerOf(need),
    };

    // Resource policies aren't known: they are taken to leave it to the caller's account.
    private static PolicySet OwnerOf(FailureNeed need) => PolicySet.Of(new AttachedPolicy("the resource's policy", PolicyKind.Resource, PolicyDocumentReader.Read(
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{CallerOf(need).Account}}}:root"},"Action":"*","Resource":"*"}}""", null)));

    private static Explanation Decide(FailureNeed need, Need asked, AccessPolicies policies)
    {
        var caller = CallerOf(need);
        var context = need.Failure.Keys.Where(key => key.Key != "aws:PrincipalArn").Aggregate(RequestContext.Empty, (all, key) => all.With(key.Key, key.Value));
        context = asked.Conditions.Aggregate(context, (all, condition) => all.With(condition.Key, ToldName.Example(condition.Values[0])));
        var parts = asked.Resource.Split(':', 6);
        if (parts.Length == 6 && parts[4] == "*")
        {
            parts[4] = caller.Account!;
        }

        var resource = ToldName.Example(string.Join(':', parts));
        return Explanation.Of(
            new AccessRequest(caller, asked.Action, resource, context, parts.Length == 6 && parts[4].Length == 12 ? parts[4] : caller.Account)
            {
                TakesNoResource = Catalogue.Embedded.FindAction(asked.Action) is { IsWithoutResourceTypes: true },
            },
            policies);
    }

    private static RequestPrincipal CallerOf(FailureNeed need) =>
        RequestPrincipal.TryParse(need.Failure.Principal, out var principal) && principal.Account is { Length: 12 } account && account.All(char.IsAsciiDigit) && principal is not FederatedUser
            ? principal
            : new RoleSession($"arn:aws:iam::{SampleAccount}:role/caller", "caller");
}
