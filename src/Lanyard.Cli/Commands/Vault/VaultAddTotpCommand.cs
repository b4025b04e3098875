using Lanyard.Aws.Secrets;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Mfa;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>What <c>lanyard vault add-totp</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="SerialNumber">The device's serial number or ARN, as in <c>mfa_serial</c>.</param>
internal sealed record VaultAddTotpInput(GlobalOptions Options, string SerialNumber);

/// <summary>Stores the seed of an MFA device, which comes from stdin or is typed where nobody sees it.</summary>
internal static class VaultAddTotpCommand
{
    /// <summary>Stores the seed.</summary>
    /// <param name="input">What was asked for.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="seeds">The place for seeds.</param>
    /// <exception cref="CredentialsException">It is no seed, or can't be stored.</exception>
    public static int Run(VaultAddTotpInput input, Surroundings surroundings, ISecretVault seeds)
    {
        if (!IsSerialNumber(input.SerialNumber))
        {
            throw new UsageException(
                "an MFA device's serial number has 9 to 256 letters, digits and any of +=/:,.@-_", "lanyard vault add-totp arn:aws:iam::111111111111:mfa/anna");
        }

        var seed = TotpSeed.Parse(new Secret(SecretInput.Read(surroundings, $"the seed of {input.SerialNumber}", mayAsk: !input.Options.NoInput)));
        seeds.Store(TotpSeed.NameOf(input.SerialNumber), seed.Base32);
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("serialNumber", input.SerialNumber);
                json.WriteString("vault", seeds.Name);
            }));
        }
        else
        {
            surroundings.Error.WriteLine($"Stored the seed of {input.SerialNumber} ({seeds.Name}). A profile uses it with the line: mfa_totp = vault");
        }

        return ExitCodes.Done;
    }

    // The STS service model's constraint on SerialNumber.
    private static bool IsSerialNumber(string text) =>
        text.Length is >= 9 and <= 256 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or '/' or ':' or ',' or '.' or '@' or '-');
}
