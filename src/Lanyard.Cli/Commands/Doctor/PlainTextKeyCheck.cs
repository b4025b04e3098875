using System.Globalization;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>What IAM says of an access key.</summary>
/// <param name="Created">When it was made; null where IAM doesn't say.</param>
/// <param name="IsRefused">Whether AWS doesn't accept it: it is inactive or deleted.</param>
internal sealed record KeyAge(DateTimeOffset? Created, bool IsRefused);

/// <summary>Finds long-lived access keys that stand in the shared files.</summary>
internal static class PlainTextKeyCheck
{
    private const string IdKey = "aws_access_key_id";

    /// <summary>Gives the profiles that have one, and where its id stands.</summary>
    public static IEnumerable<(MergedProfile Profile, MergedProperty Id)> KeysOf(SharedConfigSnapshot files)
    {
        foreach (var profile in files.Profiles.Values)
        {
            // One that begins so is temporary, even where its token is missing.
            if (profile.TryGet(IdKey, out var id) && profile.Get("aws_session_token") is null && !id.Value.StartsWith("ASIA", StringComparison.Ordinal))
            {
                yield return (profile, id);
            }
        }
    }

    /// <summary>Finds them.</summary>
    /// <param name="files">The shared files.</param>
    /// <param name="ages">What IAM said, by access key id; nothing where it wasn't asked or didn't say.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Finding> Find(SharedConfigSnapshot files, IReadOnlyDictionary<string, KeyAge> ages, DateTimeOffset now)
    {
        foreach (var (profile, id) in KeysOf(files))
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{id.File}:{id.Line}");
            var age = ages.GetValueOrDefault(id.Value);
            var name = Words.Shell(profile.Name);
            yield return new Finding(
                FindingIds.PlainTextKey, Severity.Warning, where,
                $"the profile `{profile.Name}` has the long-lived access key {ShownId(id.Value)} in plain text; {AgeOf(age, now)}",
                "whatever reads this file, a package's install script or a backup, can be you until somebody deletes the key",
                age is { IsRefused: true } ? $"lanyard profile unset {name} {IdKey} aws_secret_access_key"
                : VaultEntry.IsName(profile.Name) ? $"lanyard vault migrate {name}"
                : $"lanyard vault migrate {name} --entry NAME");
        }
    }

    private static string AgeOf(KeyAge? age, DateTimeOffset now) => age switch
    {
        { IsRefused: true } => "AWS no longer accepts it",
        { Created: { } created } => $"it was made on {Words.Day(created)}, {Words.Count(Words.Days(created, now), "day")} ago",
        _ => "its age is unknown",
    };

    // What stands there may be the secret, in the wrong line.
    private static string ShownId(string id) => id.Length is >= 16 and <= 32 && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) ? id : "(an id that is none)";
}
