using System.Text;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands;

/// <summary>Writes one explanation for people.</summary>
internal static class ExplainText
{
    private const int Column = 18;

    /// <summary>Writes the text.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="home">The home folder, that paths are shown from; null to show them whole.</param>
    public static string Write(Explanation explanation, string? home)
    {
        var text = new StringBuilder();
        text.Append(explanation.Dialect.Sdk).Append(": ").Append(Headline(explanation)).Append('\n');
        var hops = explanation.Winner is null ? [] : explanation.Winner.Hops();
        for (var i = hops.Count - 1; i >= 0; i--)
        {
            Line(text, (i == hops.Count - 1 ? "" : "by ") + hops[i].Kind, SourceFacts.Describe(hops[i]), hops[i].Origin);
        }

        Setting(text, "account", explanation.AccountId);
        Setting(text, "region", explanation.Region);
        if (explanation.Outcome == ExplainedOutcome.WouldRun)
        {
            Setting(text, "if that fails", explanation.Then is [var next, ..] ? $"{next.Kind} is asked: {SourceFacts.Describe(next)}" : "it is the end: nothing else is asked");
        }

        if (explanation.Error is { } error)
        {
            Setting(text, "error", error.Message + (error.At?.ToString() is { Length: > 0 } at && !error.Message.Contains(at, StringComparison.Ordinal) ? $" ({at})" : ""));
            Setting(text, "to mend it", error.Fix);
        }

        if (explanation.PassedOver.Count > 0)
        {
            text.Append("passed over:\n");
            foreach (var lost in explanation.PassedOver)
            {
                Setting(text, lost.Source, lost.Reason);
            }
        }

        return home is { Length: > 1 } ? text.ToString().Replace(home + "/", "~/", StringComparison.Ordinal) : text.ToString();
    }

    /// <summary>Says in a few words how a search ends.</summary>
    public static string Headline(Explanation explanation) => explanation.Outcome switch
    {
        ExplainedOutcome.Credentials => $"credentials from {Where(explanation)}",
        ExplainedOutcome.WouldRun => $"would run {Where(explanation)}; add --run to do it",
        ExplainedOutcome.None => "no credentials",
        _ => "an error, and no credentials",
    };

    private static string Where(Explanation explanation) =>
        explanation.Winner!.Origin?.Profile is { } profile ? $"{explanation.Winner.Kind}, profile `{profile}`" : explanation.Winner.Kind;

    private static void Line(StringBuilder text, string name, string what, Origin? origin) =>
        Setting(text, name, what + (origin?.ToString() is { Length: > 0 } at ? $"  ({at})" : ""));

    private static void Setting(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append("  ").Append(name.PadRight(Column)).Append(value).Append('\n');
        }
    }
}
