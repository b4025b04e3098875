using System.Collections.Immutable;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on OpenID Connect identity providers.</summary>
internal static class OidcProviderOperations
{
    private const string Scheme = "https://";

    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateOpenIDConnectProvider", Create), new("GetOpenIDConnectProvider", Get), new("ListOpenIDConnectProviders", List),
        new("DeleteOpenIDConnectProvider", Delete), new("AddClientIDToOpenIDConnectProvider", AddClientId),
        new("RemoveClientIDFromOpenIDConnectProvider", RemoveClientId), new("UpdateOpenIDConnectProviderThumbprint", UpdateThumbprints),
    ];

    private static void Create(IamCall call)
    {
        var p = call.Parameters;
        var (url, clients, thumbprints, tags) = (p.Required("Url", 1, 255), p.Texts("ClientIDList", 1, 255), Thumbprints(p), p.Tags);
        if (!url.StartsWith(Scheme, StringComparison.Ordinal) || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.Host.Length == 0)
        {
            throw IamFaults.Validation("Invalid Open ID Connect Provider URL");
        }

        var key = call.NewKey("oidc-provider", "/", url[Scheme.Length..].TrimEnd('/'), "OIDC");
        call.AuthorizeMaking("OpenIDConnectProvider", key.Arn, tags);
        if (call.Account.OidcProviders.IsTaken(key.Name))
        {
            throw IamFaults.AlreadyExists($"Provider with url {url} already exists.");
        }

        if (call.Account.OidcProviders.Count >= Quotas.OidcProviders)
        {
            throw IamFaults.QuotaExceeded("OpenIdConnectProvidersPerAccount", Quotas.OidcProviders);
        }

        var provider = TagOperations.Tag(new OidcProvider(key, Limited(clients), thumbprints), tags);
        call.Account.OidcProviders.Put(provider);
        call.Result.Text("OpenIDConnectProviderArn", provider.Arn);
        EntityXml.Tags(call.Result, provider);
    }

    private static void Get(IamCall call)
    {
        var provider = call.OidcProvider();
        call.Result.Text("Url", provider.Name).Texts("ClientIDList", provider.ClientIds);
        call.Result.Texts("ThumbprintList", provider.Thumbprints);
        call.Result.Date("CreateDate", provider.Key.Created);
        EntityXml.Tags(call.Result, provider);
    }

    private static void List(IamCall call)
    {
        call.Authorize("*", call.ArnOf("oidc-provider", "*"));
        call.Result.List("OpenIDConnectProviderList", call.Account.OidcProviders.All, p => call.Result.Text("Arn", p.Arn));
    }

    private static void Delete(IamCall call) => call.Account.OidcProviders.Remove(call.OidcProvider());

    private static void AddClientId(IamCall call)
    {
        var id = call.Parameters.Required("ClientID", 1, 255);
        var provider = call.OidcProvider();
        call.Account.OidcProviders.Put(provider.ClientIds.Contains(id) ? provider : provider with { ClientIds = Limited(provider.ClientIds.Add(id)) });
    }

    // "RemoveClientIDFromOpenIDConnectProvider", IAM API Reference: it doesn't fail for a client id that isn't there.
    private static void RemoveClientId(IamCall call)
    {
        var id = call.Parameters.Required("ClientID", 1, 255);
        var provider = call.OidcProvider();
        call.Account.OidcProviders.Put(provider with { ClientIds = provider.ClientIds.Remove(id) });
    }

    private static void UpdateThumbprints(IamCall call)
    {
        var thumbprints = Thumbprints(call.Parameters);
        if (thumbprints.IsEmpty)
        {
            throw IamParameters.Missing("thumbprintList");
        }

        call.Account.OidcProviders.Put(call.OidcProvider() with { Thumbprints = thumbprints });
    }

    private static ImmutableArray<string> Limited(ImmutableArray<string> clients) =>
        clients.Length <= Quotas.ClientIdsPerProvider ? clients : throw IamFaults.QuotaExceeded("ClientIdsPerOpenIdConnectProvider", Quotas.ClientIdsPerProvider);

    private static ImmutableArray<string> Thumbprints(IamParameters parameters)
    {
        var list = parameters.Texts("ThumbprintList", 40, 40);
        return list.Length > Quotas.ThumbprintsPerProvider ? throw IamFaults.InvalidInput("Thumbprint list must contain fewer than 5 entries.")
            : list.All(t => t.All(char.IsAsciiHexDigit)) ? list
            : throw IamFaults.InvalidInput("Thumbprints must be 40 hexadecimal digits.");
    }
}
