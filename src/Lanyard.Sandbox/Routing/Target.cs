namespace Lanyard.Sandbox.Routing;

/// <summary>The services that the sandbox speaks.</summary>
internal enum SandboxService
{
    /// <summary>Not one of them.</summary>
    None,

    /// <summary>AWS Security Token Service.</summary>
    Sts,

    /// <summary>AWS Identity and Access Management.</summary>
    Iam,

    /// <summary>AWS CloudTrail.</summary>
    CloudTrail,

    /// <summary>The administration of IAM Identity Center.</summary>
    SsoAdmin,

    /// <summary>The people and groups of IAM Identity Center.</summary>
    IdentityStore,

    /// <summary>AWS Organizations.</summary>
    Organizations,

    /// <summary>AWS Lambda.</summary>
    Lambda,

    /// <summary>AWS CloudFormation.</summary>
    CloudFormation,

    /// <summary>Amazon S3.</summary>
    S3,

    /// <summary>Amazon API Gateway.</summary>
    ApiGateway,

    /// <summary>Amazon CloudWatch Logs.</summary>
    Logs,

    /// <summary>Amazon Elastic Container Registry.</summary>
    Ecr,

    /// <summary>The Parameter Store of AWS Systems Manager.</summary>
    Ssm,

    /// <summary>IAM Identity Center's OpenID Connect service.</summary>
    SsoOidc,

    /// <summary>IAM Identity Center's access portal.</summary>
    SsoPortal,

    /// <summary>The sign-in pages.</summary>
    SignIn,

    /// <summary>AWS Sign-In's token endpoint for console sign-ins.</summary>
    ConsoleToken,

    /// <summary>The federation endpoint, which signs sessions in to the console.</summary>
    Federation,

    /// <summary>The EC2 instance metadata service.</summary>
    Metadata,

    /// <summary>The credential endpoints of ECS and EKS containers.</summary>
    Container,

    /// <summary>The endpoint at which a CI job asks for its identity token.</summary>
    CiJob,

    /// <summary>The issuers of accounts' identity tokens.</summary>
    TokenIssuer,

    /// <summary>The messages to the topics of delegation requests, in the place of SNS.</summary>
    DelegationNotices,
}

/// <summary>What a request is meant for.</summary>
/// <param name="Service">The service, when the sandbox speaks it.</param>
/// <param name="Name">The service's name for the log and for errors, such as <c>sts</c> or <c>dynamodb</c>.</param>
/// <param name="Region">The region that the endpoint's name fixes; <see langword="null"/> on a loopback endpoint.</param>
internal sealed record Target(SandboxService Service, string Name, string? Region)
{
    /// <summary>Whether a credential scope may name this region: the endpoint's own, or any on an endpoint that names none.</summary>
    public bool AnswersFor(string region) => Region is null ? AwsHost.IsRegion(region) : Region == region;
}
