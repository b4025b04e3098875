using Lanyard.Credentials;

namespace Lanyard.Cli;

/// <summary>The exit codes that scripts rely on.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Refused = 3;
    public const int PersonMustAct = 4;
    public const int RefusedByAws = 5;
    public const int Interrupted = 130;
    public const int Terminated = 143;

    /// <summary>Gives the exit code of a kind of failure.</summary>
    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.PersonMustAct => PersonMustAct,
        FailureKind.RefusedByAws => RefusedByAws,
        FailureKind.GuardRail => Refused,
        _ => Failed,
    };
}
