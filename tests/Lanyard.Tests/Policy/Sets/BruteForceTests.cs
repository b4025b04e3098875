using System.Globalization;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;

namespace Lanyard.Tests.Policy.Sets;

/// <summary>Comparisons of random sides against the engine's answers to thousands of requests.</summary>
public sealed class BruteForceTests(ITestOutputHelper output)
{
    private const int Contexts = 40;

    private static readonly int Pairs = int.Parse(Environment.GetEnvironmentVariable("LANYARD_FUZZ_PAIRS") ?? "600", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("LANYARD_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
    private static readonly RoleSession Caller = new("arn:aws:iam::111111111111:role/r", "s");

    [Fact]
    public void What_requests_tell_apart_is_never_called_equal_and_every_witness_holds()
    {
        var policies = new SmallPolicies(Seed);
        var (equal, unknown, different) = (0, 0, 0);
        for (var i = 0; i < Pairs; i++)
        {
            var (before, after) = policies.Next();
            var comparison = PolicyComparison.Compare(before.Side, after.Side, Catalogue.Embedded);
            var number = i;
            string Shown() => $"seed {Seed}, pair {number}\nbefore\n  {before}\nafter\n  {after}\n{Sides.Show(comparison)}";
            var (policiesBefore, policiesAfter) = (before.Policies, after.Policies);
            foreach (var difference in comparison.Added)
            {
                Must(Holds(difference.Witness, policiesAfter, policiesBefore), () => $"{Sides.Show(difference)} isn't so\n{Shown()}");
            }

            foreach (var difference in comparison.Removed)
            {
                Must(Holds(difference.Witness, policiesBefore, policiesAfter), () => $"{Sides.Show(difference)} isn't so\n{Shown()}");
            }

            foreach (var (request, allowedBefore, allowedAfter) in Ask(policies, policiesBefore, policiesAfter))
            {
                Must(!(allowedAfter && !allowedBefore && comparison.AddsNothing), () => $"{request.Action} on {request.ResourceArn} is new\n{Shown()}");
                Must(!(allowedBefore && !allowedAfter && comparison.RemovesNothing), () => $"{request.Action} on {request.ResourceArn} is gone\n{Shown()}");
            }

            equal += comparison.IsEqual ? 1 : 0;
            different += comparison.Added.Length + comparison.Removed.Length > 0 ? 1 : 0;
            unknown += comparison.Unknown.IsEmpty ? 0 : 1;
            if (!comparison.Unknown.IsEmpty && unknown <= 8)
            {
                output.WriteLine(Shown());
            }
        }

        output.WriteLine($"{equal} equal, {different} different, {unknown} with something unknown");
        Assert.InRange(equal, Pairs / 10, Pairs);
        Assert.InRange(different, Pairs / 4, Pairs);
        Assert.InRange(unknown, 0, Pairs / 50);
    }

    private static void Must(bool holds, Func<string> told)
    {
        if (!holds)
        {
            Assert.Fail(told());
        }
    }

    private static IEnumerable<(AccessRequest Request, bool Before, bool After)> Ask(SmallPolicies policies, AccessPolicies before, AccessPolicies after)
    {
        for (var i = 0; i < Contexts; i++)
        {
            var context = policies.Context();
            foreach (var action in SmallPolicies.Actions)
            {
                foreach (var resource in SmallPolicies.Resources)
                {
                    var request = RequestOf(Caller, action, resource, context);
                    yield return (request, AccessEvaluator.Decide(request, before).IsAllowed, AccessEvaluator.Decide(request, after).IsAllowed);
                }
            }
        }
    }

    private static bool Holds(Witness witness, AccessPolicies allowing, AccessPolicies refusing)
    {
        var request = RequestOf(witness.Principal, witness.Action, witness.Resource, RequestContext.Of(witness.Context));
        return AccessEvaluator.Decide(request, allowing).IsAllowed && !AccessEvaluator.Decide(request, refusing).IsAllowed;
    }

    // Whoever owns the resource has left the choice to the caller's account, as far as policies can.
    private static AccessRequest RequestOf(RequestPrincipal principal, string action, string resource, RequestContext context) =>
        new(principal, action, resource, context) { TakesNoResource = Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true } };
}
