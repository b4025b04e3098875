using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>The errors that a profile's own settings lead to.</summary>
internal static class ProfileErrors
{
    public static CredentialsException NotFound(SharedConfigSnapshot files, string name, MergedProfile? namedBy = null)
    {
        var where = $"{Shown(files.Config.Path)} nor in {Shown(files.Credentials.Path)}";
        var near = files.NearestProfiles(name);
        var hint = near.Count > 0 ? $"; did you mean {string.Join(" or ", near.Select(n => $"`{n}`"))}?" : "";
        return namedBy is null
            ? new CredentialsException(
                ErrorCodes.ProfileNotFound, $"the profile `{name}` is neither in {where}{hint}", "lanyard profile list", profile: name)
            : new CredentialsException(
                ErrorCodes.SourceProfileNotFound, $"the profile `{namedBy.Name}` ({At(namedBy, "source_profile")}) has `{name}` as its source_profile, which is neither in {where}{hint}",
                "lanyard profile list", profile: namedBy.Name);
    }

    public static CredentialsException Invalid(MergedProfile profile, string key, string why, string fix) =>
        new(ErrorCodes.ProfileInvalid, $"the profile `{profile.Name}` ({At(profile, key)}) {why}", fix, profile: profile.Name);

    /// <summary>Says where a setting stands, or failing that where the profile does.</summary>
    public static string At(MergedProfile profile, string key) =>
        profile.TryGet(key, out var property) ? $"{property.File}:{property.Line}" : profile.Place;

    /// <summary>Says of a source that a profile has no settings for it: <c>`dev` (file:line) has no …</c>.</summary>
    public static PassedOver Lacks(string source, MergedProfile profile, string what) =>
        new(source, "`" + profile.Name + "` (" + profile.Place + ") has no " + what);

    /// <summary>Shows a path that may be none.</summary>
    public static string Shown(string path) => path.Length == 0 ? "(no file)" : path;
}
