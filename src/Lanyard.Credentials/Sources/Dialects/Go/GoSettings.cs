using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>The settings beside credentials that keep the AWS SDK for Go v2 from loading when they can't be understood.</summary>
internal static class GoSettings
{
    private const long MaxCompressionBytes = 10_485_760;

    private static readonly string[] TrueOrFalse = ["true", "false"];
    private static readonly string[] DefaultsModes = ["auto", "cross-region", "in-region", "legacy", "mobile", "standard"];
    private static readonly string[] EndpointModes = ["IPv4", "IPv6", ""];
    private static readonly string[] Checksums = ["when_supported", "when_required"];
    private static readonly string[] AccountModes = ["preferred", "required", "disabled"];
    private static readonly string[] RetryModes = ["standard", "adaptive"];

    private static readonly (string Name, Func<string, string?> Check)[] Variables =
    [
        ("AWS_DISABLE_REQUEST_COMPRESSION", v => OneOf(TrueOrFalse, v) ? null : Variable("need true or false")),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", v => Decimal(v) is not { } n ? "invalid value for env var, {0}={1}, need int64"
            : n is < 0 or > MaxCompressionBytes ? "invalid range for env var min request compression size bytes {1}, must be within 0 and 10485760 inclusively" : null),
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", v => OneOf([.. TrueOrFalse, "auto"], v) ? null : Variable("need true, false or auto")),
        ("AWS_S3_USE_ARN_REGION", v => OneOf(TrueOrFalse, v) ? null : Variable("need true or false")),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", v => OneOf(EndpointModes, v.Trim()) ? null : Variable(UnknownEndpointMode)),
        ("AWS_EC2_METADATA_V1_DISABLED", v => OneOf(TrueOrFalse, v) ? null : Variable("need true or false")),
        ("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", v => OneOf(TrueOrFalse, v) ? null : Variable("need true or false")),
        ("AWS_USE_DUALSTACK_ENDPOINT", v => OneOf(TrueOrFalse, v) ? null : Variable("need true, false")),
        ("AWS_USE_FIPS_ENDPOINT", v => OneOf(TrueOrFalse, v) ? null : Variable("need true, false")),
        ("AWS_DEFAULTS_MODE", v => OneOf(DefaultsModes, v) ? null : "invalid {0} value: {1}"),
        ("AWS_MAX_ATTEMPTS", v => Decimal(v) is not null ? null : "invalid value {0}={1}, strconv.ParseInt: parsing {2}: invalid syntax"),
        ("AWS_RETRY_MODE", v => RetryModes.Contains(v) ? null : "invalid {0} value, unknown RetryMode, {1}"),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", v => OneOf(TrueOrFalse, v) ? null : Variable("need true or false")),
        ("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", v => OneOf(TrueOrFalse, v) ? null : Variable("need true or false")),
        ("AWS_ACCOUNT_ID_ENDPOINT_MODE", v => AccountModes.Contains(v) ? null : Variable("must be preferred/required/disabled")),
        ("AWS_REQUEST_CHECKSUM_CALCULATION", v => OneOf(Checksums, v) ? null : Variable("must be when_supported/when_required")),
        ("AWS_RESPONSE_CHECKSUM_VALIDATION", v => OneOf(Checksums, v) ? null : Variable("must be when_supported/when_required")),
    ];

    private static readonly (string Name, Func<string, string?> Check)[] Settings =
    [
        ("ec2_metadata_service_endpoint_mode", v => OneOf(EndpointModes, v.Trim()) ? null : UnknownEndpointMode),
        ("defaults_mode", v => OneOf(DefaultsModes, v) ? null : "invalid value: {1}"),
        ("max_attempts", v => GoText.Number(v) is not null ? null : "invalid value {0}={1}, expect integer"),
        ("retry_mode", v => RetryModes.Contains(v) ? null : "unknown RetryMode, {1}"),
        ("disable_request_compression", v => TrueOrFalse.Contains(v) ? null : Field("need true or false")),
        ("request_min_compression_size_bytes", v => GoText.Number(v) is not { } n ? "invalid value for min request compression size bytes {1}, need int64"
            : n is < 0 or > MaxCompressionBytes ? "invalid range for min request compression size bytes {1}, must be within 0 and 10485760 inclusively" : null),
        ("account_id_endpoint_mode", v => AccountModes.Contains(v) ? null : Field("must be preferred/required/disabled")),
        ("request_checksum_calculation", v => OneOf(Checksums, v) ? null : Field("must be when_supported/when_required")),
        ("response_checksum_validation", v => OneOf(Checksums, v) ? null : Field("must be when_supported/when_required")),
    ];

    private const string UnknownEndpointMode = "unknown EC2 IMDS endpoint mode, must be either IPv6 or IPv4";

    /// <summary>Checks the environment.</summary>
    /// <exception cref="GoException">A variable can't be understood.</exception>
    public static void CheckEnvironment(DialectMachine machine)
    {
        foreach (var (name, check) in Variables)
        {
            if (machine.Variable(name) is { } value && check(value) is { } problem)
            {
                throw new GoException(Fill(problem, name, value), Origin.OfVariable(name));
            }
        }
    }

    /// <summary>Checks the settings of a profile.</summary>
    /// <returns>What the SDK says of the first that it doesn't understand; null where it understands all.</returns>
    public static DialectError? CheckProfile(GoProfile profile, IReadOnlyDictionary<string, MergedProperty> properties)
    {
        foreach (var (name, check) in Settings)
        {
            if (properties.TryGetValue(name, out var property) && check(property.Value) is { } problem)
            {
                return new DialectError($"failed to load {name} from shared config, {Fill(problem, name, property.Value)}", profile.Origin(property));
            }
        }

        return null;
    }

    private static string Variable(string needs) => "invalid value for environment variable, {0}={1}, " + needs;

    private static string Field(string needs) => "invalid value for shared config profile field, {0}={1}, " + needs;

    private static bool OneOf(string[] values, string value) => values.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static long? Decimal(string text) =>
        long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null;

    // The value goes in last, so that braces in it stay what they are.
    private static string Fill(string problem, string name, string value) => problem
        .Replace("{0}", name, StringComparison.Ordinal)
        .Replace("{2}", GoText.Quote(value), StringComparison.Ordinal)
        .Replace("{1}", value, StringComparison.Ordinal);
}
