using System.Net;

namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>The container endpoint by the rules of the AWS SDK for Rust, which looks at the token before it looks for an address.</summary>
internal static class RustContainer
{
    private static readonly string[] Hosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

    /// <summary>The host that a relative address is on.</summary>
    public static Uri Base { get; } = new("http://169.254.170.2");

    /// <summary>Plans to ask it; a variable that is set counts, though it may be empty.</summary>
    /// <returns>The step; null where no address is set, and no token that can't be used.</returns>
    public static RustStep? Find(DialectMachine machine)
    {
        var (relative, full) = (machine.SetVariable(ContainerEndpoint.RelativeUri), machine.SetVariable(ContainerEndpoint.FullUri));
        var variable = relative is not null ? ContainerEndpoint.RelativeUri : ContainerEndpoint.FullUri;
        var (token, problem) = Token(machine);
        if (problem is not null)
        {
            return new RustStep(new Source.Container(Base, token), new DialectError(problem, Origin.OfVariable(token!)));
        }

        if ((relative ?? full) is not { } address)
        {
            return null;
        }

        var at = Origin.OfVariable(variable);
        var (url, refusal) = relative is not null ? OnContainerHost(relative) : Anywhere(address);
        return refusal is null
            ? new RustStep(new Source.Container(url!, token) { Origin = at })
            : new RustStep(
                new Source.Container(Base, token) { Origin = at },
                new DialectError($"invalid {(relative is not null ? "relative" : "full")} URI for ECS provider ({refusal}): {address}", at));
    }

    private static (Uri? Url, string? Refusal) OnContainerHost(string path) =>
        path.StartsWith('/') && Uri.TryCreate("http://169.254.170.2" + path, UriKind.Absolute, out var url) && url.Host == Base.Host
            ? (url, null)
            : (null, path.Length == 0 ? "empty string" : "invalid uri character");

    private static (Uri? Url, string? Refusal) Anywhere(string full)
    {
        if (!Uri.TryCreate(full, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return (null, full.StartsWith('/') ? "URI did not specify a host" : "URI was invalid");
        }

        // A name is looked up by the SDK, and has to lead to one of the addresses; that is so for localhost alone.
        var host = url.Host.Trim('[', ']');
        return url.Scheme == "https" || host == "localhost" || Hosts.Contains(host) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? (url, null)
            : (null, "URI did not refer to an allowed IP address");
    }

    private static (string? Variable, string? Problem) Token(DialectMachine machine)
    {
        const string NoHeader = "auth token could not be used as an HTTP header value";
        if (machine.SetVariable(ContainerEndpoint.TokenFile) is { } path)
        {
            var file = machine.Open(path);
            return (ContainerEndpoint.TokenFile,
                file.State != MachineFileState.Read ? $"cannot read AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: {path}"
                : HasControl(file.Text.Bytes) ? NoHeader
                : null);
        }

        return machine.SetVariable(ContainerEndpoint.Token) is { } token
            ? (ContainerEndpoint.Token, token.Any(c => c is (< ' ' and not '\t') or > '~') ? NoHeader : null)
            : (null, null);
    }

    private static bool HasControl(ReadOnlySpan<byte> token)
    {
        foreach (var b in token)
        {
            if (b is (< 32 and not (byte)'\t') or 127)
            {
                return true;
            }
        }

        return false;
    }
}
