namespace Lanyard.Tests.Policy.Generate;

/// <summary>What a resource has beside its properties: policies of deletion and of updates.</summary>
public sealed class AttributeTests
{
    [Theory]
    [InlineData("AWS::RDS::DBInstance", "rds:CreateDBSnapshot", "", true)]
    [InlineData("AWS::RDS::DBInstance", "rds:CreateDBSnapshot", "DeletionPolicy: Delete", false)]
    [InlineData("AWS::RDS::DBInstance", "rds:CreateDBSnapshot", "DeletionPolicy: Snapshot", true)]
    [InlineData("AWS::RDS::DBInstance", "rds:CreateDBSnapshot", "Properties: {DBClusterIdentifier: c}", false)]
    [InlineData("AWS::RDS::DBCluster", "rds:CreateDBClusterSnapshot", "", true)]
    [InlineData("AWS::RDS::DBCluster", "rds:CreateDBClusterSnapshot", "DeletionPolicy: Delete", false)]
    [InlineData("AWS::EC2::Volume", "ec2:CreateSnapshot", "", false)]
    [InlineData("AWS::EC2::Volume", "ec2:CreateSnapshot", "DeletionPolicy: Snapshot", true)]
    [InlineData("AWS::EC2::Volume", "ec2:CreateSnapshot", "UpdateReplacePolicy: Snapshot", true)]
    [InlineData("AWS::ElastiCache::ReplicationGroup", "elasticache:CreateSnapshot", "", false)]
    [InlineData("AWS::ElastiCache::ReplicationGroup", "elasticache:CreateSnapshot", "DeletionPolicy: Snapshot", true)]
    public void A_last_snapshot_is_made_where_the_template_or_CloudFormations_default_says_so(string type, string action, string more, bool isNeeded) =>
        Assert.Equal(isNeeded, Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', {more}}}").On(action).Length > 0);

    [Fact]
    public void An_alias_is_updated_by_CodeDeploy_where_its_policy_says_so()
    {
        const string Alias = "Resources:\n  A: {Type: 'AWS::Lambda::Alias', Properties: {FunctionName: f, Name: live}";
        Assert.Equal(
            ["arn:aws:codedeploy:eu-west-1:111111111111:deploymentgroup:app/group"],
            Lab.NeedsOf(Alias + ", UpdatePolicy: {CodeDeployLambdaAliasUpdate: {ApplicationName: app, DeploymentGroupName: group}}}").On("codedeploy:CreateDeployment"));
        Assert.Empty(Lab.NeedsOf(Alias + "}").On("codedeploy:CreateDeployment"));
    }

    [Fact]
    public void Instances_are_replaced_one_after_the_other_where_the_groups_policy_says_so()
    {
        Assert.NotEmpty(Lab.NeedsOf("Resources:\n  G: {Type: 'AWS::AutoScaling::AutoScalingGroup', UpdatePolicy: {AutoScalingRollingUpdate: {MaxBatchSize: 1}}}").On("autoscaling:TerminateInstanceInAutoScalingGroup"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  G: {Type: 'AWS::AutoScaling::AutoScalingGroup'}").On("autoscaling:TerminateInstanceInAutoScalingGroup"));
    }

    [Fact]
    public void Availability_Zones_are_looked_up_where_the_template_asks_for_them()
    {
        Assert.Equal(["*"], Lab.NeedsOf("Resources:\n  S: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: v, AvailabilityZone: !Select [0, !GetAZs '']}}").Needs.Where(n => n.Reason.StartsWith("the template asks", StringComparison.Ordinal)).Select(n => n.Resource));
        Assert.DoesNotContain(Lab.NeedsOf("Resources:\n  S: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: v}}").Needs, n => n.Reason.StartsWith("the template asks", StringComparison.Ordinal));
    }
}
