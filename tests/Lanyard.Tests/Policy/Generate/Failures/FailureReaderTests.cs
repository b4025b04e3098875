using System.Diagnostics;
using Lanyard.Policy.Generate.Failures;

namespace Lanyard.Tests.Policy.Generate.Failures;

public sealed class FailureReaderTests
{
    private const string Sentence = "User: arn:aws:iam::111111111111:user/a is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111111111111:jobs because no identity-based policy allows the sqs:SendMessage action";

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[[[[")]
    [InlineData("{\"errorMessage\":")]
    [InlineData("User: is not authorized to perform: x")]
    [InlineData("not authorized to perform:")]
    [InlineData("ResourceStatus ResourceStatusReason\nCREATE_FAILED")]
    [InlineData("{\"allowed\":false,\"context\":{}}")]
    [InlineData("{\"eventName\":\"X\",\"eventSource\":\"s3.amazonaws.com\"}")]
    [InlineData("The deployment role has all it needs")]
    public void A_text_that_tells_of_no_refusal_gives_none(string text) => Assert.Empty(FailureReader.Read(text));

    [Theory]
    [InlineData("on resource: ")]
    [InlineData("on resource: because")]
    [InlineData("with an explicit deny in a")]
    [InlineData("because no identity-based policy allows the")]
    [InlineData("on resource: \"unfinished")]
    public void A_sentence_that_is_cut_off_still_names_its_action(string end) =>
        Assert.Equal("sqs:SendMessage", Assert.Single(FailureReader.Read($"User: arn:aws:iam::111111111111:user/a is not authorized to perform: sqs:SendMessage {end}")).Action);

    [Fact]
    public void Of_tags_that_failed_the_action_counts_where_it_is_told_and_no_resource_of_the_stack_is_lost()
    {
        const string Events = """
            {"StackEvents":[
              {"LogicalResourceId":"Q","ResourceType":"AWS::SQS::Queue","ResourceStatus":"CREATE_FAILED","ResourceStatusReason":"Encountered a permissions error performing a tagging operation, please add required tag permissions. Resource handler returned message: \"User: arn:aws:sts::111111111111:assumed-role/deploy/ci is not authorized to perform: sqs:tagqueue on resource: arn:aws:sqs:eu-west-1:111111111111:q because no identity-based policy allows the sqs:tagqueue action\""},
              {"LogicalResourceId":"T","ResourceType":"AWS::SNS::Topic","ResourceStatus":"CREATE_FAILED","ResourceStatusReason":"Encountered a permissions error performing a tagging operation, please add required tag permissions."},
              {"LogicalResourceId":"B","ResourceType":"AWS::S3::Bucket","ResourceStatus":"CREATE_FAILED","ResourceStatusReason":"API: s3:SetBucketEncryption Access Denied"},
              {"LogicalResourceId":"P","ResourceType":"AWS::S3::BucketPolicy","ResourceStatus":"CREATE_FAILED","ResourceStatusReason":"Access Denied"}]}
            """;
        Assert.Equal(["Q sqs:tagqueue", "T tags", "B s3:PutEncryptionConfiguration", "P "], FailureReader.Read(Events).Select(f => $"{f.LogicalId} {(f.IsTagging ? "tags" : f.Action)}"));
    }

    [Fact]
    public void Every_cut_of_a_text_is_read_without_an_error()
    {
        for (var length = 0; length <= Sentence.Length; length++)
        {
            var found = FailureReader.Read(Sentence[..length]);
            Assert.All(found, failure => FailureNeed.Of(failure, new FailureFacts(AnySuffix: true)));
        }
    }

    [Fact]
    public void Lines_of_a_log_are_read_in_a_moment()
    {
        var log = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"2026-11-28T10:00:00Z User: someone is working on resource {i} with an API: s3:GetObject of AWS::S3::Bucket, {new string('x', 300)}\n"));
        var started = Stopwatch.GetTimestamp();
        Assert.Single(FailureReader.Read(log + Sentence));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Texts_with_hostile_repetitions_end()
    {
        string[] texts = [new string(' ', 200_000), string.Concat(Enumerable.Repeat("User: ", 50_000)), string.Concat(Enumerable.Repeat("not ", 50_000)), "ResourceStatus  ResourceStatusReason\n" + string.Concat(Enumerable.Repeat(new string(' ', 50) + "x\n", 20_000)), string.Concat(Enumerable.Repeat(Sentence[..90], 2_000)), new string('{', 100_000)];
        var started = Stopwatch.GetTimestamp();
        Assert.All(texts, text => FailureReader.Read(text));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_message_in_colours_and_a_frame_is_read() =>
        Assert.Equal("sqs:SendMessage", Assert.Single(FailureReader.Read("\u001b[31m│\u001b[0m Error: \u001b[1m" + Sentence.Replace(" because", "\r\n│ because", StringComparison.Ordinal))).Action);
}
