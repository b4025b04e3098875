using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Sessions;

/// <summary>
/// Why a session could not be had, left beside its place: who waited for the answer takes the failure as theirs, rather than ask AWS,
/// or the person, the same once more. It is an error as users see it, so it holds no secret.
/// </summary>
/// <param name="Time">When it failed.</param>
/// <param name="Error">The error.</param>
internal sealed record SessionFailure(DateTimeOffset Time, CredentialsException Error)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads what was left.</summary>
    /// <returns>The failure; <see langword="null"/> where there is none that can be read.</returns>
    public static SessionFailure? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || WholeFile.Read(path, MaxBytes) is not { } bytes)
            {
                return null;
            }

            var json = JsonFields.Parse(bytes);
            return json.Text("code") is { } code && json.Text("message") is { } message
                && long.TryParse(json.Text("time"), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                && Enum.TryParse<FailureKind>(json.Text("kind"), out var kind)
                    ? new SessionFailure(
                        DateTimeOffset.FromUnixTimeMilliseconds(time), new CredentialsException(code, message, json.Text("fix"), kind, json.Text("profile")))
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Leaves it. That it can't be left only means that others ask too.</summary>
    public void Write(string path)
    {
        try
        {
            AtomicFile.WritePrivate(path, JsonProtocol.Object(json =>
            {
                json.WriteString("time", Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
                json.WriteString("code", Error.Code);
                json.WriteString("message", Error.Message);
                json.WriteString("fix", Error.Fix);
                json.WriteString("kind", Error.Kind.ToString());
                json.WriteString("profile", Error.Profile);
            }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a folder that can't be written.
        }
    }
}
