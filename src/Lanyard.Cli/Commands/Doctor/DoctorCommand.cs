using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>What <c>lanyard doctor</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Fix">Whether to mend what is safe to mend.</param>
/// <param name="Yes">Whether to do so without asking.</param>
/// <param name="Offline">Whether to call nobody.</param>
internal sealed record DoctorInput(GlobalOptions Options, bool Fix, bool Yes, bool Offline);

/// <summary>Finds what is wrong on this machine, or soon will be, and says what mends it.</summary>
internal static class DoctorCommand
{
    public static async Task<int> RunAsync(DoctorInput input, Surroundings surroundings, Questions questions, CancellationToken cancellationToken)
    {
        if (input.Yes && !input.Fix)
        {
            throw new UsageException("--yes goes with --fix", "lanyard doctor --fix --yes");
        }

        var examination = new Examination(input, surroundings);
        IReadOnlyList<Finding> findings = [.. (await examination.RunAsync(cancellationToken).ConfigureAwait(false)).OrderBy(f => f.Severity)];
        if (input.Fix)
        {
            findings = Mend(findings, input, surroundings, questions);
        }

        if (input.Options.Json)
        {
            surroundings.Write(DoctorJson.Write(findings, examination.Looked));
        }
        else
        {
            surroundings.Write(DoctorText.Write(
                findings, examination.Looked, surroundings.Variable("HOME"), colour: surroundings is { ShowsColour: true, ShowsData: true }));
        }

        return findings.Any(f => f is { Severity: Severity.Error, IsFixed: false }) ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static IReadOnlyList<Finding> Mend(IReadOnlyList<Finding> findings, DoctorInput input, Surroundings surroundings, Questions questions)
    {
        var repairs = findings.Select(f => f.Repair).OfType<Repair>().ToArray();
        if (repairs.Length == 0)
        {
            return findings;
        }

        if (!input.Yes)
        {
            Agree(repairs, questions);
        }

        return [.. findings.Select(f => f.Repair is { } repair ? f with { IsFixed = Make(repair, surroundings) } : f)];
    }

    private static void Agree(Repair[] repairs, Questions questions)
    {
        var question = $"Make {(repairs.Length == 1 ? "this repair" : $"these {repairs.Length} repairs")}?";
        if (!questions.CanAsk)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"{Words.Count(repairs.Length, "repair")} can be made, and nobody can be asked, so nothing was changed",
                "lanyard doctor --fix --yes; lanyard doctor shows what it is", FailureKind.PersonMustAct);
        }

        if (!questions.Confirm($"{string.Concat(repairs.Select(r => $"  {r.What}\n"))}{question}", "--yes"))
        {
            throw new CredentialsException(CliErrorCodes.NotConfirmed, "the answer was not yes, so nothing was changed", null, FailureKind.GuardRail);
        }
    }

    private static bool Make(Repair repair, Surroundings surroundings)
    {
        try
        {
            repair.Make();
            surroundings.Error.WriteLine($"mended: {repair.What}");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            surroundings.Error.WriteLine($"not mended: {repair.What}: {e.Message}");
            return false;
        }
    }
}
