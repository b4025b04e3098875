using System.Net;

namespace Lanyard.Credentials.Sources;

/// <summary>Which container endpoint the environment names, and whether it may be called.</summary>
/// <remarks>See "Container credential provider" in the AWS SDKs and Tools Reference Guide.</remarks>
public static class ContainerEndpoint
{
    internal const string RelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    internal const string FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    internal const string Token = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    internal const string TokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

    private static readonly Uri RelativeBase = new("http://169.254.170.2");
    private static readonly HashSet<string> AllowedHosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"];

    /// <summary>Reads the endpoint; the relative address goes before the full one, a token file before a token.</summary>
    /// <returns>The source, or <see langword="null"/> where neither variable is set.</returns>
    /// <exception cref="CredentialsException">The address is no address, or its host may not be asked over plain HTTP.</exception>
    public static Source.Container? FromEnvironment(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var token = machine.Variable(TokenFile) is not null ? TokenFile : machine.Variable(Token) is not null ? Token : null;
        if (machine.Variable(RelativeUri) is { } relative)
        {
            return Uri.TryCreate(RelativeBase, relative, out var joined) && joined.Host == RelativeBase.Host
                ? new Source.Container(joined, token) { Origin = Origin.OfVariable(RelativeUri) }
                : throw Invalid(RelativeUri, "is not a path on the container host");
        }

        if (machine.Variable(FullUri) is not { } full)
        {
            return null;
        }

        if (!Uri.TryCreate(full, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw Invalid(FullUri, "is not an http or https address");
        }

        return url.Scheme == "https" || IsAllowed(url)
            ? new Source.Container(url, token) { Origin = Origin.OfVariable(FullUri) }
            : throw Invalid(FullUri, $"names the host {url.Host}, which may not be asked over plain http: only loopback, ECS and EKS addresses may");
    }

    private static bool IsAllowed(Uri url)
    {
        var host = url.Host.Trim('[', ']');
        return AllowedHosts.Contains(host) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static CredentialsException Invalid(string variable, string why) =>
        new(ErrorCodes.SettingInvalid, $"the environment variable {variable} {why}", $"unset {variable}");
}
