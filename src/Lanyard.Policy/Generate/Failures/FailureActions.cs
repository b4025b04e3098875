using System.Text.RegularExpressions;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Lint.Rules.Names;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>From a call of an API to the action that allows it.</summary>
internal static partial class FailureActions
{
    // What CloudTrail and the SDKs call services by, where it isn't the prefix of their actions.
    private static readonly Dictionary<string, string> Services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["amazonmq"] = "mq",
        ["cloudcontrolapi"] = "cloudformation",
        ["cognitoidentityprovider"] = "cognito-idp",
        ["cognitoidentity"] = "cognito-identity",
        ["applicationautoscaling"] = "application-autoscaling",
        ["opensearchservice"] = "es",
        ["pinpoint"] = "mobiletargeting",
        ["rdsdata"] = "rds-data",
        ["tagging"] = "tag",
        ["taxconsole"] = "tax",
        ["transcribestreaming"] = "transcribe",
        ["pricelist"] = "pricing",
        ["billingconsole"] = "billing",
        ["servicecatalog-appregistry"] = "servicecatalog",
    };

    private static readonly Dictionary<string, string> Operations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s3:CopyObject"] = "s3:PutObject",
        ["s3:DeleteBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:DeleteBucketLifecycle"] = "s3:PutLifecycleConfiguration",
        ["s3:DeleteBucketTagging"] = "s3:PutBucketTagging",
        ["s3:DeletePublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["s3:GetBucketCors"] = "s3:GetBucketCORS",
        ["s3:GetPublicAccessBlock"] = "s3:GetBucketPublicAccessBlock",
        ["s3:ListObjectVersions"] = "s3:ListBucketVersions",
        ["s3:PutBucketCors"] = "s3:PutBucketCORS",
        ["s3:PutBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:PutBucketLifecycleConfiguration"] = "s3:PutLifecycleConfiguration",
        ["s3:PutBucketNotificationConfiguration"] = "s3:PutBucketNotification",
        ["s3:PutBucketReplication"] = "s3:PutReplicationConfiguration",
        ["s3:PutPublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["s3:UploadPart"] = "s3:PutObject",

        // As CloudFormation's messages call them: "API: s3:SetBucketEncryption Access Denied".
        ["s3:SetBucketAcl"] = "s3:PutBucketAcl",
        ["s3:SetBucketCrossOriginConfiguration"] = "s3:PutBucketCORS",
        ["s3:SetBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:SetBucketLifecycleConfiguration"] = "s3:PutLifecycleConfiguration",
        ["s3:SetBucketLoggingConfiguration"] = "s3:PutBucketLogging",
        ["s3:SetBucketNotificationConfiguration"] = "s3:PutBucketNotification",
        ["s3:SetBucketPolicy"] = "s3:PutBucketPolicy",
        ["s3:SetBucketReplicationConfiguration"] = "s3:PutReplicationConfiguration",
        ["s3:SetBucketTaggingConfiguration"] = "s3:PutBucketTagging",
        ["s3:SetBucketVersioningConfiguration"] = "s3:PutBucketVersioning",
        ["s3:SetBucketWebsiteConfiguration"] = "s3:PutBucketWebsite",
        ["s3:SetPublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
    };

    /// <summary>Gives the action.</summary>
    /// <param name="call">Service and operation, such as <c>s3:HeadObject</c> or <c>CloudWatch Logs:CreateLogGroup</c>; a service that isn't known is <c>?</c>.</param>
    /// <returns>The action; <see langword="null"/> where the catalogue has none.</returns>
    public static string? Of(string call)
    {
        var at = call.LastIndexOf(':');
        var (service, operation) = (PrefixOf(call[..at]), call[(at + 1)..]);
        var name = $"{service}:{operation}";
        return Known(Operations.GetValueOrDefault(name) ?? KnownNames.Operations.GetValueOrDefault(name) ?? name)
            ?? (Version().Match(operation) is { Success: true } version ? Known($"{service}:{operation[..version.Index]}") : null);
    }

    /// <summary>Gives the prefix of a service's actions.</summary>
    public static string PrefixOf(string service)
    {
        var word = service.Replace(" ", "", StringComparison.Ordinal).Replace(".amazonaws.com", "", StringComparison.OrdinalIgnoreCase);
        return Services.GetValueOrDefault(word) ?? KnownNames.Prefixes.GetValueOrDefault(word) ?? word.ToLowerInvariant();
    }

    private static string? Known(string action) => Catalogue.Embedded.FindAction(action)?.FullName;

    // Lambda and CloudFront write the version of their API behind the operation.
    [GeneratedRegex(@"(20\d\d_?\d\d_?\d\d)(v\d+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
