using Lanyard.Policy.Apply;
using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Policy.Apply;

public sealed class WantedIamReaderTests
{
    private const string Document = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}""";

    [Fact]
    public void Everything_that_the_document_can_say_is_read()
    {
        var wanted = Read($$"""
            {"version":1,"account":"111111111111",
             "providers":[{"url":"https://token.actions.githubusercontent.com/","audiences":["sts.amazonaws.com"],"thumbprints":[]}],
             "policies":[{"name":"orders","path":"/deploy/","description":"of orders","document":{{Document}} }],
             "groups":[{"name":"g","policies":["orders"],"inline":{"one":{{Document}} } }],
             "users":[{"name":"u","groups":["g"],"permissionsBoundary":"orders","accessKey":true,"tags":{"team":"orders"} }],
             "roles":[{"name":"r","path":"/","description":"d","trust":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"} },
               "maxSessionDuration":7200,"policies":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"tags":{"k":"v"} }]}
            """);
        Assert.Equal(
            [IamKind.Provider, IamKind.Policy, IamKind.Group, IamKind.User, IamKind.Role], wanted.Entities.Select(e => e.Kind));
        Assert.Equal(("111111111111", "token.actions.githubusercontent.com"), (wanted.Account!.Value, wanted.Entities[0].Name.Value));
        Assert.Equal(("u", "7200"), (wanted.Entities[3].AccessKey!.Value, wanted.Entities[4].MaxSession));
        var facts = WantedFacts.Of(wanted, new IamAccount("111111111111", "aws-cn"));
        Assert.Equal("arn:aws-cn:iam::111111111111:policy/deploy/orders", facts[1].Whole.Name);
        Assert.Contains(facts[3].Facts, f => f.Key.Aspect == IamAspect.Boundary && f.Value == "arn:aws-cn:iam::111111111111:policy/deploy/orders");
        Assert.Equal("arn:aws-cn:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", facts[0].Whole.Name);
    }

    [Fact]
    public void What_policy_generate_prints_is_read_for_its_policies() =>
        Assert.Equal("deployer", Assert.Single(Read($$"""{"policies":[{"name":"deployer","for":"deployer","document":{{Document}} }],"needs":[{"action":"s3:GetObject"}],"inferred":[],"unknown":[],"notes":[]}""").Entities).Name.Value);

    [Theory]
    [InlineData("""{"roels":[]}""", "1:2: the document has no member `roels`")]
    [InlineData("""{"role":[]}""", "1:2: the document has no member `role`; did you mean `roles`?")]
    [InlineData("""{"version":2}""", "1:12: this Lanyard knows version 1")]
    [InlineData("""{"account":"1111"}""", "1:12: `account` is an account's 12 digits")]
    [InlineData("""{"groups":{}}""", "1:11: `groups` is a list, and this is an object")]
    [InlineData("""{"groups":[{"path":"/"}]}""", "1:12: a group needs `name`")]
    [InlineData("""{"groups":[{"name":"a b"}]}""", "1:20: the name of a group has up to 128")]
    [InlineData("""{"groups":[{"name":"a","path":"x"}]}""", "1:31: `path` begins and ends with `/`")]
    [InlineData("""{"groups":[{"name":"a"},{"name":"A"}]}""", "1:33: the group `A` comes twice")]
    [InlineData("""{"groups":[{"name":"a","name":"b"}]}""", "1:24: `name` comes twice")]
    [InlineData("""{"groups":[{"name":"a","policies":["x"]}]}""", "1:36: there is no policy `x` in this document")]
    [InlineData("""{"groups":[{"name":"a","inline":{"x":{"Statement":[]}}}]}""", "1:38: ")]
    [InlineData("""{"policies":[{"name":"a"}]}""", "1:14: a policy needs `document`")]
    [InlineData("""{"roles":[{"name":"a","maxSessionDuration":60}]}""", "1:44: `maxSessionDuration` is a whole number from 3600 to 43200")]
    [InlineData("""{"roles":[{"name":"a","trust":{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}}]}""", "1:44: the statement of a trust policy needs a Principal")]
    [InlineData("""{"users":[{"name":"a","accessKey":1}]}""", "1:35: `accessKey` is true, or the name")]
    [InlineData("""{"users":[{"name":"a","groups":["g","g"]}]}""", "1:37: `g` comes twice in `groups`")]
    [InlineData("""{"providers":[{"url":"http://x"}]}""", "1:22: `url` is the provider's address")]
    public void What_cannot_be_is_told_with_line_and_column(string json, string message)
    {
        var problem = Assert.Throws<PolicyDocumentException>(() => Read(json));
        Assert.StartsWith($"iam.json:{message}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_larger_than_IAM_takes_is_refused_before_anything_is_changed()
    {
        var actions = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"s3:Action{i:D20}\""));
        var problem = Assert.Throws<PolicyDocumentException>(() => Read($$"""{"policies":[{"name":"a","document":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[{{actions}}],"Resource":"*"} } }]}"""));
        Assert.Contains("IAM takes 6144 here", problem.Message, StringComparison.Ordinal);
    }

    internal static WantedIam Read(string json) => WantedIamReader.Read(JsonTextReader.Read(json, "iam.json", 1 << 20), "iam.json");
}
