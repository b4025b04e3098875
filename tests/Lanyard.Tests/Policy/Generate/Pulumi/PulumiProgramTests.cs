using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Pulumi;

namespace Lanyard.Tests.Policy.Generate.Pulumi;

/// <summary>What Pulumi lists, and SST 3 and 4 with it.</summary>
public sealed class PulumiProgramTests
{
    private const string Urn = "urn:pulumi:dev::orders::";

    [Fact]
    public void A_list_a_preview_a_state_and_a_checkpoint_are_told_from_a_template()
    {
        Assert.True(PulumiProgram.IsIn(Node("""{"resources":[{"type":"aws:sqs/queue:Queue","name":"Jobs","inputs":{}}]}""")));
        Assert.True(PulumiProgram.IsIn(Node("""{"steps":[{"op":"create","newState":{"type":"aws:sqs/queue:Queue"}}]}""")));
        Assert.True(PulumiProgram.IsIn(Node("""{"version":3,"deployment":{"resources":[{"type":"aws:sqs/queue:Queue"}]}}""")));
        Assert.True(PulumiProgram.IsIn(Node("""{"version":3,"checkpoint":{"latest":{"resources":[{"type":"aws:sqs/queue:Queue"}]}}}""")));
        Assert.False(PulumiProgram.IsIn(Node("""{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""")));
        Assert.False(PulumiProgram.IsIn(Node("[]")));
    }

    [Fact]
    public void Project_and_stack_name_the_stack_and_the_provider_the_Region()
    {
        var stack = PulumiProgram.Read(Node($$$$"""
            {"steps":[{"newState":{"urn":"{{{{Urn}}}}pulumi:providers:aws::default_7","type":"pulumi:providers:aws","inputs":{"region":"eu-west-1","defaultTags":"{\"tags\":{\"a\":\"b\"}}"}}},
            {"newState":{"urn":"{{{{Urn}}}}aws:sqs/queue:Queue::Jobs","custom":true,"type":"aws:sqs/queue:Queue","inputs":{}}}]}
            """));
        Assert.Equal(("orders-dev", "eu-west-1", true, false), (stack.Name, stack.Region, stack.HasTags, stack.IsSst));
    }

    [Theory]
    [InlineData("orders-dev-JobsQueue-vmrddwka", "orders-dev-JobsQueue-*")]
    [InlineData("orders-dev-JobsQueue-vmrddwka.fifo", "orders-dev-JobsQueue-*.fifo")]
    [InlineData("JobsQueue-1a2b3c4", "JobsQueue-*")]
    [InlineData("jobs-thousand", "jobs-thousand")]
    public void Random_ends_of_names_are_others_at_each_run_and_given_names_are_not(string name, string expected) =>
        Assert.Equal([$"arn:aws:sqs:eu-west-1:111111111111:{expected}"], NeedsOf(Resource("aws:sqs/queue:Queue", "JobsQueue", $$$$"""{"name":"{{{{name}}}}"}""")).On("sqs:CreateQueue"));

    [Fact]
    public void A_hash_of_an_ARN_in_a_subscribers_name_is_another_at_each_run_too() => Assert.Equal(
        ["arn:aws:iam::111111111111:role/orders-dev-QueueSubscriber*FunctionRole-*"],
        NeedsOf(Resource("sst:aws:QueueLambdaSubscriber", "QueueSubscriberWcaxno", "{}"), Resource("aws:iam/role:Role", "QueueSubscriberWcaxnoFunctionRole", """{"name":"orders-dev-QueueSubscriberWcaxnoFunctionRole-wonaeefb"}""")).On("iam:CreateRole"));

    [Fact]
    public void A_name_that_is_cut_keeps_what_stays() => Assert.Equal(
        ["arn:aws:iam::111111111111:role/dev-QueueSubscriberWithAVeryLongNameFunctionRo-*"],
        NeedsOf(Resource("aws:iam/role:Role", "QueueSubscriberWithAVeryLongNameFunctionRoleOfMany", """{"name":"dev-QueueSubscriberWithAVeryLongNameFunctionRo-vmrddwka"}""")).On("iam:CreateRole"));

    [Fact]
    public void A_resource_without_a_name_gets_its_own_and_something_random() => Assert.Equal(
        ["arn:aws:dynamodb:eu-west-1:111111111111:table/Orders-*"], NeedsOf(Resource("aws:dynamodb/table:Table", "Orders", "{}")).On("dynamodb:CreateTable"));

    [Fact]
    public void What_a_program_without_AWS_is_given_for_ARNs_and_ids_leads_to_the_resource()
    {
        var access = NeedsOf(
            Resource("aws:iam/role:Role", "FnRole", """{"name":"orders-fn"}"""),
            Resource("aws:lambda/function:Function", "Fn", """{"name":"fn","role":"arn:aws:iam:eu-west-1:111111111111:FnRole"}"""),
            Resource("aws:lambda/permission:Permission", "FnPermission", """{"function":"Fn-id"}"""));
        Assert.Equal(["arn:aws:iam::111111111111:role/orders-fn"], access.On("iam:PassRole"));
        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:fn"], access.On("lambda:AddPermission"));
    }

