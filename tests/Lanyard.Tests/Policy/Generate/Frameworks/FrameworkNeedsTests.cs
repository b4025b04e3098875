using System.Collections.Immutable;
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
        Assert.Contains(needs, n => n is { Action: "s3:PutObject", Resource: "arn:aws:s3:::orders-api-dev-serverlessdeploymentbucket-*/*" });
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

    // lib/plugins/aws/package/compile/events/api-gateway/lib/hack/update-stage.js of serverless 3.40.0: a stage that isn't there is made, and without a REST API nothing is called.
    [Theory]
    [InlineData("apigateway:POST", "arn:aws:apigateway:eu-west-1::/restapis/*/stages")]
    [InlineData("apigateway:PATCH", "arn:aws:apigateway:eu-west-1::/restapis/*/stages/*")]
    [InlineData("apigateway:PUT", "arn:aws:apigateway:eu-west-1::/tags/*")]
    [InlineData("logs:DeleteLogGroup", "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/api-gateway/orders-api-dev")]
    public void The_stage_of_a_REST_API_is_set_after_the_deployment_where_there_is_one(string action, string resource)
    {
        bool Needs(string type) => FrameworkNeeds.Of("serverless", Deployment, new FrameworkFacts { App = "orders-api", Stage = "dev", Types = [type] }).Any(n => n.Action == action && n.Resource == resource);
        Assert.True(Needs("AWS::ApiGateway::RestApi"));
        Assert.False(Needs("AWS::ApiGatewayV2::Api"));
    }

    // Seen of ampx 1.10.0, which ends in "AccessDenied" without it: amplify_outputs.json has the models of the GraphQL API, read from the bucket that the stack puts their schema into.
    [Fact]
    public void Amplify_reads_the_schema_of_an_API_that_it_deployed()
    {
        string[] Read(string type) => [.. FrameworkNeeds.Of("amplify", Deployment, new FrameworkFacts { Types = [type] }).Where(n => n.Action == "s3:GetObject").Select(n => n.Resource)];
        Assert.Equal(["arn:aws:s3:::amplify-*-amplifydata*/model-schema.graphql"], Read("AWS::AppSync::GraphQLApi"));
        Assert.Empty(Read("AWS::Cognito::UserPool"));
    }

    [Fact]
    public void Serverless_4_calls_what_3_does_with_a_bucket_that_its_services_share()
    {
        var (three, four) = (Needs("serverless"), Needs("serverless-4"));
        Assert.Empty(three.Where(n => !n.Resource.StartsWith("arn:aws:s3:", StringComparison.Ordinal)).Select(n => (n.Action, n.Resource)).Except(four.Select(n => (n.Action, n.Resource))));
        Assert.Contains(four, n => n is { Action: "s3:PutObject", Resource: "arn:aws:s3:::serverless-framework-deployments-*/*" });
        Assert.Contains(four, n => n is { Action: "ssm:GetParameter", Resource: "arn:aws:ssm:eu-west-1:111111111111:parameter/serverless-framework/deployment/s3-bucket" });
        Assert.DoesNotContain(three, n => n.Action == "ssm:GetParameter");
        static ImmutableArray<Need> Needs(string tool) => FrameworkNeeds.Of(tool, Deployment, new FrameworkFacts { App = "orders", Stage = "dev" });
    }

    // "IAM permissions for pushing an image to an Amazon ECR private repository", Amazon ECR User Guide; the names are the tools' own.
    [Theory]
    [InlineData("serverless", "ecr:PutImage", "arn:aws:ecr:eu-west-1:111111111111:repository/serverless-Orders-dev")]
    [InlineData("serverless", "ecr:CreateRepository", "arn:aws:ecr:eu-west-1:111111111111:repository/serverless-Orders-dev")]
    [InlineData("serverless", "ecr:GetAuthorizationToken", "*")]
    [InlineData("sam", "ecr:PutImage", "arn:aws:ecr:eu-west-1:111111111111:repository/ordersdev????????/*repo")]
    [InlineData("sam", "cloudformation:CreateStack", "arn:aws:cloudformation:eu-west-1:111111111111:stack/Orders-dev-????????-CompanionStack/*")]
    public void Images_are_pushed_to_the_tools_repository_where_functions_are_images(string tool, string action, string resource)
    {
        bool Needs(bool hasImages) => FrameworkNeeds.Of(tool, Deployment with { StackName = "Orders-dev" }, new FrameworkFacts { HasImages = hasImages }).Any(n => n.Action == action && n.Resource == resource);
        Assert.True(Needs(hasImages: true));
        Assert.False(Needs(hasImages: false));
    }

    [Theory]
    [InlineData("orders", "dev", null, "dev-orders-*", "dev-orders-*")]
    [InlineData(null, null, "dev-orders-Api", "dev-orders-Api", "dev-orders-Api-*")]
    [InlineData(null, null, "development-orders-ReportingApi", "development-orders-ReportingApi", "development-orders-Repor*")]
    [InlineData(null, null, null, "*", "*")]
    public void SST_2_changes_the_apps_own_stacks_and_functions_and_no_others(string? app, string? stage, string? stackName, string stack, string function)
    {
        var needs = FrameworkNeeds.Of("sst2", Deployment with { StackName = stackName }, new FrameworkFacts { App = app, Stage = stage });
        Assert.Equal([$"arn:aws:cloudformation:eu-west-1:111111111111:stack/{stack}/*"], needs.Where(n => n.Action == "cloudformation:DeleteStack").Select(n => n.Resource));
        Assert.Equal([$"arn:aws:lambda:eu-west-1:111111111111:function:{function}"], needs.Where(n => n.Action == "lambda:UpdateFunctionConfiguration").Select(n => n.Resource));
        Assert.Contains(needs, n => n is { Action: "cloudformation:UpdateStack", Resource: "arn:aws:cloudformation:eu-west-1:111111111111:stack/SSTBootstrap/*" });
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
