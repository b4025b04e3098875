namespace Lanyard.Credentials.ConsoleLinks;

/// <summary>The console's page of each service that people go to, by the name that the AWS CLI has for it, and some that people say.</summary>
public static class ConsolePages
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["acm"] = "acm/home",
        ["amplify"] = "amplify/home",
        ["apigateway"] = "apigateway/main/apis",
        ["appsync"] = "appsync/home",
        ["athena"] = "athena/home",
        ["batch"] = "batch/home",
        ["bedrock"] = "bedrock/home",
        ["billing"] = "billing/home",
        ["cloudformation"] = "cloudformation/home",
        ["cloudfront"] = "cloudfront/v4/home",
        ["cloudtrail"] = "cloudtrailv2/home",
        ["cloudwatch"] = "cloudwatch/home",
        ["codebuild"] = "codesuite/codebuild/projects",
        ["codepipeline"] = "codesuite/codepipeline/pipelines",
        ["cognito"] = "cognito/v2/home",
        ["config"] = "config/home",
        ["dynamodb"] = "dynamodbv2/home",
        ["ec2"] = "ec2/home",
        ["ecr"] = "ecr/home",
        ["ecs"] = "ecs/v2/home",
        ["eks"] = "eks/home",
        ["elasticache"] = "elasticache/home",
        ["eventbridge"] = "events/home",
        ["events"] = "events/home",
        ["glue"] = "glue/home",
        ["iam"] = "iam/home",
        ["kinesis"] = "kinesis/home",
        ["kms"] = "kms/home",
        ["lambda"] = "lambda/home",
        ["logs"] = "cloudwatch/home#logsV2:log-groups",
        ["opensearch"] = "aos/home",
        ["organizations"] = "organizations/v2/home",
        ["rds"] = "rds/home",
        ["route53"] = "route53/v2/home",
        ["s3"] = "s3/home",
        ["sagemaker"] = "sagemaker/home",
        ["secretsmanager"] = "secretsmanager/home",
        ["ses"] = "ses/home",
        ["sns"] = "sns/v3/home",
        ["sqs"] = "sqs/v3/home",
        ["ssm"] = "systems-manager/home",
        ["sso"] = "singlesignon/home",
        ["stepfunctions"] = "states/home",
        ["vpc"] = "vpcconsole/home",
        ["wafv2"] = "wafv2/homev2",
    };

    /// <summary>Gets the names of the services.</summary>
    public static IReadOnlyCollection<string> Names => Paths.Keys;

    /// <summary>Gives the page of a service, or the console's first one.</summary>
    /// <param name="sites">The partition's sites.</param>
    /// <param name="service">The service; null for the first page.</param>
    /// <param name="region">The region; null where none is set.</param>
    /// <returns>The page; <see langword="null"/> for a service that isn't in the list.</returns>
    public static Uri? Find(ConsoleSites sites, string? service, string? region)
    {
        ArgumentNullException.ThrowIfNull(sites);
        var path = service is null ? "console/home" : Paths.GetValueOrDefault(service);
        if (path is null)
        {
            return null;
        }

        var hash = path.IndexOf('#', StringComparison.Ordinal);
        var (page, fragment) = hash < 0 ? (path, "") : (path[..hash], path[hash..]);
        return new Uri($"https://{sites.Console}/{page}{(region is null ? "" : "?region=" + Uri.EscapeDataString(region))}{fragment}");
    }

    /// <summary>Reads a page that somebody names: a path of the console, or a whole address in it.</summary>
    /// <returns>The page; <see langword="null"/> for what isn't in the partition's console.</returns>
    public static Uri? Parse(ConsoleSites sites, string text)
    {
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(text);
        var whole = text.StartsWith('/') ? $"https://{sites.Console}{text}" : text;
        return Uri.TryCreate(whole, UriKind.Absolute, out var page) && sites.Holds(page) ? page : null;
    }
}
