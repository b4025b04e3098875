using System.Text;
using Lanyard.Sandbox.CloudFormation.Schemas;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Types of which only what AWS publishes of their handlers is known.</summary>
public sealed class SchemaHandlerTests : IDisposable
{
    private const string Schema = """
        {"typeName":"AWS::Backup::BackupVault","primaryIdentifier":["/properties/BackupVaultName"],"createOnlyProperties":["/properties/BackupVaultName","/properties/EncryptionKeyArn"],
         "handlers":{"create":{"permissions":["backup:CreateBackupVault","backup:TagResource","iam:PassRole","backup:NoSuchAction"]},"read":{"permissions":["backup:DescribeBackupVault"]},
         "update":{"permissions":["backup:PutBackupVaultAccessPolicy"]},"delete":{"permissions":["backup:DeleteBackupVault"]}}}
        """;

    private const string Template = """{"Resources":{"It":{"Type":"AWS::Backup::BackupVault","Properties":{"BackupVaultName":"safe","Role":"arn:aws:iam::111111111111:role/backup"}}},"Outputs":{"Arn":{"Value":{"Fn::GetAtt":["It","Arn"]}}}}""";
    private const string Vault = "arn:aws:backup:eu-west-1:111111111111:backup-vault:safe";

    private readonly StackSandbox _stacks;

    public SchemaHandlerTests()
    {
        var known = HandlerSchema.Parse(Encoding.UTF8.GetBytes(Schema)).ToDictionary(schema => schema.Type);
        _stacks = new StackSandbox(known.GetValueOrDefault);
    }

    [Fact]
    public async Task Each_permission_is_asked_for_on_the_ARN_that_the_catalogue_has()
    {
        var user = await _stacks.UserAsync("maker", $$"""{"Effect":"Allow","Action":["backup:CreateBackupVault","backup:DeleteBackupVault"],"Resource":"{{Vault}}"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111111111111:role/backup"}""");
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(user, Template));
        Assert.Equal(Vault, _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Outputs[0].Value);
        await _stacks.CallAsync(user, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", (await _stacks.StateAsync()).Status);
    }

    [Theory]
    [InlineData("backup:CreateBackupVault on resource: " + Vault, """{"Effect":"Allow","Action":["iam:*","backup:D*"],"Resource":"*"}""")]
    [InlineData("iam:PassRole on resource: arn:aws:iam::111111111111:role/backup", """{"Effect":"Allow","Action":"backup:*","Resource":"*"}""")]
    public async Task What_is_not_allowed_fails_the_resource(string missing, string allowed)
    {
        var (status, failures) = await _stacks.CreateAsync(await _stacks.UserAsync("maker", allowed), Template);
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains(missing, Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_whose_making_would_ask_for_nothing_stays_unknown()
    {
        var silent = Schema.Replace("\"backup:CreateBackupVault\",\"backup:TagResource\",\"iam:PassRole\",", "", StringComparison.Ordinal);
        var known = HandlerSchema.Parse(Encoding.UTF8.GetBytes(silent)).ToDictionary(schema => schema.Type);
        using var stacks = new StackSandbox(known.GetValueOrDefault);
        var (status, failures) = await stacks.CreateAsync(stacks.Admin, Template);
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains("AWS::Backup::BackupVault", Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_reads_and_updates_and_one_of_the_identifier_takes_another()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template);
        await _stacks.UpdateAsync(_stacks.Admin, Template.Replace("role/backup", "role/other", StringComparison.Ordinal));
        Assert.Contains(_stacks.Sandbox.Log, call => call.Operation == "DescribeBackupVault");
        Assert.Contains(_stacks.Sandbox.Log, call => call.Operation == "PutBackupVaultAccessPolicy");
        await _stacks.UpdateAsync(_stacks.Admin, Template.Replace("safe", "safer", StringComparison.Ordinal));
        Assert.Contains(_stacks.Sandbox.Log, call => call.Operation == "DeleteBackupVault");
        Assert.Equal("safer", _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Find("It")!.PhysicalId);
    }

    [Fact]
    public void What_the_published_file_of_many_types_tells_is_read()
    {
        var types = HandlerSchema.Parse(File.ReadAllBytes(Conformance.File("cfn-handler-permissions.json")));
        Assert.True(types.Count > 700);
        Assert.Contains("sqs:CreateQueue", Assert.Single(types, t => t.Type == "AWS::SQS::Queue").Create);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"typeName":1,"handlers":{}}""")]
    [InlineData("""{"AWS::A::B":{"create":[1]}}""")]
    [InlineData("""{"AWS::A::B":{"create":[],"delete":["sqs:DeleteQueue"]}}""")]
    public void Anything_else_is_refused(string json) => Assert.Throws<FormatException>(() => HandlerSchema.Parse(Encoding.UTF8.GetBytes(json)));

    public void Dispose() => _stacks.Dispose();
}