    [Fact]
    public void A_value_that_is_not_known_before_the_deployment_is_the_resource_it_waits_for_or_a_star()
    {
        const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        var access = NeedsOf(
            Resource("aws:iam/role:Role", "FnRole", """{"name":"orders-fn"}"""),
            Resource("aws:lambda/function:Function", "Fn", $$$$"""{"name":"{{{{Unknown}}}}","role":"{{{{Unknown}}}}","environment":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"x"}}""", $$$$"""{"role":["{{{{Urn}}}}aws:iam/role:Role::FnRole"]}"""));
        Assert.Equal(["arn:aws:iam::111111111111:role/orders-fn"], access.On("iam:PassRole"));
        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:*"], access.On("lambda:CreateFunction"));
    }

    [Fact]
    public void A_role_is_passed_to_the_service_that_takes_it()
    {
        var need = Assert.Single(NeedsOf(Resource("aws:scheduler/schedule:Schedule", "Cron", """{"target":{"roleArn":"arn:aws:iam::111111111111:role/cron"}}""")).Needs, n => n.Action == "iam:PassRole");
        Assert.Equal(("arn:aws:iam::111111111111:role/cron", "scheduler.amazonaws.com"), (need.Resource, Assert.Single(need.Conditions).Values[0]));
    }

    [Fact]
    public void Resources_of_one_name_are_all_needed()
    {
        string[] queues = [Resource("aws:sqs/queue:Queue", "Jobs", """{"name":"a"}"""), Resource("aws:sqs/queue:Queue", "Jobs", """{"name":"b"}"""), Resource("aws:sqs/queue:Queue", "Jobs", """{"name":"c"}""")];
        Assert.Equal(["a", "b", "c"], NeedsOf(queues).On("sqs:CreateQueue").Select(arn => arn[(arn.LastIndexOf(':') + 1)..]));
    }

    [Fact]
    public void All_is_inferred() => Assert.All(NeedsOf(Resource("aws:s3/bucketV2:BucketV2", "Uploads", "{}")).Needs, n => Assert.Equal(NeedEvidence.Inferred, n.Evidence));

    [Fact]
    public void The_older_names_of_a_type_have_its_needs()
    {
        Assert.Equal(["arn:aws:s3:::uploads-*"], NeedsOf(Resource("aws:s3/bucketV2:BucketV2", "Uploads", "{}")).On("s3:CreateBucket"));
        Assert.NotEmpty(NeedsOf(Resource("aws:alb/loadBalancer:LoadBalancer", "Alb", "{}")).On("elasticloadbalancing:CreateLoadBalancer"));
    }

    [Fact]
    public void Tags_of_the_provider_are_put_on_each_resource()
    {
        var queue = Resource("aws:sqs/queue:Queue", "Jobs", "{}");
        Assert.Empty(NeedsOf(queue).On("sqs:TagQueue"));
        Assert.NotEmpty(NeedsOf(queue, Resource("sst:aws:Queue", "Jobs", "{}")).On("sqs:TagQueue"));
        Assert.NotEmpty(NeedsOf(Resource("aws:sqs/queue:Queue", "Jobs", """{"tags":{"a":"b"}}""")).On("sqs:TagQueue"));
    }

    [Fact]
    public void A_resource_of_another_provider_of_AWS_is_in_its_Region()
    {
        var stack = PulumiProgram.Read(Node($$$$"""
            {"resources":[{"urn":"{{{{Urn}}}}pulumi:providers:aws::default","type":"pulumi:providers:aws","inputs":{"region":"eu-west-1"}},
            {"urn":"{{{{Urn}}}}pulumi:providers:aws::useast1","type":"pulumi:providers:aws","inputs":{"region":"us-east-1"}},
            {"urn":"{{{{Urn}}}}aws:sns/topic:Topic::There","type":"aws:sns/topic:Topic","provider":"{{{{Urn}}}}pulumi:providers:aws::useast1::1234","inputs":{"name":"there"}},
            {"urn":"{{{{Urn}}}}aws:sns/topic:Topic::Here","type":"aws:sns/topic:Topic","provider":"{{{{Urn}}}}pulumi:providers:aws::default::5678","inputs":{"name":"here"}}]}
            """));
        Assert.Equal(["arn:aws:sns:eu-west-1:111111111111:here", "arn:aws:sns:us-east-1:111111111111:there"], Needs(stack).On("sns:CreateTopic"));
    }

