using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>A virtual MFA device of an IAM user. It takes each of its codes once.</summary>
/// <param name="serialNumber">Its ARN.</param>
/// <param name="userArn">The user that it is assigned to.</param>
/// <param name="seed">The seed of its codes, in Base32.</param>
internal sealed class MfaDevice(string serialNumber, string userArn, Secret seed)
{
    // A code is taken a step early and late, since clocks differ.
    private const int Drift = 1;

    private readonly Lock _lock = new();
    private readonly HashSet<long> _used = [];

    public string SerialNumber { get; } = serialNumber;

    public string UserArn { get; } = userArn;

    public Secret Seed { get; } = seed;

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
                if (new Secret(OneTimePassword.CodeOf(key, at)).FixedTimeEquals(code) && _used.Add(at))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
