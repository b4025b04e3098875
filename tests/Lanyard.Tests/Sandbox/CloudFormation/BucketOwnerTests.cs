using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>The owner of a bucket and its policy decide of the calls that handlers make.</summary>
public sealed class BucketOwnerTests : IDisposable
{
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::theirs/*"}]}""";
    private const string PutsPolicy = $$"""{"Resources":{"It":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":"theirs","PolicyDocument":{{Policy}} } } } }""";
    private const string Function = """{"Resources":{"It":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"f","Handler":"h","Runtime":"nodejs22.x","Role":"arn:aws:iam::111111111111:role/f","Code":{"S3Bucket":"theirs","S3Key":"code"} } } } }""";

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task The_policy_of_another_accounts_bucket_is_not_overwritten()
    {
        var bucket = Theirs(null);
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, PutsPolicy);
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains("s3:GetBucketPolicy", Assert.Single(failures), StringComparison.Ordinal);
        Assert.Null(bucket.Policy);
    }

    // "PutBucketPolicy", Amazon S3 API Reference.
    [Fact]
    public async Task Nor_by_who_is_allowed_to()
    {
        var bucket = Theirs("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:*","Resource":"*"}]}""");
        var before = bucket.Policy;
        var (_, failures) = await _stacks.CreateAsync(_stacks.Admin, PutsPolicy);
        Assert.Contains("The specified method is not allowed", Assert.Single(failures), StringComparison.Ordinal);
        Assert.Same(before, bucket.Policy);
    }

    [Fact]
    public async Task Code_in_another_accounts_bucket_takes_the_buckets_policy_too()
    {
        var bucket = Theirs(null);
        Assert.Contains("s3:GetObject", Assert.Single((await _stacks.CreateAsync(_stacks.Admin, Function)).Failures), StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        bucket.Policy = new StoredPolicy("policy", PolicyKind.Resource, Policy);
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Function));
    }

    [Theory]
    [InlineData("s3:GetObject", true)]
    [InlineData("s3:DeleteBucket", false)]
    public async Task A_Deny_of_the_bucket_counts(string denied, bool isGone)
    {
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"It":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"ours"}}}}""");
        var bucket = _stacks.Sandbox.Server.State.Buckets.Find("ours")!;
        bucket.Policy = new StoredPolicy("policy", PolicyKind.Resource, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"{{denied}}","Resource":"*"}]}""");
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal(isGone, _stacks.Sandbox.Server.State.Buckets.Find("ours") is null);
    }

    [Fact]
    public async Task A_bucket_that_shall_be_tagged_asks_its_policy()
    {
        const string Template = """{"Resources":{"It":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"ours","Tags":[{"Key":"a","Value":"VALUE"}]}}}}""";
        await _stacks.CreateAsync(_stacks.Admin, Template);
        _stacks.Sandbox.Server.State.Buckets.Find("ours")!.Policy = new StoredPolicy("policy", PolicyKind.Resource, """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:PutBucketTagging","Resource":"*"}]}""");
        var (_, failures) = await _stacks.UpdateAsync(_stacks.Admin, Template.Replace("VALUE", "other", StringComparison.Ordinal));
        Assert.Contains("s3:PutBucketTagging", failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_status_is_written_as_text()
    {
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"It":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"ours","VersioningConfiguration":{"Status":"</Status><Status>Enabled"}}}}}""");
        Assert.False(_stacks.Sandbox.Server.State.Buckets.Find("ours")!.IsVersioned);
    }

    [Fact]
    public async Task The_policy_of_an_own_bucket_is_put()
    {
        _stacks.Sandbox.Server.State.Buckets.Add(new Bucket("theirs", StackSandbox.Account, StackSandbox.Region, _stacks.Sandbox.Clock.Now));
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, PutsPolicy));
        Assert.NotNull(_stacks.Sandbox.Server.State.Buckets.Find("theirs")!.Policy);
    }

    [Fact]
    public async Task A_parameter_names_no_other()
    {
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"It":{"Type":"AWS::SSM::Parameter","Properties":{"Name":"p","Type":"String","Value":{"Fn::Join":["",["x{","{ssm:b}}"]]}}}}}""");
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains("can't nest another parameter", Assert.Single(failures), StringComparison.Ordinal);
        Assert.Null(_stacks.Sandbox.Server.State.Parameters.Find(StackSandbox.Account, StackSandbox.Region, "p"));
    }

    [Fact]
    public async Task A_role_that_is_passed_brings_its_tags()
    {
        await _stacks.Iam.DoAsync("CreateRole", ("RoleName", "f"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""), ("Tags.member.1.Key", "guarded"), ("Tags.member.1.Value", "yes"));
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["lambda:*","iam:PassRole","s3:*"],"Resource":"*"}""", """{"Effect":"Deny","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/guarded":"yes"}}}""");
        _stacks.PutObject("theirs", "code", "");
        Assert.Contains("iam:PassRole", Assert.Single((await _stacks.CreateAsync(user, Function)).Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_has_the_status_of_each_fault()
    {
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"It":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"ManagedPolicyName":"p","Roles":["gone"],"PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}}}}""");
        Assert.Equal(404, _stacks.Sandbox.Log.First(call => call.Error is "NoSuchEntity").Status);
    }

    public void Dispose() => _stacks.Dispose();

    private Bucket Theirs(string? policy)
    {
        var bucket = new Bucket("theirs", TestSandbox.Staging, StackSandbox.Region, _stacks.Sandbox.Clock.Now) { Policy = policy is null ? null : new StoredPolicy("policy", PolicyKind.Resource, policy) };
        _stacks.Sandbox.Server.State.Buckets.Add(bucket);
        return bucket;
    }
}
