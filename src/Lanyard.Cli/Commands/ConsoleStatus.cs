using System.Globalization;
using System.Text.Json;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Cli.Commands;

/// <summary>How a console sign-in stands.</summary>
/// <param name="SignIn">The sign-in.</param>
/// <param name="State"><c>signedIn</c>, <c>renewable</c>, <c>expired</c>, <c>unreadable</c> or <c>signedOut</c>.</param>
/// <param name="ExpiresAt">When its credentials end.</param>
/// <param name="RenewsItself">Whether they are renewed after that, as long as AWS allows.</param>
internal sealed record ConsoleStatus(KnownConsoleSignIn SignIn, string State, DateTimeOffset? ExpiresAt, bool RenewsItself)
{
    /// <summary>Reads the state of a sign-in.</summary>
    public static ConsoleStatus Of(KnownConsoleSignIn signIn, ConsoleTokenCache tokens, DateTimeOffset now)
    {
        try
        {
            return tokens.Find(signIn.Session) is { Credentials.Expiration: { } end } token
                ? new(signIn, end > now ? "signedIn" : token.CanRefresh ? "renewable" : "expired", end, token.CanRefresh)
                : new(signIn, "signedOut", null, false);
        }
        catch (InvalidDataException)
        {
            return new(signIn, "unreadable", null, false);
        }
    }

    /// <summary>Writes the members of its JSON object.</summary>
    public void Write(Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteString("loginSession", SignIn.Session);
        json.WriteStartArray("profiles");
        foreach (var profile in SignIn.Profiles)
        {
            json.WriteStringValue(profile);
        }

        json.WriteEndArray();
        json.WriteString("state", State);
        json.WriteString("expiresAt", ExpiresAt is { } time ? ProcessOutput.FormatTime(time) : null);
        if (ExpiresAt is { } end)
        {
            json.WriteNumber("minutesLeft", Minutes(end, now));
        }
        else
        {
            json.WriteNull("minutesLeft");
        }

        json.WriteBoolean("renewsItself", RenewsItself);
    }

    /// <summary>Says the state to a person.</summary>
    public string InWords(DateTimeOffset now) => State switch
    {
        "signedIn" => string.Create(CultureInfo.InvariantCulture, $"{Minutes(ExpiresAt!.Value, now)} min left{(RenewsItself ? ", then renews itself" : "")}"),
        "renewable" => "ended, renews itself when it is used, up to 12 h after the sign-in",
        "expired" => $"ended; {Remedy}",
        "unreadable" => $"its file can't be read; {Remedy}",
        _ => $"signed out; {Remedy}",
    };

    private string Remedy => $"lanyard login --profile {SignIn.Profiles[0]}";

    private static int Minutes(DateTimeOffset end, DateTimeOffset now) => Math.Max(0, (int)(end - now).TotalMinutes);
}
