using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.Ssm;

/// <summary>"How AWS Systems Manager Parameter Store uses AWS KMS", AWS KMS Developer Guide: what is secure is read in the clear by who asks for that and may decrypt.</summary>
public sealed class SecureStringTests : IDisposable
{
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555";

    private readonly SsmSandbox _ssm = new();

    [Fact]
    public async Task Without_decryption_the_value_is_not_told()
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"/a/b","Value":"hunter2","Type":"SecureString"}""");
        foreach (var (operation, body) in new[] { ("GetParameter", """{"Name":"/a/b"}"""), ("GetParameters", """{"Names":["/a/b"],"WithDecryption":false}"""), ("GetParametersByPath", """{"Path":"/a"}"""), ("GetParameterHistory", """{"Name":"/a/b"}""") })
        {
            var told = (await _ssm.DoAsync(operation, body)).ToJsonString();
            Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
            Assert.Contains("\"Value\":\"AQICA", told, StringComparison.Ordinal);
        }

        Assert.Equal("hunter2", (string?)(await _ssm.DoAsync("GetParameter", """{"Name":"/a/b","WithDecryption":true}"""))["Parameter"]!["Value"]);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    [InlineData("alias/own")]
    public async Task A_key_of_ones_own_takes_the_permission_to_use_it(string key)
    {
        MakeKey();
        await _ssm.DoAsync("PutParameter", $$"""{"Name":"a","Value":"hunter2","Type":"SecureString","KeyId":"{{key}}"}""");
        var user = await _ssm.Iam.MakeUserAsync("reader", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:*","Resource":"*"}]}""");
        Assert.StartsWith("AccessDeniedException", await _ssm.RefusalAsync("PutParameter", $$"""{"Name":"b","Value":"x","Type":"SecureString","KeyId":"{{key}}"}""", user), StringComparison.Ordinal);
        Assert.Null(_ssm.Parameters.Find(TestSandbox.Dev, "eu-west-1", "b"));
        var refusal = await _ssm.RefusalAsync("GetParameter", """{"Name":"a","WithDecryption":true}""", user);
        Assert.Contains("kms:Decrypt on resource: " + Key, refusal, StringComparison.Ordinal);
        Assert.Contains("kms:Decrypt", await _ssm.RefusalAsync("GetParameters", """{"Names":["a"],"WithDecryption":true}""", user), StringComparison.Ordinal);
    }

    // "If you don't specify a key ID, the system uses the default key": "PutParameter", Systems Manager API Reference.
    [Fact]
    public async Task A_new_value_without_a_key_is_for_the_one_of_AWS()
    {
        MakeKey();
        await _ssm.DoAsync("PutParameter", $$"""{"Name":"a","Value":"hunter2","Type":"SecureString","KeyId":"{{Key}}"}""");
        var user = await _ssm.Iam.MakeUserAsync("writer", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:*","Resource":"*"}]}""");
        await _ssm.DoAsync("PutParameter", """{"Name":"a","Value":"hunter3","Overwrite":true}""", user);
        Assert.Equal([Key, null], _ssm.Parameters.Versions(TestSandbox.Dev, "eu-west-1", "a").Select(v => v.KeyArn));
        Assert.Equal("hunter3", (string?)(await _ssm.DoAsync("GetParameter", """{"Name":"a","WithDecryption":true}""", user))["Parameter"]!["Value"]);
        Assert.Contains("kms:Decrypt", await _ssm.RefusalAsync("GetParameter", """{"Name":"a:1","WithDecryption":true}""", user), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_refused() =>
        Assert.StartsWith("InvalidKeyId", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"x","Type":"SecureString","KeyId":"alias/none"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_plain_parameter_has_no_key() => Assert.StartsWith(
        "ValidationException: KeyId is required for SecureString type parameter only.", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"x","Type":"String","KeyId":"alias/aws/ssm"}"""), StringComparison.Ordinal);

    public void Dispose() => _ssm.Dispose();

    private void MakeKey()
    {
        var (properties, stacks) = (Lanyard.Policy.Documents.JsonTextReader.Read("""{"AliasName":"alias/own","TargetKeyId":"KEY"}""".Replace("KEY", Key, StringComparison.Ordinal), null, 1000), _ssm.Iam.Sandbox.Server.State.Stacks);
        stacks.Put(new Stack("arn:aws:cloudformation:eu-west-1:111111111111:stack/keys/1", "keys", TestSandbox.Dev, "eu-west-1", _ssm.Iam.Sandbox.Clock.Now)
        {
            Status = "CREATE_COMPLETE",
            Resources =
            [
                new StackResource("Key", "AWS::KMS::Key", Key.Split('/')[1], Lanyard.Policy.Documents.JsonTextReader.Read("{}", null, 10)) { Attributes = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("Arn", Key) },
                new StackResource("Alias", "AWS::KMS::Alias", "alias/own", properties),
            ],
        });
    }
}
