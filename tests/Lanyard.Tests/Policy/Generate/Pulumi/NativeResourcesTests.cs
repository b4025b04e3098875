using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Pulumi;

namespace Lanyard.Tests.Policy.Generate.Pulumi;

/// <summary>Resources of Pulumi's provider aws-native, whose types and properties are CloudFormation's in Pulumi's style: "AWS Cloud Control provider", Pulumi Registry.</summary>
public sealed class NativeResourcesTests
{
    private const string Urn = "urn:pulumi:dev::orders::";

    [Fact]
    public void A_resource_needs_what_CloudFormations_type_does_and_Cloud_Controls_calls()
    {
        var access = NeedsOf(Resource("aws-native:sqs:Queue", "Jobs", """{"queueName":"jobs"}"""));
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:jobs"], access.On("sqs:CreateQueue"));
        foreach (var action in new[] { "CreateResource", "GetResource", "UpdateResource", "DeleteResource", "GetResourceRequestStatus" })
        {
            Assert.Equal(["*"], access.On($"cloudformation:{action}"));
        }

        Assert.Empty(access.Unknown);
        Assert.Empty(access.Notes);
        Assert.True(NeedCheck.Of(access.Needs, [NeededPolicy.Of(access.Needs)], AccessPolicies.None).IsConsistent);
    }

    [Fact]
    public void Names_whose_capitals_Pulumi_writes_small_are_known()
    {
        var access = NeedsOf(
            Resource("aws-native:rds:DbInstance", "Db", """{"dbInstanceIdentifier":"orders","masterUserSecret":{"kmsKeyId":"arn:aws:kms:eu-west-1:111111111111:key/2"},"manageMasterUserPassword":true}"""),
            Resource("aws-native:dynamodb:Table", "Table", """{"tableName":"orders","sseSpecification":{"sseEnabled":true,"kmsMasterKeyId":"arn:aws:kms:eu-west-1:111111111111:key/3"}}"""));
        Assert.Equal(["arn:aws:rds:eu-west-1:111111111111:db:orders"], access.On("rds:DeleteDBInstance"));
        Assert.Equal(["arn:aws:dynamodb:eu-west-1:111111111111:table/orders"], access.On("dynamodb:DeleteTable"));
        Assert.Contains("arn:aws:kms:eu-west-1:111111111111:key/3", access.On("kms:CreateGrant"));
    }

    [Fact]
    public void A_name_that_is_left_out_is_made_of_the_resources_own() => Assert.Equal(
        ["arn:aws:dynamodb:eu-west-1:111111111111:table/Orders-*"], NeedsOf(Resource("aws-native:dynamodb:Table", "Orders", "{}")).On("dynamodb:CreateTable"));

    [Theory]
    [InlineData("aws-native:lambda:Function", """{"functionName":"api","role":"04da6b54-80e4-46f7-96ec-b56ff0331ba9","code":{"zipFile":"x"}}""", "role")]
    [InlineData("aws:lambda/function:Function", """{"name":"api","role":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"}""", "role")]
    public void What_waits_for_a_native_resource_is_its_ARN(string type, string inputs, string property)
    {
        var access = NeedsOf(
            Resource("aws-native:iam:Role", "Runs", """{"roleName":"runs","assumeRolePolicyDocument":{}}"""),
            Resource(type, "Api", inputs, $$$"""{"{{{property}}}":["{{{Urn}}}aws-native:iam:Role::Runs"]}"""));
        Assert.Equal(["arn:aws:iam::111111111111:role/runs"], access.On("iam:PassRole"));
    }

    [Fact]
    public void A_type_without_a_chapter_is_said_and_still_made_by_Cloud_Control()
    {
        var access = NeedsOf(Resource("aws-native:nothing:Thing", "Thing", "{}"));
        Assert.Equal(["aws-native:nothing:Thing"], access.Unknown);
        Assert.Equal(["*"], access.On("cloudformation:CreateResource"));
    }

    [Fact]
    public void The_providers_Region_counts_and_the_role_that_it_gives_Cloud_Control_is_said()
    {
        var stack = Read("""{"type":"pulumi:providers:aws-native","name":"default","inputs":{"region":"eu-central-1","roleArn":"arn:aws:iam::111111111111:role/control"}}""", Resource("aws-native:sqs:Queue", "Jobs", "{}"));
        Assert.Equal("eu-central-1", stack.Region);
        Assert.Contains("iam:PassRole", Assert.Single(stack.Notes, n => n.Contains("role/control", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static NeededAccess NeedsOf(params string[] resources) => TemplateNeeds.Of(new DeployedTemplate(Read(resources).Template, new DeploymentFacts { Account = "111111111111", Region = "eu-west-1", StackName = "orders-dev", HasStackTags = false }));

    private static PulumiProgram Read(params string[] resources) =>
        PulumiProgram.Read(JsonTextReader.Read($$"""{"resources":[{{string.Join(',', resources)}}]}""", "resources.json", 1024 * 1024));

    private static string Resource(string type, string name, string inputs, string dependencies = "{}") =>
        $$"""{"urn":"{{Urn}}{{type}}::{{name}}","custom":true,"type":"{{type}}","name":"{{name}}","inputs":{{inputs}},"propertyDependencies":{{dependencies}}}""";
}
