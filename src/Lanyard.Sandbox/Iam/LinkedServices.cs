namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The services whose service-linked roles can be made, each with the name of its role: "Service-linked role permissions" in the guide of
/// the service. AWS has more; those that deploy tools ask for are here.
/// </summary>
internal static class LinkedServices
{
    private static readonly Dictionary<string, LinkedService> All = new LinkedService[]
    {
        new("autoscaling.amazonaws.com", "AutoScaling", TakesSuffix: true),
        new("backup.amazonaws.com", "Backup"),
        new("config.amazonaws.com", "Config"),
        new("dax.amazonaws.com", "DAX"),
        new("dynamodb.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_DynamoDBTable"),
        new("ecs.amazonaws.com", "ECS"),
        new("ecs.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_ECSService"),
        new("eks.amazonaws.com", "AmazonEKS"),
        new("eks-nodegroup.amazonaws.com", "AmazonEKSNodegroup"),
        new("elasticache.amazonaws.com", "ElastiCache"),
        new("elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing"),
        new("es.amazonaws.com", "AmazonElasticsearchService"),
        new("guardduty.amazonaws.com", "AmazonGuardDuty"),
        new("lambda.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_LambdaConcurrency"),
        new("opensearchservice.amazonaws.com", "AmazonOpenSearchService"),
        new("ops.apigateway.amazonaws.com", "APIGateway"),
        new("organizations.amazonaws.com", "Organizations"),
        new("rds.amazonaws.com", "RDS"),
        new("replicator.lambda.amazonaws.com", "LambdaReplicator"),
        new("spot.amazonaws.com", "EC2Spot"),
        new("spotfleet.amazonaws.com", "EC2SpotFleet"),
        new("sso.amazonaws.com", "SSO"),
    }.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>Finds a service by its principal; <see langword="null"/> for one that isn't in the list.</summary>
    public static LinkedService? Find(string principal) => All.GetValueOrDefault(principal);
}

/// <summary>A service that has a role in accounts.</summary>
/// <param name="Name">Its principal.</param>
/// <param name="Role">The name of its role, without <c>AWSServiceRoleFor</c>.</param>
/// <param name="TakesSuffix">Whether there can be several such roles, told apart by a suffix.</param>
internal sealed record LinkedService(string Name, string Role, bool TakesSuffix = false)
{
    public string RoleName(string? suffix) => $"AWSServiceRoleFor{Role}{(suffix is null ? "" : "_" + suffix)}";

    public string Trust => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{Name}}"},"Action":"sts:AssumeRole"}]}""";
}
