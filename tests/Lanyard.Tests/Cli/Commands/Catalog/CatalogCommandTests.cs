using System.Text.Json;
using Lanyard.Cli;

namespace Lanyard.Tests.Cli.Commands.Catalog;

public sealed class CatalogCommandTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task An_action_shows_what_a_policy_for_it_may_name()
    {
        var shown = (await _cli.RunAsync("catalog", "show", "lambda:createfunction")).Done().Out;
        Assert.Contains("lambda:CreateFunction  Write\n  Grants permission to create an AWS Lambda function\n", shown, StringComparison.Ordinal);
        Assert.Contains("\nresource types (* required)\n  function*  arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}\n", shown, StringComparison.Ordinal);
        Assert.Matches("\n  lambda:Layer +ArrayOfString  ", shown);
        Assert.Contains("\nmay also need\n  iam:PassRole\n", shown, StringComparison.Ordinal);
        Assert.Contains("\npasses a role (iam:PassRole, with iam:PassedToService)\n  lambda.amazonaws.com  always  Role\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_without_resource_types_says_what_that_means() =>
        Assert.Contains("none: a policy can allow it for \"*\" alone", (await _cli.RunAsync("catalog", "show", "ec2:DescribeInstances")).Done().Out, StringComparison.Ordinal);

    [Fact]
    public async Task A_pattern_lists_its_actions_and_a_service_its_types_and_keys_too()
    {
        Assert.Equal(
            "s3:GetBucketVersioning  Read   bucket\ns3:PutBucketVersioning  Write  bucket\n", (await _cli.RunAsync("catalog", "show", "s3:*BucketVersioning")).Done().Out);
        var service = (await _cli.RunAsync("catalog", "show", "SQS")).Done().Out;
        Assert.StartsWith("sqs  Amazon SQS\n  resource control policies cover it\n\nactions (", service, StringComparison.Ordinal);
        Assert.Contains("\n  queue  arn:${Partition}:sqs:${Region}:${Account}:${QueueName}\n", service, StringComparison.Ordinal);
        Assert.Contains("\ncondition keys (", service, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_key_shows_its_type_and_who_lists_it()
    {
        Assert.Contains("ForAllValues or ForAnyValue", (await _cli.RunAsync("catalog", "show", "aws:TagKeys")).Done().Out, StringComparison.Ordinal);
        Assert.Contains("\n  s3:ListBucket ", (await _cli.RunAsync("catalog", "show", "s3:prefix")).Done().Out, StringComparison.Ordinal);
        var global = (await _cli.RunAsync("catalog", "show", "aws:PrincipalOrgID")).Done().Out;
        Assert.StartsWith("aws:PrincipalOrgID  String\n", global, StringComparison.Ordinal);
        Assert.Contains("global: ", global, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_the_catalogue_says_what_it_is()
    {
        var shown = (await _cli.RunAsync("catalog", "show")).Done().Out;
        Assert.Contains("part of this program", shown, StringComparison.Ordinal);
        var json = (await _cli.RunAsync("catalog", "show", "--json")).Done().Json.GetProperty("catalogue");
        Assert.Equal(("embedded", JsonValueKind.Null), (json.GetProperty("source").GetString(), json.GetProperty("file").ValueKind));
        Assert.True(json.GetProperty("actions").GetInt32() > 22_000);
    }

    [Fact]
    public async Task Json_has_the_same_for_scripts()
    {
        var action = (await _cli.RunAsync("catalog", "show", "scheduler:CreateSchedule", "--json")).Done().Json.GetProperty("actions")[0];
        Assert.Equal("scheduler:CreateSchedule", action.GetProperty("action").GetString());
        Assert.Equal("Write", action.GetProperty("accessLevel").GetString());
        var type = action.GetProperty("resourceTypes")[0];
        Assert.Equal(("schedule", true), (type.GetProperty("type").GetString(), type.GetProperty("required").GetBoolean()));
        Assert.Equal("arn:${Partition}:scheduler:${Region}:${Account}:schedule/${GroupName}/${ScheduleName}", type.GetProperty("arnFormats")[0].GetString());
        Assert.Equal("iam:PassRole", action.GetProperty("dependentActions")[0].GetString());
        var role = action.GetProperty("passedRoles")[0];
        Assert.Equal(
            ("scheduler.amazonaws.com", "Target.RoleArn", true),
            (role.GetProperty("service").GetString(), role.GetProperty("parameter").GetString(), role.GetProperty("always").GetBoolean()));
        Assert.Equal("sqs", (await _cli.RunAsync("catalog", "show", "sqs", "--json")).Done().Json.GetProperty("service").GetProperty("prefix").GetString());
        Assert.Equal("ArrayOfString", (await _cli.RunAsync("catalog", "show", "aws:TagKeys", "--json")).Done().Json.GetProperty("conditionKeys")[0].GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("lambda:CreateFuncton", "did you mean `lambda:CreateFunction`?", "lanyard catalog show lambda:CreateFunction")]
    [InlineData("lamda:CreateFunction", "did you mean `lambda:CreateFunction`?", "lanyard catalog show lambda:CreateFunction")]
    [InlineData("CreateSchedule", "did you mean `databrew:CreateSchedule` or `scheduler:CreateSchedule`?", "lanyard catalog show databrew:CreateSchedule")]
    [InlineData("s3x", "there is no service `s3x`; did you mean `s3`", "lanyard catalog show s3")]
    [InlineData("aws:PrincipalOrgIDs", "did you mean `aws:PrincipalOrgID`?", "lanyard catalog show aws:PrincipalOrgID")]
    [InlineData("nosuch:*", "no action fits `nosuch:*`", "lanyard catalog search nosuch")]
    [InlineData("qqqqqqq:zzzzzz", "there is no action or condition key `qqqqqqq:zzzzzz`", "lanyard catalog search qqqqqqq zzzzzz")]
    public async Task A_name_that_is_none_gets_the_nearest_and_a_way_on(string name, string said, string fix)
    {
        var run = (await _cli.RunAsync("catalog", "show", name)).Failed(1, CliErrorCodes.CatalogueUnknown);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Contains(fix, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_finds_all_words_in_names_first_and_then_in_descriptions()
    {
        var found = (await _cli.RunAsync("catalog", "search", "rotate", "KEY")).Done().Out.Split('\n');
        Assert.StartsWith("kms:RotateKeyOnDemand", found[0], StringComparison.Ordinal);
        Assert.Contains(found, l => l.StartsWith("redshift:RotateEncryptionKey", StringComparison.Ordinal));
        var keys = (await _cli.RunAsync("catalog", "search", "lambda:VpcIds", "--json")).Done().Json;
        Assert.Equal("lambda:VpcIds", keys.GetProperty("conditionKeys")[0].GetProperty("key").GetString());
        var nothing = (await _cli.RunAsync("catalog", "search", "xyzzy")).Done();
        Assert.Equal(("", true), (nothing.Out, nothing.Error.Contains("Nothing has `xyzzy`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Actions_complete_behind_their_service()
    {
        Assert.Contains("sqs\n", (await _cli.RunAsync("complete", "bash", "--", "catalog", "show", "sq")).Done().Out, StringComparison.Ordinal);
        Assert.Equal("CreateQueue\n", (await _cli.RunAsync("complete", "bash", "--", "catalog", "show", "sqs", ":", "Cre")).Done().Out);
        Assert.StartsWith("sqs:CreateQueue\tGrants permission to", (await _cli.RunAsync("complete", "fish", "--", "catalog", "show", "sqs:Cre")).Done().Out, StringComparison.Ordinal);
    }
}
