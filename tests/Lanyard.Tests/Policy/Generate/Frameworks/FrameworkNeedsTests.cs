using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Lint;
using Lanyard.Policy.Templates;

namespace Lanyard.Tests.Policy.Generate.Frameworks;

public sealed class FrameworkNeedsTests
{
    private static readonly DeploymentFacts Deployment = new() { Account = "111111111111", Region = "eu-west-1" };

    public static TheoryData<string> Names => [.. FrameworkNeeds.Names];

    [Fact]
    public void Every_chapter_of_every_file_is_listed_and_nothing_else() =>
        Assert.Equal(FrameworkNeeds.Names, FrameworkNeeds.Chapters.Select(c => c.Type["framework::".Length..]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_action_is_one_of_the_catalogue_on_a_resource_that_it_takes(string name)
    {
        var needs = FrameworkNeeds.Of(name, Deployment, new FrameworkFacts { DeploymentRole = "arn:aws:iam::111111111111:role/deploy" });
        Assert.NotEmpty(needs);
        Assert.Empty(needs.Where(n => Catalogue.Embedded.FindAction(n.Action)?.FullName != n.Action).Select(n => n.Action));
        Assert.Empty(needs.Where(n => Catalogue.Embedded.FindAction(n.Action) is { IsWithoutResourceTypes: true } && n.Resource != "*").Select(n => $"{n.Action} on {n.Resource}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_policy_passes_policy_check(string name)
    {
        var text = PolicyDocumentWriter.Write(NeededPolicy.Of(FrameworkNeeds.Of(name, Deployment, new FrameworkFacts())), indented: true);
        var errors = PolicyLinter.Check(text, new PolicyUse(PolicyKind.Identity), Catalogue.Embedded).Where(finding => finding.Rule.Severity == Severity.Error);
        Assert.Empty(errors.Select(finding => finding.Message));
    }

    [Fact]
    public void What_is_known_of_the_project_stands_in_the_resources()
    {
        var needs = FrameworkNeeds.Of("serverless", Deployment, new FrameworkFacts { App = "orders-api", Stage = "dev" });
        Assert.Contains(needs, n => n is { Action: "cloudformation:CreateChangeSet", Resource: "arn:aws:cloudformation:eu-west-1:111111111111:stack/orders-api-dev/*" });
        Assert.Contains(needs, n => n is { Action: "s3:PutObject", Resource: "arn:aws:s3:::orders-api-dev*/*" });
        Assert.DoesNotContain(needs, n => n.Action == "iam:PassRole");
    }

    // Seen when serverless 3.40.0 and osls 4.3.1 deployed and removed an app with API keys and one without.
    [Fact]
    public void What_is_called_for_resources_of_a_type_is_needed_where_the_templates_have_one_or_nobody_knows()
    {
        static bool ShowsKeys(FrameworkFacts facts) => FrameworkNeeds.Of("serverless", Deployment, facts).Any(n => n is { Action: "cloudformation:DescribeStackResources" });
        Assert.True(ShowsKeys(new FrameworkFacts { Types = ["AWS::ApiGateway::ApiKey"] }));
        Assert.False(ShowsKeys(new FrameworkFacts { Types = ["AWS::SQS::Queue"] }));
        Assert.True(ShowsKeys(new FrameworkFacts()));
    }

    [Fact]
    public void A_deployment_role_is_passed_to_CloudFormation_alone()
    {
        var needs = FrameworkNeeds.Of("sam", Deployment, new FrameworkFacts { DeploymentRole = "arn:aws:iam::111111111111:role/cfn" });
        var pass = Assert.Single(needs, n => n.Action == "iam:PassRole");
        Assert.Equal("arn:aws:iam::111111111111:role/cfn", pass.Resource);
        Assert.Equal(["cloudformation.amazonaws.com"], Assert.Single(pass.Conditions).Values);
    }

    [Fact]
    public void CDK_needs_its_bootstrap_roles_alone() => Assert.All(
        FrameworkNeeds.Of("cdk", Deployment, new FrameworkFacts { Qualifier = "acme" }),
        need => Assert.True(need.Action == "sts:AssumeRole" && need.Resource.StartsWith("arn:aws:iam::111111111111:role/cdk-acme-", StringComparison.Ordinal)));
}
