namespace Lanyard.Cli.Commands.Catalog;

/// <summary>An address that what AWS publishes is read from.</summary>
internal static class PublishedAddress
{
    /// <summary>Reads one. Permissions are judged by what comes, so nobody on the way may change it.</summary>
    /// <param name="address">The text.</param>
    /// <returns>It; null where it isn't <c>https://</c>, or <c>http://</c> of this machine.</returns>
    public static Uri? Of(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : null;
}
