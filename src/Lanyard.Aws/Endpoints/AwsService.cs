namespace Lanyard.Aws.Endpoints;

/// <summary>A service we call, under each of the names AWS gives it.</summary>
/// <param name="SigningName">The name in a credential scope.</param>
/// <param name="EndpointPrefix">The first labels of its host name.</param>
/// <param name="SettingsKey">Its key in a <c>services</c> section; in upper case, the end of its <c>AWS_ENDPOINT_URL_…</c> variable.</param>
public sealed record AwsService(string SigningName, string EndpointPrefix, string SettingsKey)
{
    /// <summary>AWS Security Token Service.</summary>
    public static AwsService Sts { get; } = new("sts", "sts", "sts");

    /// <summary>AWS Identity and Access Management.</summary>
    public static AwsService Iam { get; } = new("iam", "iam", "iam");

    /// <summary>IAM Identity Center's OpenID Connect service.</summary>
    public static AwsService SsoOidc { get; } = new("sso-oauth", "oidc", "sso_oidc");

    /// <summary>IAM Identity Center's access portal.</summary>
    public static AwsService SsoPortal { get; } = new("awsssoportal", "portal.sso", "sso");

    /// <summary>AWS Lambda.</summary>
    public static AwsService Lambda { get; } = new("lambda", "lambda", "lambda");

    /// <summary>AWS CloudFormation.</summary>
    public static AwsService CloudFormation { get; } = new("cloudformation", "cloudformation", "cloudformation");

    /// <summary>AWS Sign-In, at which people sign in to the console.</summary>
    public static AwsService Signin { get; } = new("signin", "signin", "signin");
}
