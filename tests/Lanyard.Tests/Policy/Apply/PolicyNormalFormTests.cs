using Lanyard.Policy.Apply;

namespace Lanyard.Tests.Policy.Apply;

public sealed class PolicyNormalFormTests
{
    private const string One = """
        {"Version":"2012-10-17","Statement":[
          {"Sid":"A","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}},
          {"Effect":"Deny","Action":"iam:*","Resource":["*"]}]}
        """;

    [Theory]
    [InlineData("""{"Statement":[{"Effect":"Deny","Action":["iam:*"],"Resource":"*"},{"Condition":{"Bool":{"AWS:securetransport":true}},"Resource":["*"],"Action":["S3:putobject","s3:GetObject","s3:GetObject"],"Effect":"Allow","Sid":"A"}],"Version":"2012-10-17"}""", true)]
    [InlineData("""{"Version":"2008-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}},{"Effect":"Deny","Action":"iam:*","Resource":["*"]}]}""", false)]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},{"Effect":"Deny","Action":"iam:*","Resource":["*"]}]}""", false)]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"B","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}},{"Effect":"Deny","Action":"iam:*","Resource":["*"]}]}""", false)]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}""", false)]
    public void Only_what_is_meant_differently_is_another_document(string other, bool same) =>
        Assert.Equal(same, PolicyNormalForm.AreSame(One, other));

    // "AWS JSON policy elements: Principal", IAM User Guide: the account's number is short for its ARN, to which IAM turns it when it saves.
    [Theory]
    [InlineData("""{"AWS":"111111111111"}""", """{"AWS":["arn:aws:iam::111111111111:root"]}""", true)]
    [InlineData("""{"AWS":"*"}""", "\"*\"", true)]
    [InlineData("""{"AWS":"111111111111"}""", """{"AWS":"222222222222"}""", false)]
    [InlineData("""{"Service":"lambda.amazonaws.com"}""", """{"Federated":"lambda.amazonaws.com"}""", false)]
    public void Principals_are_compared_as_IAM_saves_them(string one, string other, bool same) => Assert.Equal(same, PolicyNormalForm.AreSame(Trust(one), Trust(other)));

    [Fact]
    public void What_is_no_policy_is_the_same_as_itself_alone()
    {
        Assert.True(PolicyNormalForm.AreSame("x", "x"));
        Assert.False(PolicyNormalForm.AreSame("x", One));
    }

    private static string Trust(string principal) => $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"} }""";
}
