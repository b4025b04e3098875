using System.Globalization;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>How a command is given its credentials, and those it starts with.</summary>
/// <param name="Via">The way.</param>
/// <param name="Credentials">The credentials.</param>
internal sealed record Handover(string Via, AwsCredentials Credentials);

/// <summary>Compares the minutes that a session has left with how long the command took before.</summary>
internal static class SessionTime
{
    private static readonly TimeSpan Hopeless = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Sees to it that the session lasts: by a way that renews it, else by a session that starts now. Where neither can be done, the
    /// person is warned.
    /// </summary>
    /// <param name="planned">How the credentials would be handed over.</param>
    /// <param name="longest">The longest that the command took; null where it never ran.</param>
    /// <param name="renewing">The way that renews them in this tool; null for none, or where the way was chosen by the person.</param>
    /// <param name="fetchAnew">Fetches a session though one is at hand; null where that can't be done without a person.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">It is sure to fail.</exception>
    public static async Task<Handover> FitAsync(
        Handover planned, TimeSpan? longest, string? renewing, Func<Task<AwsCredentials>>? fetchAnew, Surroundings surroundings)
    {
        if (planned.Via != "env" || longest is not { } needed || Left(planned.Credentials, surroundings) is not { } left || left >= needed)
        {
            return planned;
        }

        if (renewing is not null)
        {
            surroundings.Error.WriteLine($"lanyard: this command took {Minutes(needed)} before and the session has {Minutes(left)} left, so it is renewed on the way (--via {renewing})");
            return planned with { Via = renewing };
        }

        var credentials = fetchAnew is null ? planned.Credentials : await LongerAsync(planned.Credentials, fetchAnew).ConfigureAwait(false);
        left = Left(credentials, surroundings) ?? TimeSpan.MaxValue;
        if (left < Hopeless)
        {
            throw new CredentialsException(
                CliErrorCodes.SessionTooShort, $"the session ends within a minute, and this command took {Minutes(needed)} before",
                "get a new session: lanyard login; or use --via server", FailureKind.GuardRail);
        }

        if (left < needed)
        {
            surroundings.Error.WriteLine($"warning: this command took {Minutes(needed)} before, and the session has {Minutes(left)} left and isn't renewed with --via env");
        }

        return planned with { Credentials = credentials };
    }

    /// <summary>Tells whether new credentials can be fetched for a source, again and again, without a person.</summary>
    public static bool IsRenewable(Source source) => source switch
    {
        Source.SsoRole or Source.WebIdentity => true,
        Source.AssumeRole { MfaSerial: null } role => IsRenewable(role.From) || role.From is Source.StaticKeys,
        _ => false,
    };

    private static async Task<AwsCredentials> LongerAsync(AwsCredentials current, Func<Task<AwsCredentials>> fetchAnew)
    {
        try
        {
            var other = await fetchAnew().ConfigureAwait(false);
            return other.Expiration is null || other.Expiration > current.Expiration ? other : current;
        }
        catch (CredentialsException)
        {
            // What is at hand still works.
            return current;
        }
    }

    private static TimeSpan? Left(AwsCredentials credentials, Surroundings surroundings) => credentials.Expiration - surroundings.Time.GetUtcNow();

    private static string Minutes(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)time.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min");
}
