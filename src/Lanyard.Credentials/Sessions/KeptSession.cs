using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Sessions;

/// <summary>What the file of a session says in the open: all but its secrets.</summary>
/// <param name="Key">What it is found by.</param>
/// <param name="AccessKeyId">Its access key id.</param>
/// <param name="AccountId">Its account, where known.</param>
/// <param name="Expiration">When it ends.</param>
/// <param name="SignIn">The sign-in token it stands on; null where it stands on none.</param>
public sealed record KeptSession(SessionKey Key, string AccessKeyId, string? AccountId, DateTimeOffset Expiration, FileStamp? SignIn)
{
    /// <summary>Reads it.</summary>
    /// <returns>It; <see langword="null"/> where the file can't be read, or is no session.</returns>
    internal static KeptSession? Read(string path)
    {
        try
        {
            return WholeFile.Read(path, SessionStore.MaxBytes) is { } bytes && JsonFields.Parse(bytes) is var fields
                && fields.Text("key") is { } key && fields.Text("accessKeyId") is { } id && fields.Text("expiration") is { } expiration
                    ? new KeptSession(
                        new SessionKey(key), id, fields.Text("accountId"), SessionStore.ParseTime(expiration),
                        fields.Text("signInFile") is { } file && fields.Text("signInStamp") is { } stamp ? new FileStamp(file, stamp) : null)
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}
