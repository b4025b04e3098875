using System.Text.Json;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Sets;
using Lanyard.Policy.Templates;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>
/// The policies of guides (<c>tests/guides</c>) beside the generated ones, for the same apps: how much less ours allow, and what a deployment needs that the
/// guides leave out.
/// </summary>
public sealed class GuideTests
{
    private const string Administrator = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    public static TheoryData<string, string, string, string[], int> Guides => new()
    {
        { "serverless", "serverless.yaml", "orders-dev", ["serverless-generator.json"], 400 },
        { "cdk", "sst.yaml", "dev-orders-api", ["sst-services.json", "sst-cli.json"], 600 },
        { "cloudformation", "amplify.yaml", "amplify-orders-dev", ["amplify-minimal.json"], 350 },
        { "cloudformation", "amplify.yaml", "amplify-orders-dev", ["AdministratorAccess-Amplify"], 500 },
        { "serverless", "serverless.yaml", "orders-dev", ["administrator"], 15000 },
    };

    [Theory]
    [MemberData(nameof(Guides))]
    public void A_generated_policy_allows_all_needs_and_hundreds_of_actions_less_than_the_guide(string tool, string app, string stack, string[] guide, int least)
    {
        var needs = NeedsOf(tool, YamlJson.Read(Text(app), app), stack);
        Assert.True(NeedCheck.Of(needs, [NeededPolicy.Of(needs)], AccessPolicies.None).IsConsistent);
        var comparison = Compare(guide, needs);
        Assert.Empty(comparison.Unknown);
        Assert.InRange(ActionsOf(comparison.Removed).Length, least, int.MaxValue);

        // What the guide leaves out is no guess, but for one: AWS publishes nothing of the type of a GraphQL schema.
        Assert.All(ActionsOf(comparison.Added.Where(added => !AllowsCloudFormation(guide, added))), action => Assert.Contains(needs, need => need.Action == action && need.Reason.Length > 0 && (need.Evidence != NeedEvidence.Inferred || action == "appsync:GetSchemaCreationStatus")));
    }

    [Fact]
    public void The_list_of_the_generator_for_Serverless_cannot_deploy()
    {
        var lacks = Lacks("serverless", "serverless.yaml", "orders-dev", "serverless-generator.json");
        string[] first = ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet", "cloudformation:DeleteChangeSet"];
        string[] resources = ["lambda:TagResource", "logs:TagResource", "s3:PutBucketTagging", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "apigateway:PATCH"];
        Assert.Empty(first.Concat(resources).Except(lacks));
    }

    [Fact]
    public void The_lists_of_SST_lack_nothing_and_have_all_of_five_services() => Assert.Empty(Lacks("cdk", "sst.yaml", "dev-orders-api", "sst-services.json", "sst-cli.json"));

    [Fact]
    public void The_least_list_for_Amplify_lacks_what_CloudFormation_looks_at_and_changes()
    {
        var lacks = Lacks("cloudformation", "amplify.yaml", "amplify-orders-dev", "amplify-minimal.json");
        string[] some = ["cognito-idp:SetUserPoolMfaConfig", "cognito-idp:DescribeUserPoolClient", "iam:ListAttachedRolePolicies", "iam:UpdateAssumeRolePolicy", "iam:TagRole", "dynamodb:DescribeTimeToLive"];
        Assert.Empty(some.Except(lacks));
        Assert.DoesNotContain(lacks, action => action.StartsWith("appsync:", StringComparison.Ordinal) || action.StartsWith("s3:", StringComparison.Ordinal));
    }

    // Most of what AWS's own policy allows it allows CloudFormation alone; the comparison counts that as left out, a deployment doesn't.
    [Fact]
    public void AWSs_own_policy_for_Amplify_lacks_little_when_CloudFormation_asks()
    {
        var lacks = Lacks("cloudformation", "amplify.yaml", "amplify-orders-dev", "AdministratorAccess-Amplify");
        Assert.DoesNotContain("dynamodb:CreateTable", lacks);
        Assert.DoesNotContain("appsync:CreateGraphqlApi", lacks);
        Assert.Contains("cloudformation:CreateChangeSet", Allowed("AdministratorAccess-Amplify"));
    }

