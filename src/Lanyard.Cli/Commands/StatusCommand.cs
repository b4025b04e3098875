using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands;

/// <summary>Shows every sign-in and session at hand. It asks nobody: what AWS ended meanwhile still shows.</summary>
internal static class StatusCommand
{
    public static int Run(GlobalOptions options, Surroundings surroundings)
    {
        var problems = new List<Exception>();
        var now = surroundings.Time.GetUtcNow();
        var tokens = AwsAccess.TokensOf(surroundings);
        var signIns = KnownSignIns.Find(surroundings, options, problems).Select(k => StateOf(k.SignIn, tokens, now)).ToArray();
        var console = KnownSignIns.OfConsole(surroundings).Select(k => ConsoleStatus.Of(k, ConsoleTokenCache.Of(k.Machine), now)).ToArray();
        var sessions = AwsAccess.SessionsOf(surroundings).All().OrderBy(s => s.Expiration).ToArray();
        surroundings.Write(options.Json ? JsonOutput.Object(json => Write(json, signIns, console, sessions, now)) : Encoding.UTF8.GetBytes(Describe(signIns, console, sessions, now)));
        foreach (var problem in problems)
        {
            ErrorReport.Of(problem).Write(surroundings, options.Json);
        }

        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static SignInState StateOf(SsoSignIn signIn, SsoTokenCache tokens, DateTimeOffset now)
    {
        try
        {
            // A token of another portal under the same name is nobody's sign-in to this one.
            return tokens.Find(signIn) is { } token && (token.StartUrl.Length == 0 || token.StartUrl == signIn.StartUrl)
                ? new(signIn, token.ExpiresAt > now ? "signedIn" : token.CanRefresh(now) ? "renewable" : "expired", token.ExpiresAt, token.CanRefresh(now), token.Registration?.ExpiresAt)
                : new(signIn, "signedOut", null, false, null);
        }
        catch (CredentialsException)
        {
            return new(signIn, "unreadable", null, false, null);
        }
    }

    private static void Write(Utf8JsonWriter json, SignInState[] signIns, ConsoleStatus[] console, KeptSession[] sessions, DateTimeOffset now)
    {
        json.WriteStartArray("signIns");
        foreach (var one in signIns)
        {
            json.WriteStartObject();
            json.WriteString("session", one.SignIn.SessionName);
            json.WriteString("startUrl", one.SignIn.StartUrl);
            json.WriteString("region", one.SignIn.Region);
            json.WriteString("state", one.State);
            WriteEnd(json, one.ExpiresAt, now);
            json.WriteBoolean("renewsItself", one.RenewsItself);
            json.WriteString("renewsUntil", one.RenewsItself && one.RenewsUntil is { } until ? ProcessOutput.FormatTime(until) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("consoleSignIns");
        foreach (var one in console)
        {
            json.WriteStartObject();
            one.Write(json, now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sessions");
        foreach (var session in sessions)
        {
            var (kind, account, role) = Of(session);
            json.WriteStartObject();
            json.WriteString("source", kind);
            json.WriteString("account", account);
            json.WriteString("role", role);
            WriteEnd(json, session.Expiration, now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEnd(Utf8JsonWriter json, DateTimeOffset? end, DateTimeOffset now)
    {
        json.WriteString("expiresAt", end is { } time ? ProcessOutput.FormatTime(time) : null);
        if (end is { } at)
        {
            json.WriteNumber("minutesLeft", Minutes(at, now));
        }
        else
        {
            json.WriteNull("minutesLeft");
        }
    }

    private static string Describe(SignInState[] signIns, ConsoleStatus[] console, KeptSession[] sessions, DateTimeOffset now)
    {
        var text = new StringBuilder();
        var rows = signIns.Select(s => new[] { s.SignIn.SessionName ?? "(no session)", s.SignIn.StartUrl, StateIn(s, now) }).ToArray();
        Table(text, ["SIGN-IN", "START URL", "STATE"], rows, "No Identity Center sign-in is configured; `lanyard configure sso` adds one.");
        if (console.Length > 0)
        {
            text.Append('\n');
            rows = [.. console.Select(c => new[] { string.Join(", ", c.SignIn.Profiles), c.SignIn.Session, c.InWords(now) })];
            Table(text, ["PROFILES", "CONSOLE SIGN-IN", "STATE"], rows, "");
        }

        text.Append('\n');
        rows = [.. sessions.Select(s => Of(s) is var (kind, account, role)
            ? new[] { account ?? "-", role ?? "-", kind, Left(s.Expiration, now) } : [])];
        Table(text, ["ACCOUNT", "ROLE", "SOURCE", "LEFT"], rows, "No session is at hand.");
        return text.ToString();
    }

    private static void Table(StringBuilder text, string[] head, string[][] rows, string empty)
    {
        if (rows.Length == 0)
        {
            text.Append(empty).Append('\n');
            return;
        }

        var widths = head.Select((h, i) => rows.Max(r => r[i].Length) is var longest && longest > h.Length ? longest : h.Length).ToArray();
        foreach (var row in rows.Prepend(head))
        {
            text.AppendJoin("  ", row.Select((cell, i) => i + 1 == row.Length ? cell : cell.PadRight(widths[i]))).Append('\n');
        }
    }

    private static string StateIn(SignInState state, DateTimeOffset now) => state.State switch
    {
        "signedIn" => Left(state.ExpiresAt!.Value, now) + (state.RenewsItself ? ", then renews itself" : ""),
        "renewable" => "ended, renews itself when it is used",
        "expired" => $"ended; {Remedy(state.SignIn)}",
        "unreadable" => $"its file can't be read; {Remedy(state.SignIn)}",
        _ => $"signed out; {Remedy(state.SignIn)}",
    };

    private static string Remedy(SsoSignIn signIn) => signIn.SessionName is { } name ? $"lanyard login --session {name}" : "lanyard login with a profile or stage of it";

    // The permission set or role that the keys are of, and its account, as the plan says them.
    private static (string Kind, string? Account, string? Role) Of(KeptSession session) => session.Key.ReadSource() switch
    {
        Source.SsoRole sso => (sso.Kind, sso.AccountId, sso.RoleName),
        Source.MfaSession mfa => (mfa.Kind, AccountOf(mfa.SerialNumber), null),
        Source.AssumeRole role => (role.Kind, AccountOf(role.RoleArn), NameOf(role.RoleArn)),
        Source.WebIdentity web => (web.Kind, AccountOf(web.RoleArn), NameOf(web.RoleArn)),
        var other => (other?.Kind ?? "unknown", session.AccountId, null),
    };

    private static string? AccountOf(string arn) => arn.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null;

    private static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static string Left(DateTimeOffset end, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{Minutes(end, now)} min left");

    private static int Minutes(DateTimeOffset end, DateTimeOffset now) => Math.Max(0, (int)(end - now).TotalMinutes);

    private sealed record SignInState(SsoSignIn SignIn, string State, DateTimeOffset? ExpiresAt, bool RenewsItself, DateTimeOffset? RenewsUntil);
}
