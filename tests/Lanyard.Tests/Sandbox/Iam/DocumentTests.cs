using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>What IAM refuses to save, in the words that users quote in issues and that the tests of moto (Apache-2.0) measured.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Theory]
    [InlineData("", "ValidationError", "Member must have length greater than or equal to 1")]
    [InlineData("{", "MalformedPolicyDocument", "Syntax errors in policy.")]
    [InlineData("[]", "MalformedPolicyDocument", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17"}""", "MalformedPolicyDocument", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", "MalformedPolicyDocument", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"s3:*","Resource":"*"}}""", "MalformedPolicyDocument", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Extra":1}}""", "MalformedPolicyDocument", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}""", "MalformedPolicyDocument", "Policy statement must contain actions.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}""", "MalformedPolicyDocument", "Policy statement must contain actions.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*"}}""", "MalformedPolicyDocument", "Policy statement must contain resources.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"invalid","Resource":"*"}}""", "MalformedPolicyDocument", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:b:c","Resource":"*"}}""", "MalformedPolicyDocument", "Actions/Condition can contain only one colon.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a a:b","Resource":"*"}}""", "MalformedPolicyDocument", "Vendor a a is not valid")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"thing"}}""", "MalformedPolicyDocument", "Resource thing must be in ARN format or \"*\".")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:x:s3:::b"}}""", "MalformedPolicyDocument", "Partition \"x\" is not valid for resource \"arn:x:s3:::b\".")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s*:::b"}}""", "MalformedPolicyDocument", "Resource vendor must be fully qualified and cannot contain regexes.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:eu-west-1::b"}}""", "MalformedPolicyDocument", "Resource arn:aws:s3:eu-west-1::b can not contain region information.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::123456789012:thing/b"}}""", "MalformedPolicyDocument", "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Sid":"a b","Effect":"Allow","Action":"s3:*","Resource":"*"}}""", "MalformedPolicyDocument", "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}""", "MalformedPolicyDocument", "Policy document should not specify a principal.")]
    [InlineData("""{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""", "MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater.")]
    public async Task A_managed_policy_is_refused(string document, string code, string message)
    {
        var refusal = await _iam.RefusalAsync(_iam.Admin, "CreatePolicy", ("PolicyName", "p"), ("PolicyDocument", document));
        Assert.Equal(code, refusal.Code);
        Assert.EndsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Deny","NotAction":"*","NotResource":["arn:*:ec2:eu-west-1:123456789012:instance/*"]}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":["arn:aws:iam::*:u*","arn:aws:iam::123456789012:root","arn:aws:iam::123456789012:*"]}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:eu-west-1:123456789012:accesspoint/a"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true}}}}""")]
    public async Task A_managed_policy_is_taken(string document) => await _iam.DoAsync("CreatePolicy", ("PolicyName", "p"), ("PolicyDocument", document));

    [Theory]
    [InlineData("nonsense", "This policy contains invalid Json")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*"}}""", "Has prohibited field Resource")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}""", "Missing required field Principal")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Principal":"*"}}""", "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:role/never"}}}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111111111111:role/never\"")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:user/*"}}}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111111111111:user/*\"")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2"}}}""", "Invalid principal in policy: \"SERVICE\":\"ec2\"")]
    public async Task A_trust_policy_is_refused(string document, string message) => Assert.Equal(
        ("MalformedPolicyDocument", message), await _iam.RefusalAsync(_iam.Admin, "CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", document)));

    // "IAM and AWS STS quotas", IAM User Guide: white space doesn't count.
    [Fact]
    public async Task White_space_does_not_count_for_quotas()
    {
        var wide = Saying("s3:*").Replace(":", ":" + new string(' ', 3000), StringComparison.Ordinal).Replace("s3:" + new string(' ', 3000), "s3:", StringComparison.Ordinal);
        await _iam.DoAsync("CreatePolicy", ("PolicyName", "wide"), ("PolicyDocument", wide));
        await _iam.DoAsync("PutUserPolicy", ("UserName", "ci"), ("PolicyName", "wide"), ("PolicyDocument", wide));
        var names = string.Join("\",\"", Enumerable.Range(0, 120).Select(n => $"arn:aws:s3:::bucket-{n:D10}"));
        Assert.Equal(
            ("LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user ci"),
            await _iam.RefusalAsync(_iam.Admin, "PutUserPolicy", ("UserName", "ci"), ("PolicyName", "long"), ("PolicyDocument", Saying("s3:*", names).Replace($"\"{names}\"", $"[\"{names}\"]", StringComparison.Ordinal))));
    }
}
