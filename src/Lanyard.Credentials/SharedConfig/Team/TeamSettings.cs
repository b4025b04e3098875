namespace Lanyard.Credentials.SharedConfig.Team;

/// <summary>
/// Which settings a team may share. A list of what may be, not of what may not: a setting that runs a program, names a local file,
/// sends requests elsewhere or holds a key is never on it, and one that nobody knows of yet isn't either.
/// </summary>
internal static class TeamSettings
{
    private static readonly HashSet<string> OfProfile =
    [
        "region", "output", "role_arn", "source_profile", "credential_source", "external_id", "role_session_name", "duration_seconds",
        "sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region", "sso_registration_scopes",
        "sts_regional_endpoints", "retry_mode", "max_attempts", "use_fips_endpoint", "use_dualstack_endpoint", "defaults_mode",
        "account_id_endpoint_mode", "s3_use_arn_region", "s3_disable_multiregion_access_points", "s3_us_east_1_regional_endpoint",
        "s3_disable_express_session_auth", "request_checksum_calculation", "response_checksum_validation", "request_min_compression_size_bytes",
        "disable_request_compression", "sigv4a_signing_region_set", "parameter_validation", "tcp_keepalive", "cli_timestamp_format",
        "cli_binary_format", "endpoint_discovery_enabled",
    ];

    private static readonly HashSet<string> OfSession = ["sso_start_url", "sso_region", "sso_registration_scopes"];

    private static readonly HashSet<string> BelowS3 =
    [
        "addressing_style", "max_concurrent_requests", "max_queue_size", "multipart_threshold", "multipart_chunksize", "max_bandwidth",
        "use_accelerate_endpoint", "use_dualstack_endpoint", "payload_signing_enabled",
    ];

    /// <summary>Why a setting may not be shared; null if it may. Never echoes a value.</summary>
    /// <param name="kind">What its section describes.</param>
    /// <param name="name">Its name, in lower case.</param>
    /// <param name="sub">The name below it; null for the setting itself.</param>
    public static string? Refusal(SharedConfigSectionKind kind, string name, string? sub)
    {
        if (sub is not null)
        {
            return kind == SharedConfigSectionKind.Profile && name == "s3" && BelowS3.Contains(sub) ? null : "it isn't a setting that a team shares";
        }

        return (kind == SharedConfigSectionKind.Profile ? OfProfile : OfSession).Contains(name) ? null : name switch
        {
            "credential_process" or "mfa_process" or "cli_pager" => "it is run as a program",
            "aws_access_key_id" => "keys belong to one person",
            "web_identity_token_file" or "ca_bundle" => "it names a file of one machine",
            "endpoint_url" or "services" => "it sends requests to another place than AWS",
            "mfa_serial" or "login_session" => "it belongs to one person",
            _ when SecretLines.IsSecretName(name) => "it is a secret",
            _ => "it isn't a setting that a team shares",
        };
    }

    /// <summary>Why a value may not be shared; null if it may. Never echoes it.</summary>
    public static string? RefusalOfValue(string name, string value)
    {
        if (SharedConfigRules.Problem(name, value) is { } problem)
        {
            return problem;
        }

        if (SecretLines.HasSecretWord(value))
        {
            return "it has what looks like a secret";
        }

        return name switch
        {
            "region" or "sso_region" when !value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') =>
                "it is no AWS Region, and SDKs make host names of it",
            "sso_start_url" when !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0) =>
                "it is no https address",
            _ => null,
        };
    }
}
