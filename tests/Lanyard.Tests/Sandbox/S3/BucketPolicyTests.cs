namespace Lanyard.Tests.Sandbox.S3;

/// <summary>What "PutBucketPolicy" takes: a policy about this bucket, with principals and S3's actions, in the words of S3's MalformedPolicy errors.</summary>
public sealed class BucketPolicyTests : IDisposable
{
    private readonly S3Sandbox _s3 = new();

    [Theory]
    [InlineData("arn:aws:s3:::files", null)]
    [InlineData("arn:aws:s3:::files/*", null)]
    [InlineData("arn:aws:s3:::files*", null)]
    [InlineData("arn:aws:s3:::other", "MalformedPolicy: Policy has invalid resource")]
    [InlineData("arn:aws:s3:::other/*", "MalformedPolicy: Policy has invalid resource")]
    [InlineData("arn:aws:s3:::filesystem/*", "MalformedPolicy: Policy has invalid resource")]
    [InlineData("arn:aws:sqs:us-east-1:111111111111:files", "MalformedPolicy: Policy has invalid resource")]
    [InlineData("*", "MalformedPolicy: Policy has invalid resource")]
    public async Task It_is_about_this_bucket(string resource, string? refusal)
    {
        var bucket = _s3.Make("files");
        var policy = Policy("s3:*", resource);
        if (refusal is null)
        {
            await _s3.DoAsync(_s3.Admin, "PUT", "/files?policy=", policy);
            Assert.NotNull(bucket.Policy);
        }
        else
        {
            Assert.Equal(refusal, await _s3.RefusalAsync(_s3.Admin, "PUT", "/files?policy=", policy));
            Assert.Null(bucket.Policy);
        }
    }

    [Theory]
    [InlineData("sqs:SendMessage", "arn:aws:s3:::files/*", "MalformedPolicy: Policy has invalid action")]
    [InlineData("s3:GetObject", "arn:aws:s3:::files", "MalformedPolicy: Action does not apply to any resource(s) in statement")]
    [InlineData("s3:ListBucket", "arn:aws:s3:::files/*", "MalformedPolicy: Action does not apply to any resource(s) in statement")]
    [InlineData("s3:ListAllMyBuckets", "arn:aws:s3:::files", "MalformedPolicy: Action does not apply to any resource(s) in statement")]
    [InlineData("s3:ListAllMyBuckets", "arn:aws:s3:::files*", "MalformedPolicy: Action does not apply to any resource(s) in statement")]
    [InlineData("s3:GetAccessPoint", "arn:aws:s3:::files/*", "MalformedPolicy: Action does not apply to any resource(s) in statement")]
    public async Task Its_actions_are_those_of_S3_and_apply_to_its_resources(string action, string resource, string refusal)
    {
        _s3.Make("files");
        Assert.Equal(refusal, await _s3.RefusalAsync(_s3.Admin, "PUT", "/files?policy=", Policy(action, resource)));
    }

    [Theory]
    [InlineData("\"Action\":\"s3:GetObject\"")]
    [InlineData("\"Action\":\"s3:*\"")]
    [InlineData("\"NotAction\":\"s3:GetObject\"")]
    public async Task Each_of_its_statements_has_a_resource(string action)
    {
        var bucket = _s3.Make("files");
        Assert.Equal("MalformedPolicy: Missing required field Resource", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files?policy=", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",{{action}}}]}"""));
        Assert.Null(bucket.Policy);
        await _s3.DoAsync(_s3.Admin, "PUT", "/files?policy=", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",{{action}},"NotResource":"arn:aws:s3:::files/public/*"}]}""");
    }

    [Fact]
    public async Task A_principal_that_is_not_there_is_refused()
    {
        _s3.Make("files");
        Assert.Equal("MalformedPolicy: Invalid principal in policy", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files?policy=", Policy("s3:*", "arn:aws:s3:::files", """{"AWS":"arn:aws:iam::111111111111:role/nobody"}""")));
        await _s3.DoAsync(_s3.Admin, "PUT", "/files?policy=", Policy("s3:*", "arn:aws:s3:::files", """{"AWS":"arn:aws:iam::222222222222:root"}"""));
    }

    public void Dispose() => _s3.Dispose();

    private static string Policy(string action, string resource, string principal = "\"*\"") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"{{action}}","Resource":"{{resource}}"}]}""";
}
