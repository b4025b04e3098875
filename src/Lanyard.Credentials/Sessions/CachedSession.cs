using System.Globalization;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Sessions;

/// <summary>A session as the cache holds it.</summary>
/// <param name="Credentials">The temporary credentials; they have an expiry.</param>
/// <param name="Fetched">When AWS gave them.</param>
/// <param name="SignIn">The sign-in token they stand on; null where they stand on none.</param>
public sealed record CachedSession(AwsCredentials Credentials, DateTimeOffset Fetched, FileStamp? SignIn)
{
    private static readonly TimeSpan Advisory = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Mandatory = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Tells whether enough is left to hand it out: a quarter of an hour, since SDKs fetch anew on every call when they are given
    /// less, or half its life for a session that was short to begin with. What has less is renewed if that can be done.
    /// </summary>
    public bool IsFresh(DateTimeOffset now)
    {
        var expiration = Credentials.Expiration ?? DateTimeOffset.MinValue;
        var half = (expiration - Fetched) / 2;
        return expiration - now > (half < Advisory ? half : Advisory);
    }

    /// <summary>
    /// Tells whether it may be handed out where it can't be renewed just now: five minutes are left, or a sixth of its life. With
    /// less, a tool that is given it would fail halfway.
    /// </summary>
    public bool IsUsable(DateTimeOffset now)
    {
        var expiration = Credentials.Expiration ?? DateTimeOffset.MinValue;
        var sixth = (expiration - Fetched) / 6;
        return expiration - now > (sixth < Mandatory ? sixth : Mandatory);
    }
}

/// <summary>A file and the state it was in: signing out, or in as somebody else, changes it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Stamp">Its length and time of last change.</param>
public sealed record FileStamp(string Path, string Stamp)
{
    /// <summary>Takes the stamp of a file as it is now; a missing file has one of its own.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new FileStamp(path, file.Exists
            ? file.Length.ToString(CultureInfo.InvariantCulture) + ":" + file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)
            : "missing");
    }

    /// <summary>Tells whether the file is still as it was.</summary>
    public bool IsUnchanged => Of(Path) == this;
}
