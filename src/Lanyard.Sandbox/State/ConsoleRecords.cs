using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>What AWS Sign-In holds of console sign-ins for programs.</summary>
internal sealed class ConsoleState(TimeProvider time)
{
    /// <summary>Authorization codes, each good for one use.</summary>
    public ExpiringMap<ConsoleCode> Codes { get; } = new(time);

    /// <summary>Sign-ins by every refresh token that they ever had.</summary>
    public ExpiringMap<ConsoleSession> Sessions { get; } = new(time);

    /// <summary>The ids of the proofs of possession that were shown; each is good for one use.</summary>
    public ExpiringMap<object> Proofs { get; } = new(time);
}

/// <summary>An authorization code's terms.</summary>
/// <param name="ClientId">The client that it was given to.</param>
/// <param name="Role">The person, and the identity that it chose.</param>
/// <param name="RedirectUri">Where the code went.</param>
/// <param name="CodeChallenge">The challenge of the code verifier.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record ConsoleCode(string ClientId, AssignedRole Role, string RedirectUri, string CodeChallenge, DateTimeOffset ExpiresAt);

/// <summary>What one call for tokens gave.</summary>
internal sealed record ConsoleTokens(AccessKey Key, Secret RefreshToken);

/// <summary>A console sign-in. Each refresh token is good for one renewal; repeated right away, it gives the same answer again.</summary>
/// <param name="code">What it came of.</param>
/// <param name="thumbprint">The thumbprint of the key that it is bound to.</param>
/// <param name="endsAt">When nothing renews it any more.</param>
internal sealed class ConsoleSession(ConsoleCode code, string thumbprint, DateTimeOffset endsAt)
{
    private static readonly TimeSpan Repeats = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private ConsoleTokens? _given;
    private Secret? _spent;
    private DateTimeOffset _spentAt;

    public string ClientId { get; } = code.ClientId;

    public AssignedRole Role { get; } = code.Role;

    public string Thumbprint { get; } = thumbprint;

    public DateTimeOffset EndsAt { get; } = endsAt;

    /// <summary>Gives the first tokens.</summary>
    public ConsoleTokens Begin(Func<ConsoleTokens> issue)
    {
        lock (_gate)
        {
            return _given = issue();
        }
    }

    /// <summary>Gives the next tokens for a refresh token; <see langword="null"/> for one that is spent.</summary>
    public ConsoleTokens? Renew(string refreshToken, DateTimeOffset now, Func<ConsoleTokens> issue)
    {
        lock (_gate)
        {
            if (_spent?.FixedTimeEquals(refreshToken) == true && now - _spentAt < Repeats)
            {
                return _given;
            }

            if (_given?.RefreshToken.FixedTimeEquals(refreshToken) != true)
            {
                return null;
            }

            (_spent, _spentAt) = (_given.RefreshToken, now);
            return _given = issue();
        }
    }
}
