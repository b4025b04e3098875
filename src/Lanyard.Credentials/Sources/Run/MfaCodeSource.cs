using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Mfa;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>
/// Makes a call with a code of an MFA device: from the profile's <c>mfa_process</c>, from the device's seed in the vault, or typed by
/// a person. One process at a time asks for codes of a device, and no code is sent twice.
/// </summary>
/// <param name="context">What running a plan needs of the world.</param>
/// <param name="mfa">What gives codes.</param>
internal sealed class MfaCodeSource(SourceContext context, MfaSupport mfa)
{
    private const int MaxQuestions = 3;
    private const int Digits = 6;

    private TimeProvider Time => context.Client.Time;

    /// <summary>Makes the call.</summary>
    /// <param name="need">The device, and what the profile says of it.</param>
    /// <param name="atHand">Finds what another process got while this one waited for the device; null where there is nothing to find.</param>
    /// <param name="call">The call, given a code.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">No code is to be had, or AWS takes none.</exception>
    public async Task<AwsCredentials> CallAsync(
        MfaNeed need, Func<AwsCredentials?>? atHand, Func<Secret, Task<AwsCredentials>> call, CancellationToken cancellationToken)
    {
        using var turn = await mfa.Codes.LockAsync(need.SerialNumber, cancellationToken).ConfigureAwait(false);
        if (atHand?.Invoke() is { } fetched)
        {
            return fetched;
        }

        try
        {
            if (need.Codes is not { } codes)
            {
                return await AskAsync(need, call, null, cancellationToken).ConfigureAwait(false);
            }

            if (codes.Way == MfaCodeWay.Program)
            {
                return await WithoutPersonAsync(need, call, () => RunAsync(need, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            // Where a stage is protected, a person is to be there.
            return codes.Way == MfaCodeWay.SeedWithheld
                ? await AskAsync(need, call, "no code is made of the device's seed: the stage is protected, so its codes come from a person", cancellationToken).ConfigureAwait(false)
                : await WithoutPersonAsync(need, call, () => Task.FromResult(MakeCode(need)), cancellationToken).ConfigureAwait(false);
        }
        catch (AwsServiceException e) when (MfaErrors.IsAboutCode(e))
        {
            throw MfaErrors.Refused(need, e);
        }
    }

    // A code that AWS doesn't take may have been used on another machine, or in the console: the next one gets a try.
    private async Task<AwsCredentials> WithoutPersonAsync(
        MfaNeed need, Func<Secret, Task<AwsCredentials>> call, Func<Task<Secret>> makeCode, CancellationToken cancellationToken)
    {
        for (var isLast = false; ; isLast = true)
        {
            if (mfa.Codes.UntilUnused(need.SerialNumber) is var wait && wait > TimeSpan.Zero)
            {
                mfa.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The code that {need.SerialNumber} shows now was used already; waiting {Math.Ceiling(wait.TotalSeconds):0} s for the next one."));
                await Task.Delay(wait, Time, cancellationToken).ConfigureAwait(false);
            }

            var code = await makeCode().ConfigureAwait(false);
            mfa.Codes.Use(need.SerialNumber, Totp.StepOf(Time.GetUtcNow()));
            try
            {
                return await call(code).ConfigureAwait(false);
            }
            catch (AwsServiceException e) when (!isLast && MfaErrors.IsInvalidCode(e))
            {
                mfa.Say("AWS doesn't take that code; it may have been used elsewhere.");
            }
        }
    }

    private Secret MakeCode(MfaNeed need)
    {
        var seeds = mfa.Seeds ?? throw MfaErrors.NoSeed(need, "there is no vault");
        var seed = TotpSeed.Parse(seeds.Find(TotpSeed.NameOf(need.SerialNumber)) ?? throw MfaErrors.NoSeed(need, $"the vault has no seed of {need.SerialNumber}"));
        var step = Totp.StepOf(Time.GetUtcNow());

        // First the note, then the code: what can't be noted could be used a second time.
        return mfa.Codes.Use(need.SerialNumber, step) ? Totp.CodeOf(seed, step) : throw new CredentialsException(
            ErrorCodes.FileNotWritable, "it can't be written down which code is used, so none is made",
            "see that Lanyard's state folder can be written (docs/environment.md)", profile: need.Profile);
    }

    private async Task<Secret> RunAsync(MfaNeed need, CancellationToken cancellationToken)
    {
        var commandLine = context.Machine.Files.TryGetProfile(need.Codes!.Profile, out var profile) && profile.Get("mfa_process") is { Length: > 0 } line
            ? line
            : throw MfaErrors.Process(need, "is no longer there");
        var (exitCode, output) = await mfa.RunProcess(commandLine, cancellationToken).ConfigureAwait(false);
        return exitCode switch
        {
            null => throw MfaErrors.Process(need, "didn't end in time and was stopped"),
            not 0 => throw MfaErrors.Process(need, string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}")),
            _ => CodeIn(output) ?? throw MfaErrors.Process(need, "printed something that is not a code of six digits"),
        };
    }

    private async Task<AwsCredentials> AskAsync(
        MfaNeed need, Func<Secret, Task<AwsCredentials>> call, string? problem, CancellationToken cancellationToken)
    {
        var ask = mfa.Ask ?? throw MfaErrors.Required(
            need.SerialNumber, problem is null ? mfa.WhyNobody : $"{mfa.WhyNobody} ({problem})", need.Profile, isOfThisProcess: true);
        problem ??= mfa.Codes.UntilUnused(need.SerialNumber) > TimeSpan.Zero ? "the code that it shows now was used already: wait for the next one" : null;
        AwsServiceException? refused = null;
        for (var asked = 0; asked < MaxQuestions; asked++)
        {
            var answer = await ask(new MfaQuestion(need.SerialNumber, need.Profile, problem), cancellationToken).ConfigureAwait(false)
                ?? throw MfaErrors.Required(need.SerialNumber, "none was typed", need.Profile);
            if (CodeIn(answer) is not { } code)
            {
                problem = "that is not a code: it has six digits";
                continue;
            }

            try
            {
                var credentials = await call(code).ConfigureAwait(false);
                mfa.Codes.Use(need.SerialNumber, Totp.StepOf(Time.GetUtcNow()));
                return credentials;
            }
            catch (AwsServiceException e) when (MfaErrors.IsInvalidCode(e))
            {
                refused = e;
                problem = "AWS doesn't take that code. It takes each code once: wait for the next one";
            }
        }

        throw MfaErrors.Refused(need, refused);
    }

    // Devices show their codes in two groups of three.
    private static Secret? CodeIn(Secret? text)
    {
        var code = text?.Reveal().Trim().Replace(" ", "", StringComparison.Ordinal) ?? "";
        return code.Length == Digits && code.All(char.IsAsciiDigit) ? new Secret(code) : null;
    }
}
