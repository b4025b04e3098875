using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>login</c> is for an identity that stands on no sign-in but asks for a code of an MFA device: it asks for it now.</summary>
internal static class MfaLogin
{
    /// <summary>Gets the session that the code buys.</summary>
    /// <param name="options">The options of the command.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code; <see langword="null"/> where the identity asks for no code, or is signed in to in another way.</returns>
    /// <exception cref="CredentialsException">No code is to be had, or AWS says no.</exception>
    public static async Task<int?> TryAsync(GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (Find(options, surroundings) is not { } selected)
        {
            return null;
        }

        using var access = new AwsAccess(surroundings, options, selected);
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var (device, end) = (DeviceOf(selected.Plan.Candidates[0].Source)!, credentials.Expiration!.Value);
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("mfaSerial", device);
                json.WriteString("expiresAt", ProcessOutput.FormatTime(end));
            }));
        }
        else
        {
            surroundings.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"The session of the MFA device {device} is good until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC."));
        }

        return ExitCodes.Done;
    }

    private static SelectedIdentity? Find(GlobalOptions options, Surroundings surroundings)
    {
        SelectedIdentity selected;
        try
        {
            selected = IdentitySelector.Select(surroundings, options);
        }
        catch (Exception e) when (e is CredentialsException or ProjectFileException or SharedConfigException)
        {
            // What is wrong is said by the sign-in that is looked for then.
            return null;
        }

        // The session alone, without the roles over it: it needs to be for no certain account.
        return selected.SignIn is null && selected.Plan.Candidates is [var first, ..]
            && first.Source.Hops().FirstOrDefault(hop => DeviceOf(hop) is not null) is { } asking
                ? selected with { Plan = selected.Plan with { Candidates = [new Candidate(asking, OnFailure.Stop)] }, ExpectedAccount = null }
                : null;
    }

    private static string? DeviceOf(Source source) => source switch
    {
        Source.MfaSession session => session.SerialNumber,
        Source.AssumeRole role => role.MfaSerial,
        _ => null,
    };
}
