using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Wire;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds what leads calls elsewhere than to AWS, or keeps them from arriving.</summary>
internal static class NetworkSettingsCheck
{
    // A name in lower case goes first, as with curl; HTTP_PROXY in upper case counts too, as for .NET and the SDKs.
    private static readonly string[] ProxyVariables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>Looks at the settings.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="endpoints">The endpoints that the environment and the selected profile set.</param>
    /// <param name="bundles">Each CA bundle that is named, and where.</param>
    /// <param name="readBundle">Reads a CA bundle.</param>
    public static IEnumerable<Finding> Find(
        IReadOnlyDictionary<string, string> environment, EndpointSettings endpoints, IEnumerable<(string Path, string Where)> bundles, Action<string?> readBundle)
    {
        var custom = endpoints.ByService.Select(e => (Service: e.Key, Address: e.Value)).ToList();
        if (endpoints.ForAll is { } all)
        {
            custom.Add(("every other service", all));
        }

        if (custom.Count > 0)
        {
            yield return new Finding(
                FindingIds.CustomEndpoint, Severity.Note, environment.Keys.Where(n => n.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault() ?? "endpoint_url",
                $"calls go elsewhere than to AWS: {string.Join(", ", custom.Select(c => $"{c.Service} to {AddressOf(c.Address)}"))}",
                "what answers there gets your credentials, and is not AWS", "unset the variable, or take the setting out, if you don't mean it");
        }

        foreach (var name in ProxyVariables.Where(n => environment.TryGetValue(n, out var v) && v.Length > 0).DistinctBy(n => n.ToUpperInvariant()))
        {
            yield return OfProxy(name, environment[name]);
        }

        foreach (var (path, where) in bundles.Prepend((null!, "")))
        {
            if (Problem(readBundle, path) is { } problem)
            {
                yield return new Finding(
                    FindingIds.CaBundle, Severity.Error, where.Length > 0 ? where : problem.Path, problem.Message,
                    "no call that goes by it is trusted, so none is made", where.Length > 0 ? $"correct {where}, or make {path} readable" : "correct the variable that the message names");
            }
        }
    }

    private static Finding OfProxy(string name, string value)
    {
        // As curl and .NET read it, a scheme may be left out.
        var text = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? new Finding(
                FindingIds.ProxyInUse, Severity.Note, name, $"calls go through the proxy {url.Host}:{url.Port}",
                "when calls fail it is the first to ask; one that opens TLS needs its authority in AWS_CA_BUNDLE", $"unset {name}, if the network needs none")
            : new Finding(
                FindingIds.ProxyInvalid, Severity.Warning, name, "it is no address of a proxy", "some tools then call directly, others fail", $"correct it, as in http://host:3128, or: unset {name}");
    }

    private static CaBundleException? Problem(Action<string?> read, string? path)
    {
        try
        {
            read(path);
            return null;
        }
        catch (CaBundleException e)
        {
            return e;
        }
    }

    // A user's name and password may stand in it.
    private static string AddressOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}" : "an address that is none";
}
