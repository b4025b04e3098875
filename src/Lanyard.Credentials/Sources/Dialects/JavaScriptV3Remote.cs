using System.Text;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>The container endpoint and the EC2 metadata service as the AWS SDK for JavaScript v3 finds them.</summary>
/// <param name="machine">The machine.</param>
/// <param name="files">The shared files.</param>
/// <param name="explicitProfile">The profile given in code, which one of the settings heeds.</param>
internal sealed class JavaScriptV3Remote(DialectMachine machine, JavaScriptV3Files files, string? explicitProfile)
{
    private const string Endpoint = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private const string Mode = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
    private const string Disabled = "AWS_EC2_METADATA_V1_DISABLED";
    private const string BadHeader = "Invalid character in header content [\"Authorization\"]";

    private static readonly string[] Failures = [ErrorCodes.ContainerFailed, ErrorCodes.EndpointUnreachable, ErrorCodes.EndpointTimeout, ErrorCodes.TlsUntrusted];

    private string DefaultProfile => machine.Variable("AWS_PROFILE") ?? "default";

    /// <summary>
    /// Gives the container endpoint. Two providers ask it: <c>fromHttp</c>, for which a token file goes before a token, and
    /// <c>fromContainerMetadata</c>, which knows no token file and fewer hosts.
    /// </summary>
    public JavaScriptAnswer Container()
    {
        var relative = machine.Variable(ContainerEndpoint.RelativeUri);
        var variable = relative is not null ? ContainerEndpoint.RelativeUri : ContainerEndpoint.FullUri;
        var at = Origin.OfVariable(variable);
        if ((relative is not null ? "http://169.254.170.2" + relative : machine.Variable(ContainerEndpoint.FullUri)) is not { } address)
        {
            return JavaScriptAnswer.Pass($"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
        {
            return JavaScriptAnswer.Fail("TypeError: Invalid URL", at);
        }

        if (!IsAccepted(url))
        {
            return JavaScriptAnswer.Pass($"{variable} names a host that may not be asked over plain http: only loopback, ECS and EKS addresses may");
        }

        var token = machine.Variable(ContainerEndpoint.Token) is null ? null : ContainerEndpoint.Token;
        if (machine.Variable(ContainerEndpoint.TokenFile) is not { } tokenFile)
        {
            return token is not null && !JavaScript.IsHeaderValue(machine.Variable(token)!)
                ? JavaScriptAnswer.Fail($"TypeError: {BadHeader}", Origin.OfVariable(token))
                : JavaScriptAnswer.Use(new Source.Container(url, token) { Origin = at }, Failures);
        }

        var file = machine.Open(tokenFile);
        if (JavaScript.WhyUnreadable(file.State, tokenFile) is { } problem)
        {
            return JavaScriptAnswer.Fail($"Error: {problem}", Origin.OfVariable(ContainerEndpoint.TokenFile));
        }

        var sources = new List<Source>();
        if (JavaScript.IsHeaderValue(Encoding.UTF8.GetString(file.Text.Bytes)))
        {
            sources.Add(new Source.Container(url, ContainerEndpoint.TokenFile) { Origin = at });
        }

        if (relative is not null || url.Host is "localhost" or "127.0.0.1")
        {
            sources.Add(new Source.Container(url, token) { Origin = at });
        }

        return sources.Count > 0
            ? JavaScriptAnswer.Use(sources, Failures)
            : JavaScriptAnswer.Pass($"the token in {tokenFile} ({ContainerEndpoint.TokenFile}) has a character that no header may have");
    }

    /// <summary>Gives the metadata service, whether or not it is switched off.</summary>
    public JavaScriptAnswer InstanceMetadata()
    {
        var (endpoint, at) = Setting(Endpoint, "ec2_metadata_service_endpoint");
        if (string.IsNullOrEmpty(endpoint))
        {
            (var mode, at) = Setting(Mode, "ec2_metadata_service_endpoint_mode");
            endpoint = mode switch
            {
                null or "IPv4" => "http://169.254.169.254",
                "IPv6" => "http://[fd00:ec2::254]",
                _ => null,
            };
            if (endpoint is null)
            {
                return JavaScriptAnswer.Fail($"Error: Unsupported endpoint mode: {mode}. Select from IPv4,IPv6", at);
            }
        }

        return !Uri.TryCreate(endpoint, UriKind.Absolute, out var url) ? JavaScriptAnswer.Fail("TypeError: Invalid URL", at)
            : url.Scheme != "http" ? JavaScriptAnswer.Fail($"TypeError: Protocol \"{url.Scheme}:\" not supported. Expected \"http:\"", at)
            : JavaScriptAnswer.Use(new Source.InstanceMetadata(url) { AllowsV1 = AllowsV1(), Origin = at }, ErrorCodes.InstanceMetadataFailed);
    }

    // A variable that is set counts even where it is empty, and then the file isn't asked.
    private (string? Value, Origin? At) Setting(string variable, string key) => machine.SetVariable(variable) is { } value
        ? (value, Origin.OfVariable(variable))
        : files.ClientSetting(DefaultProfile, key);

    private bool AllowsV1()
    {
        var value = machine.SetVariable(Disabled)
            ?? files.ClientSetting(string.IsNullOrEmpty(explicitProfile) ? DefaultProfile : explicitProfile, "ec2_metadata_v1_disabled").Value;
        return value is null or "" or "false";
    }

    private static bool IsAccepted(Uri url) => url.Scheme == "https"
        || url.Host is "169.254.170.2" or "169.254.170.23" or "[fd00:ec2::23]" or "[::1]" or "localhost"
        || (url.HostNameType == UriHostNameType.IPv4 && url.Host.StartsWith("127.", StringComparison.Ordinal));
}
