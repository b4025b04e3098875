using System.Text;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Writes findings for people: the gravest first, what mends each on a line of its own.</summary>
internal static class DoctorText
{
    /// <summary>Writes the text.</summary>
    /// <param name="findings">The findings, by severity.</param>
    /// <param name="looked">What was looked at.</param>
    /// <param name="home">The home folder, that paths are shown from; null to show them whole.</param>
    /// <param name="colour">Whether to write colours.</param>
    public static string Write(IReadOnlyList<Finding> findings, IReadOnlyList<string> looked, string? home, bool colour)
    {
        var text = new StringBuilder();
        foreach (var group in findings.GroupBy(f => f.Severity))
        {
            text.Append(Painted(Heading(group.Key), group.Key, colour)).Append('\n');
            foreach (var finding in group)
            {
                Append(text, finding, home);
            }

            text.Append('\n');
        }

        text.Append(findings.Count == 0 ? "Nothing found. " : "").Append("Looked at ").AppendJoin(", ", looked).Append(".\n");
        return text.Append(Counts(findings)).Append('\n').ToString();
    }

    private static void Append(StringBuilder text, Finding finding, string? home)
    {
        text.Append("  ").Append(finding.Id).Append("  ").Append(Short(finding.Where, home)).Append('\n');
        text.Append("    ").Append(Short(finding.What, home)).Append('\n');
        foreach (var detail in finding.Details)
        {
            text.Append("      ").Append(Short(detail, home)).Append('\n');
        }

        text.Append("    why: ").Append(Short(finding.Why, home)).Append('\n');

        // In a shell's quotes `~` would be a letter.
        var fix = finding.Fix.Contains('\'', StringComparison.Ordinal) || finding.Fix.Contains('"', StringComparison.Ordinal) ? finding.Fix : Short(finding.Fix, home);
        text.Append("    ").Append(finding.IsFixed ? "mended" : $"{ErrorReport.Remedy} {fix}").Append('\n');
    }

    private static string Counts(IReadOnlyList<Finding> findings)
    {
        var left = findings.Where(f => !f.IsFixed).ToArray();
        var mended = findings.Count - left.Length;
        return $"{Count(Severity.Error, "error")}, {Count(Severity.Warning, "warning")}, {Count(Severity.Note, "note")}{(mended > 0 ? $"; {mended} mended" : "")}";

        string Count(Severity severity, string one) => Words.Count(left.Count(f => f.Severity == severity), one);
    }

    private static string Heading(Severity severity) => severity switch
    {
        Severity.Error => "errors",
        Severity.Warning => "warnings",
        _ => "notes",
    };

    private static string Painted(string text, Severity severity, bool colour) => !colour ? text : severity switch
    {
        Severity.Error => $"\e[31m{text}\e[0m",
        Severity.Warning => $"\e[33m{text}\e[0m",
        _ => $"\e[36m{text}\e[0m",
    };

    private static string Short(string text, string? home) => home is { Length: > 1 } ? text.Replace(home + "/", "~/", StringComparison.Ordinal) : text;
}
