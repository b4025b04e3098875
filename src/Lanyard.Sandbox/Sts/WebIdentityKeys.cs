using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Policy;

namespace Lanyard.Sandbox.Sts;

/// <summary>What trust policies can ask of a web identity token: "Available keys for AWS OIDC federation", IAM User Guide.</summary>
internal static class WebIdentityKeys
{
    private const string TagsClaim = "https://aws.amazon.com/tags";

    // Claims that AWS passes on for these providers alone.
    private static readonly Dictionary<string, string[]> ClaimsOf = new(StringComparer.Ordinal)
    {
        ["token.actions.githubusercontent.com"] =
            ["actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref", "environment", "enterprise_id"],
    };

    /// <summary>Adds the claims.</summary>
    /// <param name="keys">The keys of the request.</param>
    /// <param name="provider">The provider's name, which the keys start with.</param>
    /// <param name="token">The token.</param>
    /// <param name="audience">The audience that the provider is registered with.</param>
    public static RequestContext Onto(RequestContext keys, string provider, WebIdentityToken token, string audience)
    {
        keys = keys.With($"{provider}:sub", token.Subject).With($"{provider}:aud", audience);
        if (token.AuthorizedParty is not null)
        {
            // Where a token names the party that it was made for, that is "aud", and the audience is "oaud".
            keys = keys.With($"{provider}:oaud", token.Audiences[0]);
        }

        if (token.Texts("amr") is { Count: > 0 } methods)
        {
            keys = keys.With($"{provider}:amr", methods);
        }

        string[] claims = ["email", .. ClaimsOf.GetValueOrDefault(provider) ?? []];
        return claims.Aggregate(keys, (with, claim) => JsonProtocol.Text(token.Claims, claim) is { } value ? with.With($"{provider}:{claim}", value) : with);
    }

    /// <summary>Reads the session tags of a token: "Passing session tags using AssumeRoleWithWebIdentity", IAM User Guide.</summary>
    /// <exception cref="ServiceFault">They aren't of the form that AWS takes.</exception>
    public static (IReadOnlyList<KeyValuePair<string, string>> Tags, IReadOnlyList<string> TransitiveKeys) TagsOf(WebIdentityToken token)
    {
        if (JsonProtocol.Member(token.Claims, TagsClaim) is not { ValueKind: JsonValueKind.Object } claim
            || JsonProtocol.Member(claim, "principal_tags") is not { ValueKind: JsonValueKind.Object } principal)
        {
            return ([], []);
        }

        var tags = principal.EnumerateObject().Select(tag => WebIdentityToken.Texts(tag.Value) is [{ Length: <= 256 } value] && tag.Name.Length is >= 1 and <= 128
            ? new KeyValuePair<string, string>(tag.Name, value)
            : throw WebIdentityToken.Invalid("A session tag of the token must have a key of 1 to 128 characters and one value of 256 at most."));
        return ([.. tags], WebIdentityToken.Texts(JsonProtocol.Member(claim, "transitive_tag_keys")));
    }
}
