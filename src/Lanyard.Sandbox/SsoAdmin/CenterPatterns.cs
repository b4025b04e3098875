using System.Text.RegularExpressions;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The patterns of the service's model.</summary>
internal static partial class CenterPatterns
{
    [GeneratedRegex(@"arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}")]
    public static partial Regex InstanceArn { get; }

    [GeneratedRegex(@"arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}")]
    public static partial Regex PermissionSetArn { get; }

    [GeneratedRegex(@"[\w+=,.@-]+", RegexOptions.ECMAScript)]
    public static partial Regex Name { get; }

    [GeneratedRegex(@"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*")]
    public static partial Regex Description { get; }

    [GeneratedRegex(@"(-?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)([DW]))?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", RegexOptions.ECMAScript)]
    public static partial Regex Duration { get; }

    [GeneratedRegex("[a-zA-Z0-9&$@#\\\\\\/%?=~\\-_'\"|!:,.;*+\\[\\]\\ \\(\\)\\{\\}]+")]
    public static partial Regex RelayState { get; }

    [GeneratedRegex(@"[\u0009\u000A\u000D\u0020-\u00FF]+")]
    public static partial Regex PolicyDocument { get; }

    [GeneratedRegex(@"arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((/[A-Za-z0-9\.,\+@=_-]+)*)/([A-Za-z0-9\.,\+=@_-]+)")]
    public static partial Regex ManagedPolicyArn { get; }

    [GeneratedRegex(@"((/[A-Za-z0-9\.,\+@=_-]+)*)/")]
    public static partial Regex PolicyPath { get; }

    [GeneratedRegex(@"\d{12}", RegexOptions.ECMAScript)]
    public static partial Regex AccountId { get; }

    [GeneratedRegex(@"([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}")]
    public static partial Regex PrincipalId { get; }

    [GeneratedRegex(@"\b[0-9a-f]{8}\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\b[0-9a-f]{12}\b")]
    public static partial Regex RequestId { get; }

    [GeneratedRegex(@"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)")]
    public static partial Regex TagText { get; }

    [GeneratedRegex(@"arn:aws(-[a-z]{1,5}){0,3}:sso::((:instance/(sso)?ins-[a-zA-Z0-9-.]{16})|(:permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16})|(\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16})|(\d{12}:trustedTokenIssuer/(sso)?ins-[a-zA-Z0-9-.]{16}/tti-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}))")]
    public static partial Regex TaggableArn { get; }
}