    [Theory]
    [InlineData("serverless", "serverless-v3/dev.update-stack.json", "orders-api-dev", "administrator")]
    [InlineData("serverless", "osls4/dev.update-stack.json", "orders-api-dev", "administrator")]
    [InlineData("cdk", "cdk/orders-dev.template.json", "orders-dev", "administrator")]
    [InlineData("cdk", "sst-v2/dev-orders-Orders.template.json", "dev-orders-Orders", "sst-services.json")]
    public void For_a_template_of_the_tool_itself_all_needs_are_allowed_and_less_than_by_the_guide(string tool, string file, string stack, string guide)
    {
        var needs = NeedsOf(tool, JsonTextReader.Read(File.ReadAllText(Conformance.File($"../templates/{file}")), file, 10_000_000), stack);
        Assert.True(NeedCheck.Of(needs, [NeededPolicy.Of(needs)], AccessPolicies.None).IsConsistent);
        Assert.InRange(ActionsOf(Compare([guide], needs).Removed).Length, 500, int.MaxValue);
    }

    private static string[] Lacks(string tool, string app, string stack, params string[] guide)
    {
        var needs = NeedsOf(tool, YamlJson.Read(Text(app), app), stack);
        return [.. Compare(guide, needs).Added.Where(added => !AllowsCloudFormation(guide, added)).SelectMany(added => added.Actions).Distinct()];
    }

    private static bool AllowsCloudFormation(string[] guide, AccessDifference added) => added.Actions.All(action => AccessEvaluator.Decide(
        new AccessRequest(added.Witness.Principal, action, added.Witness.Resource, RequestContext.Of(added.Witness.Context).With("aws:CalledVia", ["cloudformation.amazonaws.com"]), added.Witness.ResourceAccount)
        {
            TakesNoResource = Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true },
        },
        new AccessPolicies { Identity = PolicySide.SetOf(PolicyKind.Identity, guide.Select(Document)) }).IsAllowed);

    private static AccessComparison Compare(string[] guide, IEnumerable<Need> needs) =>
        PolicyComparison.Compare(PolicySide.Of(PolicyKind.Identity, guide.Select(Document)), PolicySide.Of(PolicyKind.Identity, NeededPolicy.Of(needs)), Catalogue.Embedded);

    private static string[] ActionsOf(IEnumerable<AccessDifference> differences) => [.. differences.SelectMany(d => d.Actions).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<string> Allowed(string guide) => Document(guide).Statements.SelectMany(s => s.Action.Values).Select(a => a.Value);

    private static Need[] NeedsOf(string tool, Lanyard.Policy.Documents.JsonNode root, string stack)
    {
        var facts = new DeploymentFacts { Account = "111111111111", Region = "eu-west-1", StackName = stack };
        var access = TemplateNeeds.Of(new DeployedTemplate(root, facts));
        Assert.Empty(access.Unknown);
        return [.. FrameworkNeeds.Of(tool, facts, new FrameworkFacts { App = "orders", Stage = "dev" }), .. access.Needs];
    }

    private static PolicyDocument Document(string name) => PolicyDocumentReader.Read(name switch
    {
        "administrator" => Administrator,
        "AdministratorAccess-Amplify" => File.ReadLines(Path.Combine(Repository.Root, "src", "Lanyard.Sandbox", "State", "aws-managed-policies.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement).Single(policy => policy.GetProperty("arn").GetString()!.EndsWith($"/{name}", StringComparison.Ordinal)).GetProperty("document").GetRawText(),
        _ => Text(name),
    }, name);

    private static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "guides", name));
}
