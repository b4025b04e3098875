using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>Keys of KMS that resources are under.</summary>
public sealed class KeyTests
{
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/0d1f";

    [Theory]
    [InlineData("AWS::Lambda::Function", "KmsKeyArn")]
    [InlineData("AWS::EFS::FileSystem", "KmsKeyId")]
    [InlineData("AWS::RDS::DBCluster", "KmsKeyId")]
    [InlineData("AWS::EC2::Volume", "KmsKeyId")]
    [InlineData("AWS::ElastiCache::ReplicationGroup", "KmsKeyId")]
    public void A_resource_gets_a_grant_on_its_key_for_AWS_alone(string type, string property)
    {
        var need = Assert.Single(Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{property}: '{Key}'}}}}").Needs, n => n.Action == "kms:CreateGrant");
        Assert.Equal(Key, need.Resource);
        Assert.Contains(new NeedCondition("Bool", "kms:GrantIsForAWSResource", ["true"]), need.Conditions);
        Assert.Empty(Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{Tags: []}}}}").On("kms:CreateGrant"));
    }

    [Fact]
    public void What_the_policy_of_an_imported_key_allows_is_said_to_be_unknown()
    {
        Assert.Contains("policy of the key", Assert.Single(Lab.NeedsOf($"Resources:\n  F: {{Type: 'AWS::Lambda::Function', Properties: {{KmsKeyArn: '{Key}'}}}}").Notes), StringComparison.Ordinal);
        Assert.Single(Lab.NeedsOf("Parameters: {K: {Type: String}}\nResources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {KmsKeyArn: !Ref K}}").Notes);
        Assert.Empty(Lab.NeedsOf("Resources:\n  K: {Type: 'AWS::KMS::Key'}\n  F: {Type: 'AWS::Lambda::Function', Properties: {KmsKeyArn: !GetAtt K.Arn}}").Notes);
        Assert.Empty(Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {}}").Notes);
    }
}
