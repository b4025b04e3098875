using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Mfa;

namespace Lanyard.Cli.Hosting;

/// <summary>
/// A sandbox's MFA device without a person: shows each code once, so that many programs may ask. The sandbox takes the next step's
/// code as well, so that nobody has to wait for a second one.
/// </summary>
/// <param name="file">The device's private file.</param>
/// <param name="time">The clock.</param>
internal sealed class SandboxMfaDevice(string file, TimeProvider time)
{
    private const int MaxBytes = 4096;

    /// <summary>Gives a code that it didn't show before.</summary>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be read or written.</exception>
    /// <exception cref="FormatException">The file is none of a device.</exception>
    public Secret NextCode()
    {
        var device = JsonFields.Parse(WholeFile.Read(file, MaxBytes) ?? throw new FormatException("too large for a device"));
        var seed = TotpSeed.Parse(Secret.FromOptional(device.Text("seed")) ?? throw new FormatException("no seed"));
        while (true)
        {
            if (Take() is { } step)
            {
                return Totp.CodeOf(seed, step);
            }

            Thread.Sleep(200);
        }
    }

    /// <summary>Gives the file that marks a code as shown.</summary>
    /// <param name="file">The device's file.</param>
    /// <param name="step">The code's step.</param>
    public static string MarkOf(string file, long step) => $"{file}.{step.ToString(CultureInfo.InvariantCulture)}";

    // A file that is made, and not one that is written to: the system lets one of many processes make it.
    private long? Take()
    {
        var now = Totp.StepOf(time.GetUtcNow());
        for (var step = now; step <= now + 1; step++)
        {
            var taken = MarkOf(file, step);
            try
            {
                new FileStream(taken, FileMode.CreateNew, FileAccess.Write).Dispose();
                return step;
            }
            catch (IOException) when (File.Exists(taken))
            {
                // Shown already.
            }
        }

        return null;
    }
}
