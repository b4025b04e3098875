using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.State;

/// <summary>The rules for redirect URIs of native clients (RFC 8252): loopback addresses, whose port is the client's affair.</summary>
internal static class RedirectUri
{
    /// <summary>Tells whether a URI can be registered.</summary>
    public static bool MayRegister(string text) =>
        Loopback(text) is { } uri && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    /// <summary>Tells whether a request's URI is a registered one: equal, but for the port of one that was registered without.</summary>
    public static bool Matches(string registered, string asked)
    {
        if (registered == asked)
        {
            return true;
        }

        return Loopback(registered) is { IsDefaultPort: true } mine && Loopback(asked) is { } theirs
            && mine.Host == theirs.Host && mine.PathAndQuery == theirs.PathAndQuery && theirs.Fragment.Length == 0;
    }

    private static Uri? Loopback(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.UserInfo.Length == 0
        && AwsHost.IsLoopback(uri.Host) && text.All(c => c is > ' ' and <= '~')
            ? uri
            : null;
}
