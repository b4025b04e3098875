using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds the SDKs that would take another identity than Lanyard for what is selected now; see <c>explain --sdk all</c>.</summary>
internal static class DialectCheck
{
    /// <summary>Gives the SDKs' dialects; of the one that a variable has two of, that which counts here.</summary>
    public static IReadOnlyList<Dialect> DialectsOf(DialectMachine machine)
    {
        var absent = machine.Variable("AWS_SDK_LOAD_CONFIG") is null ? "js-v2-load-config" : "js-v2";
        return [.. Dialect.All.Skip(1).Where(d => d.Name != absent)];
    }

    /// <summary>Compares every dialect's answer with Lanyard's.</summary>
    public static IEnumerable<Finding> Find(DialectMachine machine)
    {
        var lanyard = Explain(Dialect.All[0], machine);
        var dialects = DialectsOf(machine);
        var others = dialects.Select(d => Explain(d, machine)).Where(e => e.Identity != lanyard.Identity);
        var profile = lanyard.Winner is { } winner ? winner.Origin?.Profile : lanyard.Profile;
        var named = profile is null ? "" : $" --profile {Words.Shell(profile)}";
        foreach (var group in others.GroupBy(e => e.Winner is null))
        {
            var found = group.ToArray();
            yield return new Finding(
                FindingIds.OtherIdentity, group.Key ? Severity.Note : Severity.Warning,
                lanyard.Winner?.Origin?.ToString() is { Length: > 0 } at ? at : profile ?? "the environment",
                $"{Words.Count(found.Length, "SDK")} of {dialects.Count} {(group.Key ? "would find no credentials" : "would take another identity")}, where Lanyard {Answer(lanyard, "takes")}",
                group.Key ? "a tool built on one of them fails, while others work" : "a tool built on one of them deploys as somebody else",
                $"lanyard exec{named} -- COMMAND; lanyard explain{named} --sdk all shows the whole of it")
            {
                Details = [.. found.Select(e => $"{e.Dialect.Name}: {Answer(e, "takes")}{ReasonOf(e, lanyard)}")],
            };
        }
    }

    private static Explanation Explain(Dialect dialect, DialectMachine machine) => Explanation.Of(dialect, dialect.Plan(machine));

    private static string Answer(Explanation explanation, string takes) =>
        explanation.Winner is { } winner ? $"{takes} {winner.Kind} ({SourceFacts.Describe(winner)})"
        : explanation.Error is not null ? "stops with an error"
        : "finds nothing";

    private static string ReasonOf(Explanation other, Explanation lanyard)
    {
        var reason = other.Error?.Message
            ?? other.PassedOver.FirstOrDefault(p => p.Source == lanyard.Winner?.Kind)?.Reason
            ?? lanyard.PassedOver.FirstOrDefault(p => p.Source == other.Winner?.Kind)?.Reason
            ?? lanyard.Error?.Message;
        return reason is null ? "" : ": " + reason.ReplaceLineEndings(" ");
    }
}
