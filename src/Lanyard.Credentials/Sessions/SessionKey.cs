using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.Sessions;

/// <summary>
/// What a cached session is found by: everything that decides whose credentials it holds. Two plans that differ in a role, an
/// external id, an endpoint or the access key they stand on never meet the same session.
/// </summary>
/// <param name="Text">The whole key; it names secrets and holds none.</param>
public sealed record SessionKey(string Text)
{
    /// <summary>Makes the key of a source.</summary>
    /// <param name="source">The source with its whole chain.</param>
    /// <param name="region">The region whose STS is called.</param>
    /// <param name="endpoint">The endpoint that was set by hand, if any: another endpoint is another AWS.</param>
    /// <param name="identityToken">A digest of the identity token that the chain begins with; null where it begins with none.</param>
    public static SessionKey Of(Source source, string region, string? endpoint, string? identityToken = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SessionKey(new JsonLine().Add("region", region).Add("endpoint", endpoint).AddOptional("identityToken", identityToken).AddJson("plan", SourceJson.Write(source)).End());
    }

    /// <summary>Gives the source back that the key was made of.</summary>
    /// <returns>The source; <see langword="null"/> where another version wrote the key.</returns>
    public Source? ReadSource()
    {
        try
        {
            return SourceJson.Read(JsonFields.Parse(System.Text.Encoding.UTF8.GetBytes(Text)).Object("plan"));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// Gives the cache file's name: a short hash that needs no crypto library, since loading one takes longer than all else on
    /// the way to a warm answer. The file repeats the whole key, so that a clash is a miss and never the wrong session.
    /// </summary>
    public string FileName
    {
        get
        {
            var hash = 14695981039346656037UL;
            foreach (var c in Text)
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            return hash.ToString("x16", CultureInfo.InvariantCulture) + ".json";
        }
    }
}
