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

    // "Standard parameters … are encrypted and decrypted directly under the KMS key … To encrypt and decrypt advanced … envelope encryption": the same page.
    [Theory]
    [InlineData("kms:Encrypt", "kms:GenerateDataKey", "Standard", "x")]
    [InlineData("kms:Encrypt", "kms:GenerateDataKey", "Intelligent-Tiering", "x")]
    [InlineData("kms:GenerateDataKey", "kms:Encrypt", "Advanced", "x")]
    [InlineData("kms:GenerateDataKey", "kms:Encrypt", "Intelligent-Tiering", "long")]
    public async Task What_a_key_is_asked_for_depends_on_the_tier(string asked, string other, string tier, string value)
    {
        MakeKey();
        var body = $$"""{"Name":"NAME","Value":"{{(value == "long" ? new string('x', 4097) : value)}}","Type":"SecureString","KeyId":"{{Key}}","Tier":"{{tier}}"}""";
        var right = await UserAsync("right", asked);
        await _ssm.DoAsync("PutParameter", body.Replace("NAME", "a", StringComparison.Ordinal), right);
        var refusal = await _ssm.RefusalAsync("PutParameter", body.Replace("NAME", "b", StringComparison.Ordinal), await UserAsync("wrong", other));
        Assert.Contains($"{asked} on resource: {Key}", refusal, StringComparison.Ordinal);
        Assert.Null(_ssm.Parameters.Find(TestSandbox.Dev, "eu-west-1", "b"));
    }

    // What is advanced stays so, whatever the request says.
    [Fact]
    public async Task A_new_value_of_an_advanced_parameter_takes_a_data_key()
    {
        MakeKey();
        await _ssm.DoAsync("PutParameter", """{"Name":"a","Value":"1","Type":"SecureString","Tier":"Advanced"}""");
        var body = $$"""{"Name":"a","Value":"2","Type":"SecureString","KeyId":"{{Key}}","Overwrite":true}""";
        Assert.Contains("kms:GenerateDataKey on resource: " + Key, await _ssm.RefusalAsync("PutParameter", body, await UserAsync("wrong", "kms:Encrypt")), StringComparison.Ordinal);
        Assert.Equal("1", _ssm.Parameters.Find(TestSandbox.Dev, "eu-west-1", "a")!.Value);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_refused() =>
        Assert.StartsWith("InvalidKeyId", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"x","Type":"SecureString","KeyId":"alias/none"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_plain_parameter_has_no_key() => Assert.StartsWith(
        "ValidationException: KeyId is required for SecureString type parameter only.", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"x","Type":"String","KeyId":"alias/aws/ssm"}"""), StringComparison.Ordinal);

    public void Dispose() => _ssm.Dispose();

    private Task<Lanyard.Aws.Signing.AwsCredentials> UserAsync(string name, string ofKey) => _ssm.Iam.MakeUserAsync(
        name, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:*","{{ofKey}}"],"Resource":"*"}]}""");

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
