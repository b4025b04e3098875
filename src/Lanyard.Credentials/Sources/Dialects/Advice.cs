namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>A state of the machine that the SDKs read differently.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Where">The variable, or file and line.</param>
/// <param name="What">How the SDKs differ about it.</param>
/// <param name="Fix">What makes them agree.</param>
public sealed record Advice(string Code, string Where, string What, string Fix)
{
    /// <summary>Finds all that is known to make SDKs disagree. Looks at the environment and both files; runs and calls nothing.</summary>
    /// <param name="machine">The machine.</param>
    public static IReadOnlyList<Advice> Find(DialectMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return [.. EnvironmentAdvice.Find(machine), .. FileAdvice.Find(machine), .. ProfileAdvice.Find(machine)];
    }
}
