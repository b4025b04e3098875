namespace Lanyard.Credentials;

/// <summary>What kind of failure it is; decides the exit code.</summary>
public enum FailureKind
{
    /// <summary>Something is wrong on this machine or in its files.</summary>
    Failed,

    /// <summary>A person must act: sign in, enter an MFA code, confirm.</summary>
    PersonMustAct,

    /// <summary>AWS refused credentials that haven't expired, or throttled us to the end.</summary>
    RefusedByAws,

    /// <summary>A guard rail refused.</summary>
    GuardRail,
}

/// <summary>Credentials can't be had. The message says what happened, where and why, and names no secret.</summary>
/// <param name="code">The stable code, one of <see cref="ErrorCodes"/>.</param>
/// <param name="message">What happened, where and why; no full stop.</param>
/// <param name="fix">The command, or what to do, that mends it.</param>
/// <param name="kind">The kind of failure.</param>
/// <param name="profile">The profile it is about, if any.</param>
/// <param name="inner">What caused it.</param>
public sealed class CredentialsException(
    string code, string message, string? fix = null, FailureKind kind = FailureKind.Failed, string? profile = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Gets the stable code.</summary>
    public string Code { get; } = code;

    /// <summary>Gets the command, or what to do, that mends it.</summary>
    public string? Fix { get; } = fix;

    /// <summary>Gets the kind of failure.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>Gets the profile it is about, if any.</summary>
    public string? Profile { get; } = profile;

    /// <summary>Gets whether it is about this process alone, such as that it has no terminal: others that wait for the same session don't fail by it.</summary>
    public bool IsOfThisProcess { get; init; }

    /// <summary>Gives the same error with another way to mend it.</summary>
    public CredentialsException WithFix(string other) => new(Code, Message, other, Kind, Profile, this) { IsOfThisProcess = IsOfThisProcess };
}
