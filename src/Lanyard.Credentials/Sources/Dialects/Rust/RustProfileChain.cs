using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>
/// What the AWS SDK for Rust makes of a profile: the one that gives the first credentials, and the roles that are assumed with them, the
/// first of the file last.
/// </summary>
/// <param name="Base">The profile that gives the first credentials.</param>
/// <param name="HasKeys">Whether its keys are taken before all else, as those of a source profile are.</param>
/// <param name="Roles">The profiles whose roles are assumed, the selected one first.</param>
internal sealed record RustProfileChain(RustProfile Base, bool HasKeys, IReadOnlyList<RustProfile> Roles)
{
    private const int MaxHops = 200;

    /// <summary>Follows the source profiles.</summary>
    /// <exception cref="RustProfileException">The SDK gives up on the profile.</exception>
    public static RustProfileChain Follow(RustSharedConfig config, string selected)
    {
        if (config.IsEmpty || (selected == "default" && config.Find(selected) is null))
        {
            throw new RustProfileException("No profiles were defined", null, passesOn: true);
        }

        var visited = new List<RustProfile>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var roles = new List<RustProfile>();
        for (var (name, namedBy) = (selected, (Origin?)null); ;)
        {
            var profile = config.Find(name) ?? throw new RustProfileException(
                $"profile `{name}` was not defined: could not find source profile {name} referenced from {(visited.Count == 0 ? "the root profile" : visited[^1].Name)}",
                namedBy, passesOn: true);
            if (!names.Add(name))
            {
                throw new RustProfileException(
                    $"profile formed an infinite loop. first we loaded [{string.Join(", ", visited.Select(p => $"\"{p.Name}\""))}], then attempted to reload {name}", namedBy);
            }

            visited.Add(profile);
            if (visited.Count > 1 && profile.Find("aws_access_key_id") is not null && profile.Find("aws_secret_access_key") is not null)
            {
                return new RustProfileChain(profile, true, roles);
            }

            // A role with a token file is where credentials start.
            if (profile.Find("web_identity_token_file") is not null || profile.Find("role_arn") is not { } role)
            {
                return new RustProfileChain(profile, false, roles);
            }

            var source = SourceOf(profile, role);
            roles.Add(profile);
            if (source is null)
            {
                return new RustProfileChain(profile, false, roles);
            }

            (name, namedBy) = (source.Value, profile.Origin(source));
            if (roles.Count > MaxHops)
            {
                throw new RustProfileException($"more than {MaxHops} source profiles follow each other, which Lanyard doesn't look into", namedBy);
            }
        }
    }

    /// <summary>Gets whether the base is another profile than the selected one, whose lack of credentials is an error then.</summary>
    public bool IsSourceProfile => Roles.Count > 0 && Roles[^1] != Base;

    // Null for the profile itself: it names itself, or a place for credentials.
    private static MergedProperty? SourceOf(RustProfile profile, MergedProperty role) => (profile.Find("source_profile"), profile.Find("credential_source")) switch
    {
        ({ } source, { }) => throw new RustProfileException(
            $"invalid credential source in `{profile.Name}`: profile contained both source_profile and credential_source. Only one or the other can be defined",
            profile.Origin(source)),
        (null, null) => throw new RustProfileException(
            $"invalid credential source in `{profile.Name}`: profile must contain `source_profile` or `credential_source` but neither were defined",
            profile.Origin(role)),
        ({ } source, null) when source.Value != profile.Name => source,
        _ => null,
    };
}
