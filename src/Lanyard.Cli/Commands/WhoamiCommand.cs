using System.Globalization;
using Lanyard.Aws.Services;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Cli.Commands;

/// <summary>Who somebody is, as <c>whoami</c> tells it.</summary>
/// <param name="Caller">What AWS said.</param>
/// <param name="Profile">The profile, if any.</param>
/// <param name="Source">The kind of source.</param>
/// <param name="Expiration">When the credentials end, if they do.</param>
internal sealed record WhoIs(CallerIdentity Caller, string? Profile, string Source, DateTimeOffset? Expiration);

/// <summary>Asks AWS who the credentials are.</summary>
internal static class WhoamiCommand
{
    public static async Task<int> RunAsync(GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var selected = IdentitySelector.Select(surroundings, options);
        MetBefore.Confirm(selected, surroundings, mayAsk: !options.NoInput);
        using var access = new AwsAccess(surroundings, options, selected);
        var who = await AskAsync(access, cancellationToken).ConfigureAwait(false);
        access.SayClockSkew(surroundings);
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("Account", who.Caller.Account);
                json.WriteString("Arn", who.Caller.Arn);
                json.WriteString("UserId", who.Caller.UserId);
                json.WriteString("Profile", who.Profile);
                json.WriteString("Source", who.Source);
                json.WriteString("Expiration", who.Expiration is { } end ? ProcessOutput.FormatTime(end) : null);
            }));
        }
        else
        {
            surroundings.Write(Describe(who, surroundings.Time.GetUtcNow()));
        }

        return ExitCodes.Done;
    }

    /// <summary>Gets credentials and asks who they are.</summary>
    /// <exception cref="CredentialsException">None can be had, or AWS said no.</exception>
    public static async Task<WhoIs> AskAsync(AwsAccess access, CancellationToken cancellationToken)
    {
        var plan = access.Selected.Plan;
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        return new WhoIs(
            await access.AskCallerAsync(credentials, cancellationToken).ConfigureAwait(false),
            plan.Profile, plan.Candidates[0].Source.Kind, credentials.Expiration);
    }

    private static string Describe(WhoIs who, DateTimeOffset now)
    {
        var left = who.Expiration is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)(end - now).TotalMinutes)} min left (until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC)")
            : "no expiry";
        return $"account  {who.Caller.Account}\narn      {who.Caller.Arn}\nuser id  {who.Caller.UserId}\n"
            + $"source   {who.Source}{(who.Profile is null ? "" : $", profile {who.Profile}")}\nsession  {left}\n";
    }
}
