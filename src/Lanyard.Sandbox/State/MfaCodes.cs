using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>The codes of a virtual MFA device. Each is taken once.</summary>
/// <param name="seed">The seed of the codes, in Base32.</param>
internal sealed class MfaCodes(Secret seed)
{
    // A code is taken a step early and late, since clocks differ.
    private const int Drift = 1;

    private readonly Lock _lock = new();
    private readonly HashSet<long> _used = [];

    public Secret Seed { get; } = seed;

    /// <summary>Gets the steps whose codes were taken, as far as they could still be asked for.</summary>
    public IReadOnlyList<long> Used
    {
        get
        {
            lock (_lock)
            {
                return [.. _used.Order()];
            }
        }
    }

    /// <summary>Takes a code; tells whether it is one of this time that wasn't taken before.</summary>
    public bool Take(string code, DateTimeOffset now)
    {
        var key = OneTimePassword.ReadSeed(Seed.Reveal())!;
        var step = OneTimePassword.StepOf(now);
        lock (_lock)
        {
            _used.RemoveWhere(used => used < step - Drift);
            for (var at = step - Drift; at <= step + Drift; at++)
            {
                if (Is(key, at, code) && _used.Add(at))
                {
                    Changes.Note();
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Takes two codes that follow each other, as where a device is enabled. The first may be of the time before, since both must have
    /// been shown; neither need be new.
    /// </summary>
    public bool TakePair(string first, string second, DateTimeOffset now)
    {
        var key = OneTimePassword.ReadSeed(Seed.Reveal())!;
        var step = OneTimePassword.StepOf(now);
        lock (_lock)
        {
            for (var at = step - Drift - 1; at <= step + Drift; at++)
            {
                if (Is(key, at, first) && Is(key, at + 1, second))
                {
                    _used.Add(at);
                    _used.Add(at + 1);
                    Changes.Note();
                    return true;
                }
            }

            return false;
        }
    }

    private static bool Is(byte[] key, long step, string code) => new Secret(OneTimePassword.CodeOf(key, step)).FixedTimeEquals(code);
}
