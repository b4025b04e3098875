using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Mfa;

/// <summary>
/// Which code of each device was used last, so that none is sent twice: AWS takes a code once, and refuses the whole call the second
/// time. The lock beside it keeps two processes from asking for codes of one device at once.
/// </summary>
/// <param name="folder">The folder, in which each device has a file.</param>
/// <param name="time">The clock that codes go by.</param>
public sealed class UsedCodes(string folder, TimeProvider time)
{
    private const int MaxBytes = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Waits until nobody else asks for a code of the device.</summary>
    /// <param name="serialNumber">The device.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>What lets go of the device; null where the folder can't be written, and nobody can be kept from asking.</returns>
    public async Task<IDisposable?> LockAsync(string serialNumber, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (FileLock.TryAcquire(PathOf(serialNumber) + ".lock", TimeSpan.Zero) is { } held)
                {
                    return held;
                }

                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives how long the code that the device shows now has been used already; zero where it hasn't been.</summary>
    /// <param name="serialNumber">The device.</param>
    public TimeSpan UntilUnused(string serialNumber)
    {
        var now = time.GetUtcNow();

        // A clock that was set back would have us wait for hours; AWS would take no code of such a clock anyway.
        return Last(serialNumber) is { } last && last >= Totp.StepOf(now) && Totp.StartOf(last + 1) - now is { } wait && wait <= 2 * Totp.Step
            ? wait
            : TimeSpan.Zero;
    }

    /// <summary>Notes that the code of a time step is used from now on.</summary>
    /// <param name="serialNumber">The device.</param>
    /// <param name="step">The time step.</param>
    /// <returns>Whether that could be written down.</returns>
    public bool Use(string serialNumber, long step)
    {
        try
        {
            AtomicFile.WritePrivate(PathOf(serialNumber), Encoding.UTF8.GetBytes(
                new JsonLine().Add("serialNumber", serialNumber).Add("lastStep", step.ToString(CultureInfo.InvariantCulture)).End()));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private long? Last(string serialNumber)
    {
        try
        {
            return WholeFile.Read(PathOf(serialNumber), MaxBytes) is { } bytes && JsonFields.Parse(bytes) is var fields
                && fields.Text("serialNumber") == serialNumber && fields.Text("lastStep") is { } text ? WholeNumber.Read(text) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private string PathOf(string serialNumber) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(serialNumber)))[..16] + ".json");
}
