using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Tests.Policy.Scenarios;

public class ScenarioSimulatorTests
{
    private const string Text = """
        {"name":"read",
         "request":{"principal":"arn:aws:iam::123456789012:user/a","action":"ec2:DescribeInstances","resource":"arn:aws:ec2:eu-west-1:123456789012:instance/i"},
         "identityPolicies":[{"name":"p","policy":{"Statement":[
           {"Sid":"One","Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2:*:*:instance/*"},
           {"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"ec2:Region":"eu-west-1"}}}]}}]}
        """;

    [Fact]
    public void The_deciding_statement_is_named_with_its_place_in_the_scenario()
    {
        var result = ScenarioSimulator.Simulate(ScenarioReader.Read(Text).Scenarios[0]);

        Assert.Equal(("read", Outcome.Allowed), (result.Name, result.Decision));
        var reason = Assert.Single(result.Reasons);
        Assert.Equal("p, statement 1 (One), 4:26: allows ec2:DescribeInstances on arn:aws:ec2:eu-west-1:123456789012:instance/i", reason.Message);
        Assert.Equal("identityPolicies[0].policy.Statement[0].Effect", reason.Place?.Path.ToString());
        Assert.Equal("identity", reason.Layer);
        Assert.Empty(result.BlockedBy);
    }

    [Fact]
    public void What_is_known_of_an_action_counts()
    {
        var result = ScenarioSimulator.Simulate(
            ScenarioReader.Read(Text).Scenarios[0], action => ActionFacts.Unknown with { TakesNoResource = action == "ec2:DescribeInstances" });

        Assert.Equal(Outcome.ImplicitDeny, result.Decision);
        Assert.Equal(["identity"], result.BlockedBy);
        Assert.Equal(
            [
                "no statement of the identity policies allows ec2:DescribeInstances on arn:aws:ec2:eu-west-1:123456789012:instance/i",
                "p, statement 1 (One), 4:51: Resource doesn't match the request: the action takes no resource, so only \"*\" matches",
                "p, statement 2, 5:83: Condition StringEquals ec2:Region doesn't match the request, which has no ec2:Region",
            ],
            result.Reasons.Select(reason => reason.Message));
    }
}
