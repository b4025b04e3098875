using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// What profiles say of MFA: <c>mfa_serial</c>, and Lanyard's own <c>mfa_process</c>, <c>mfa_totp</c> and <c>mfa_session_duration</c>.
/// A code of an IAM user's device buys a session of the user, which every role of the user is then assumed with, so that one
/// code serves them all.
/// </summary>
public static class MfaSettings
{
    // What is assumed with temporary credentials lasts an hour at most, also with those of GetSessionToken.
    private const int LongestByMfaSession = 3600;

    /// <summary>Puts the user's MFA session in front of the keys of a profile that names a device.</summary>
    internal static Source OfKeys(MergedProfile profile, Source keys) =>
        profile.TryGet("mfa_serial", out var serial) && serial.Value.Length > 0 && !HasToken(profile)
            ? new Source.MfaSession(serial.Value, keys) { Origin = Origin.Of(profile, serial), Codes = Codes(profile), DurationSeconds = Duration(profile) }
            : keys;

    /// <summary>Says where the code of a role's device goes: into the user's session below it, or into the call for the role itself.</summary>
    internal static Source.AssumeRole OfRole(MachineState machine, MergedProfile profile, Source.AssumeRole role)
    {
        var own = profile.TryGet("mfa_serial", out var setting) && setting.Value.Length > 0 ? setting : null;
        if (own is null)
        {
            return WithinItsTime(role);
        }

        var below = role.From as Source.MfaSession;
        var keys = below?.From ?? role.From;
        MergedProfile? source = null;
        if (((keys as Source.StaticKeys)?.Profile ?? (keys as Source.VaultKeys)?.Profile) is { } named)
        {
            machine.Files.TryGetProfile(named, out source);
        }

        var codes = Codes(profile) ?? (source is null ? null : Codes(source));
        return IsLongLived(machine, keys, source)
            ? WithinItsTime(role with
            {
                From = new Source.MfaSession(own.Value, keys)
                {
                    Codes = codes,
                    DurationSeconds = Duration(profile) ?? (source is null ? null : Duration(source)),
                    Origin = Origin.Of(profile, own),
                },
            })
            : role with { MfaSerial = own.Value, MfaCodes = codes };
    }

    /// <summary>
    /// Takes a role that is to last longer than the user's MFA session lets it past that session: its code goes into the call itself.
    /// </summary>
    /// <param name="role">The role.</param>
    public static Source.AssumeRole WithinItsTime(Source.AssumeRole role)
    {
        ArgumentNullException.ThrowIfNull(role);
        return role is { DurationSeconds: > LongestByMfaSession, From: Source.MfaSession session }
            ? role with { From = session.From, MfaSerial = session.SerialNumber, MfaCodes = session.Codes }
            : role;
    }

    /// <summary>Makes the source one of a protected stage: codes for it are typed, or come from a program, and are made of no seed.</summary>
    /// <param name="source">The source, with its chain.</param>
    public static Source ForProtectedStage(Source source) => source switch
    {
        Source.AssumeRole role => role with { From = ForProtectedStage(role.From), MfaCodes = Protected(role.MfaCodes) },
        Source.MfaSession session => session with { Codes = Protected(session.Codes) },
        _ => source,
    };

    private static MfaCodes? Protected(MfaCodes? codes) => codes is { Way: MfaCodeWay.Seed } ? codes with { Way = MfaCodeWay.SeedWithheld } : codes;

    private static bool IsLongLived(MachineState machine, Source source, MergedProfile? profile) => source switch
    {
        Source.VaultKeys => true,
        Source.StaticKeys => profile is not null && !HasToken(profile),
        Source.Environment keys => keys.TokenVariables.All(name => machine.Variable(name) is null),
        _ => false,
    };

    private static bool HasToken(MergedProfile profile) => (profile.Get("aws_session_token") ?? profile.Get("aws_security_token")) is { Length: > 0 };

    private static MfaCodes? Codes(MergedProfile profile)
    {
        var fromVault = profile.Get("mfa_totp") switch
        {
            null or "" => false,
            "vault" => true,
            _ => throw ProfileErrors.Invalid(profile, "mfa_totp", "has an mfa_totp that is not known", "write `mfa_totp = vault`, or remove the line"),
        };
        return profile.Get("mfa_process") is { Length: > 0 } ? new MfaCodes(profile.Name, MfaCodeWay.Program)
            : fromVault ? new MfaCodes(profile.Name, MfaCodeWay.Seed)
            : null;
    }

    private static int? Duration(MergedProfile profile) => profile.Get("mfa_session_duration") is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 900 and <= 129_600
            ? seconds
            : throw ProfileErrors.Invalid(
                profile, "mfa_session_duration", "has an mfa_session_duration that is not a whole number from 900 to 129600", "correct the line");
}
