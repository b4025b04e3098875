namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What the AWS SDK for JavaScript v2 settles when its package is loaded: the address of the metadata service, and the region. An
/// error there ends every program that loads it, whatever keys it would have found.
/// </summary>
/// <param name="MetadataEndpoint">The address of the metadata service as it is written.</param>
/// <param name="MetadataOrigin">Where it is written; null where nowhere.</param>
/// <param name="Region">The region; null where nobody set one.</param>
/// <param name="Error">The error, if any.</param>
internal sealed record JavaScriptV2Loading(string MetadataEndpoint, Origin? MetadataOrigin, string? Region, DialectError? Error)
{
    private const string Endpoint = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private const string Mode = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";

    public static JavaScriptV2Loading Load(DialectMachine machine, JavaScriptV2Files files)
    {
        var profile = machine.Variable("AWS_PROFILE") ?? "default";
        var (endpoint, at) = Setting(Endpoint, "ec2_metadata_service_endpoint");
        DialectError? error = null;
        if (endpoint is null)
        {
            (var mode, at) = Setting(Mode, "ec2_metadata_service_endpoint_mode");
            endpoint = mode switch
            {
                null or "IPv4" => "http://169.254.169.254",
                "IPv6" => "http://[fd00:ec2::254]",
                _ => null,
            };
            error = endpoint is null ? new DialectError($"Error: Unsupported endpoint mode: {mode}", at) : null;
        }

        var region = machine.Variable("AWS_REGION") ?? machine.Variable("AMAZON_REGION");
        if (region is null && files.LoadsConfig)
        {
            files.Credentials.Find(profile, "region", out region);
            if (region is null)
            {
                error ??= files.Config.Problem is { } problem ? new DialectError($"Error: {problem}", new Origin(null, files.Config.Path, null)) : null;
                files.Config.Find(profile, "region", out region);
            }
        }

        return new JavaScriptV2Loading(endpoint ?? "", at, region, error);

        // A variable that is set counts even where it is empty. The file counts even without AWS_SDK_LOAD_CONFIG.
        (string? Value, Origin? At) Setting(string variable, string key) =>
            machine.SetVariable(variable) is { } set ? (set, Origin.OfVariable(variable))
            : files.Config.Find(profile, key, out var value) is { } place ? (value, place)
            : (null, null);
    }
}
