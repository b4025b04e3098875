using System.Net;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>The credential endpoint of a container. A variable that is set and empty counts, and leads to an error.</summary>
internal static class BotocoreContainer
{
    private const string Host = "169.254.170.2";
    private static readonly string[] Hosts = [Host, "169.254.170.23", "fd00:ec2::23", "localhost"];

    /// <summary>Finds the endpoint.</summary>
    /// <returns>The source; null where neither variable is set.</returns>
    /// <exception cref="BotocoreException">The endpoint may not be asked, or its token can't be read.</exception>
    public static Source.Container? Find(DialectMachine machine)
    {
        var variable = machine.SetVariable(ContainerEndpoint.RelativeUri) is not null ? ContainerEndpoint.RelativeUri : ContainerEndpoint.FullUri;
        if (machine.SetVariable(variable) is not { } value)
        {
            return null;
        }

        var token = TokenVariable(machine);
        var at = Origin.OfVariable(variable);
        var url = variable == ContainerEndpoint.RelativeUri ? $"http://{Host}{value}" : value;
        CheckHost(url, at);
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Source.Container(uri, token) { Origin = at }
            : throw Error("CredentialRetrievalError", $"Error when retrieving credentials from container-role: {url} is not an http or https address", at);
    }

    private static string? TokenVariable(DialectMachine machine)
    {
        if (machine.SetVariable(ContainerEndpoint.TokenFile) is not { } path)
        {
            return machine.SetVariable(ContainerEndpoint.Token) is { } token ? Checked(token, ContainerEndpoint.Token) : null;
        }

        var at = Origin.OfVariable(ContainerEndpoint.TokenFile);
        var file = machine.Open(path);
        return PythonPaths.OpenError(file.State, path) is { } closed ? throw Error(closed.Type, closed.Message, at)
            : PythonText.Decode(file.Text.Bytes, out _) is { } text ? Checked(text, ContainerEndpoint.TokenFile)
            : throw Error("UnicodeDecodeError", "'utf-8' codec can't decode a byte of the token file", at);
    }

    private static string Checked(string token, string variable) => token.AsSpan().IndexOfAny('\r', '\n') < 0
        ? variable
        : throw Error("ValueError", "Auth token value is not a legal header value", Origin.OfVariable(variable));

    private static void CheckHost(string url, Origin at)
    {
        var (scheme, host) = PythonUrl.Parse(url);
        if (scheme != "https" && !(host is not null && (Hosts.Contains(host) || IsLoopback(host))))
        {
            throw Error(
                "ValueError",
                $"Unsupported host '{host ?? "None"}'.  Can only retrieve metadata from a loopback address or one of these hosts: {string.Join(", ", Hosts)}", at);
        }
    }

    // 127.1 and the like are addresses to .NET, and none to Python.
    private static bool IsLoopback(string host) => IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)
        && !address.IsIPv4MappedToIPv6 && (host.Contains(':', StringComparison.Ordinal) || host == address.ToString());

    private static BotocoreException Error(string type, string message, Origin at) => new(new BotocoreError(type, message, BotocoreStage.Load, at));
}
