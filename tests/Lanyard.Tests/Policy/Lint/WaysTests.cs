using Lanyard.Policy.Catalog;
using Lanyard.Policy.Lint.Rules.Grants.Escalation;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>The table of ways to more permissions speaks of actions that there are, and of services that take roles from these actions.</summary>
public class WaysTests
{
    [Fact]
    public void Every_action_of_a_way_exists() =>
        Assert.DoesNotContain(Ways.All.SelectMany(way => way.Steps).SelectMany(step => step.Actions), action => Catalogue.Embedded.IdOf(action) < 0);

    [Fact]
    public void A_service_that_is_handed_a_role_takes_it_from_an_action_of_the_way() => Assert.Empty(
        from way in Ways.All
        where way.Steps[0].PassedTo is not null
        let taken = way.Steps.SelectMany(step => step.Actions).SelectMany(action => Catalogue.Embedded.FindAction(action)!.PassedRoles).Select(role => role.Principal)
        where !taken.Contains(way.Steps[0].PassedTo)
        select $"{way.Name}: {way.Steps[0].PassedTo}");

    [Fact]
    public void Every_way_has_its_name() => Assert.Equal(Ways.All.Length, Ways.All.Select(way => way.Name).Distinct().Count());
}