    [Fact]
    public void What_is_kept_is_never_deleted_and_what_is_looked_up_only_read()
    {
        var access = Needs(PulumiProgram.Read(Node($$$$"""
            {"resources":[{"type":"aws:sqs/queue:Queue","name":"Kept","retainOnDelete":true,"inputs":{}},{"type":"aws:sns/topic:Topic","name":"Got","external":true,"inputs":{}}]}
            """)));
        Assert.Empty(access.On("sqs:DeleteQueue"));
        Assert.NotEmpty(access.On("sns:GetTopicAttributes"));
        Assert.Empty(access.On("sns:CreateTopic"));
    }

    [Fact]
    public void What_SST_itself_does_in_its_program_is_needed_and_other_code_is_said()
    {
        var access = NeedsOf(
            Resource("pulumi-nodejs:dynamic:Resource", "ZoneLookupExample.sst.aws.HostedZoneLookup", """{"domain":"example.com"}"""),
            Resource("pulumi-nodejs:dynamic:Resource", "mine", "{}"),
            Resource("random:index/randomBytes:RandomBytes", "Key", "{}"),
            Resource("command:local:Command", "Migrate", "{}"),
            Resource("aws:nothing/thing:Thing", "Thing", "{}"));
        Assert.Equal(["*"], access.On("route53:ListHostedZones"));
        Assert.Equal(["aws:nothing/thing:Thing"], access.Unknown);
        Assert.Contains(access.Notes, n => n.StartsWith("mine: ", StringComparison.Ordinal));
        Assert.Contains(access.Notes, n => n.Contains("commands of yours", StringComparison.Ordinal));
        Assert.Contains(access.Notes, n => n.EndsWith(": random", StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_without_a_chapter_is_concluded_from_the_catalogue() =>
        Assert.Equal(["aws:athena/workgroup:WorkGroup"], NeedsOf(Resource("aws:athena/workgroup:WorkGroup", "W", "{}")).Inferred);

    [Fact]
    public void Look_ups_of_the_program_are_needed_where_they_are_listed() => Assert.Equal(
        ["*"], Needs(PulumiProgram.Read(Node("""{"resources":[{"type":"sst:aws:Vpc","name":"V","inputs":{}}],"calls":[{"token":"aws:ec2/getAmi:getAmi","inputs":{}}]}"""))).On("ec2:DescribeImages"));

    [Fact]
    public void A_role_of_the_provider_is_said() => Assert.Contains("arn:aws:iam::111111111111:role/deploy", Assert.Single(PulumiProgram.Read(Node("""
        {"resources":[{"type":"pulumi:providers:aws","name":"default","inputs":{"assumeRoles":[{"roleArn":"arn:aws:iam::111111111111:role/deploy"}]}}]}
        """)).Notes), StringComparison.Ordinal);

    [Fact]
    public void A_real_app_of_SST_4_is_consistent_and_free_of_errors()
    {
        var stack = PulumiProgram.Read(Node(File.ReadAllText(Conformance.File("../templates/sst-v4/dev.resources.json"))));
        var access = Needs(stack);
        Assert.Equal(("orders-dev", true), (stack.Name, stack.IsSst));
        Assert.Empty(access.Unknown);
        Assert.Empty(access.Inferred);
        var document = NeededPolicy.Of(access.Needs);
        Assert.True(NeedCheck.Of(access.Needs, [document], AccessPolicies.None).IsConsistent);
        Assert.Equal(
            ["arn:aws:iam::111111111111:role/orders-dev-ApiRouteErbmefHandlerRole-*", "arn:aws:iam::111111111111:role/orders-dev-ApiRouteTbzexmHandlerRole-*", "arn:aws:iam::111111111111:role/orders-dev-QueueSubscriber*FunctionRole-*"],
            access.On("iam:PassRole"));
        Assert.Equal(["arn:aws:s3:::orders-dev-uploadsbucket-*"], access.On("s3:PutBucketCORS"));
    }

    private static NeededAccess NeedsOf(params string[] resources) => Needs(PulumiProgram.Read(Node($$$$"""{"resources":[{{{{string.Join(',', resources)}}}}]}""")));

    private static NeededAccess Needs(PulumiProgram stack) => TemplateNeeds.Of(new DeployedTemplate(stack.Template, new DeploymentFacts
    {
        Account = "111111111111",
        Region = "eu-west-1",
        StackName = stack.Name,
        HasStackTags = stack.HasTags,
    })
    { Notes = stack.Notes });

    private static string Resource(string type, string name, string inputs, string dependencies = "{}") =>
        $$$$"""{"urn":"{{{{Urn}}}}{{{{type}}}}::{{{{name}}}}","type":"{{{{type}}}}","name":"{{{{name}}}}","inputs":{{{{inputs}}}},"propertyDependencies":{{{{dependencies}}}}}""";

    private static JsonNode Node(string json) => JsonTextReader.Read(json, "resources.json", 64 * 1024 * 1024);
}
