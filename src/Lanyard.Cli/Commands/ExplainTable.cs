using System.Globalization;
using System.Text;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands;

/// <summary>Writes the explanations of all SDKs for people: a row each, a mark where one differs, and what to do about it.</summary>
internal static class ExplainTable
{
    private const int MostOfAnError = 100;

    /// <summary>Writes the table.</summary>
    /// <param name="explanations">The explanations, Lanyard's own first.</param>
    /// <param name="advice">What is known to make SDKs disagree on this machine.</param>
    /// <param name="profile">The profile that was asked for.</param>
    public static string Write(IReadOnlyList<Explanation> explanations, IReadOnlyList<Advice> advice, string? profile)
    {
        var ours = explanations[0];
        var rows = explanations
            .Select(e => (Mark: e.Identity == ours.Identity ? " " : "≠", Sdk: e.Dialect.Name, Source: e.Winner?.Kind ?? "-", Identity: IdentityOf(e), Then: ThenOf(e)))
            .ToArray();
        var (sdk, source) = (Width(rows.Select(r => r.Sdk), "SDK"), Width(rows.Select(r => r.Source), "SOURCE"));
        var then = Width(rows.Select(r => r.Then), "IF IT FAILS");
        var text = new StringBuilder();
        foreach (var row in rows.Prepend((Mark: " ", Sdk: "SDK", Source: "SOURCE", Identity: "IDENTITY", Then: "IF IT FAILS")))
        {
            text.Append(row.Mark).Append(' ').Append(row.Sdk.PadRight(sdk)).Append(row.Source.PadRight(source)).Append(row.Then.PadRight(then)).Append(row.Identity).Append('\n');
        }

        var different = explanations.Where(e => e.Identity != ours.Identity).ToArray();
        text.Append('\n').Append(Summary(ours, explanations.Count, different.Length, profile));
        if (advice.Count > 0)
        {
            text.Append('\n').Append(different.Length == 0 ? "What SDKs read differently, though not to another identity here:\n" : "What SDKs read differently on this machine:\n");
            foreach (var one in advice)
            {
                text.Append("  ").Append(one.Where).Append(": ").Append(one.What).Append("\n    to mend it: ").Append(one.Fix).Append('\n');
            }
        }

        if (explanations.Any(e => e.Dialect.Proof != DialectProof.Run))
        {
            text.Append('\n').Append(string.Join(", ", explanations.Where(e => e.Dialect.Proof != DialectProof.Run).Select(e => e.Dialect.Name)))
                .Append(": rules that were read or measured once; the others are run next to their SDK in Lanyard's tests.\n");
        }

        return text.ToString();
    }

    private static string Summary(Explanation ours, int count, int different, string? profile)
    {
        if (different == 0)
        {
            return "All agree.\n";
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{different} of {count} end with another identity than Lanyard, marked ≠. ");
        return text + (ours.Winner is null
            ? "Lanyard has none to give: mend that first.\n"
            : $"A command that Lanyard runs gets one identity for all of them:\n  lanyard exec --profile {profile ?? ours.Profile ?? "NAME"} -- COMMAND\n");
    }

    private static string IdentityOf(Explanation explanation) => explanation.Winner is { } winner ? SourceFacts.Describe(winner)
        : explanation.Error is { } error ? $"error: {Short(error.Message)}"
        : "no credentials";

    private static string ThenOf(Explanation explanation) => explanation.Outcome != ExplainedOutcome.WouldRun ? "-"
        : explanation.Then is [var next, ..] ? next.Kind
        : "stops";

    // `explain --sdk NAME` shows the whole.
    private static string Short(string message)
    {
        var line = message.Split('\n', 2)[0];
        return line.Length > MostOfAnError ? line[..MostOfAnError] + "…" : line;
    }

    private static int Width(IEnumerable<string> cells, string head) => Math.Max(head.Length, cells.Max(c => c.Length)) + 2;
}
