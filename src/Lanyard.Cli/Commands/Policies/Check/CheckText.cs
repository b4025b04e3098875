using System.Globalization;
using System.Text;
using Lanyard.Cli.Commands.Doctor;
using Lanyard.Policy.Lint;
using Severity = Lanyard.Policy.Lint.Severity;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Writes findings for people: each with its line, the place underlined, and what mends it.</summary>
internal sealed class CheckText
{
    // So many policies without findings are named one by one.
    private const int Few = 8;

    private readonly StringBuilder _text = new();
    private readonly bool _colour;

    private CheckText(bool colour) => _colour = colour;

    /// <summary>Writes the text.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="colour">Whether to write colours.</param>
    /// <param name="withAccepted">Whether to write accepted findings too.</param>
    public static string Write(CheckReport report, bool colour, bool withAccepted)
    {
        var text = new CheckText(colour);
        var policies = report.Checks.Sum(check => check.Documents.Length);
        var ofFiles = report.Findings.ToLookup(finding => finding.Source, ReferenceEqualityComparer.Instance);
        foreach (var check in report.Checks.Where(check => check.Source is not null))
        {
            text.Write(check, [.. ofFiles[check.Source]], withAccepted, namesAll: policies <= Few);
        }

        var checkedSources = report.Checks.Select(check => check.Source).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var group in report.Findings.Where(finding => !checkedSources.Contains(finding.Source)).GroupBy(finding => finding.File))
        {
            text.Heading($"{group.Key}: accepted findings");
            text.Findings([.. group]);
        }

        text.Summary(report, policies);
        return text._text.ToString();
    }

    private void Write(FileCheck check, ReportedFinding[] ofFile, bool withAccepted, bool namesAll)
    {
        var own = ofFile.Where(finding => finding.Document is null).ToList();
        if (own.Count > 0)
        {
            Heading(check.Path.Shown);
            Findings(own);
        }

        var ofPolicies = ofFile.Where(finding => finding.IsOpen || withAccepted).ToLookup(finding => finding.Document, ReferenceEqualityComparer.Instance);
        foreach (var document in check.Documents)
        {
            var findings = ofPolicies[document].ToList();
            if (findings.Count > 0 || namesAll)
            {
                Heading($"{check.Path.Shown}{(document.Policy.Name.Length > 0 ? $", {Readable.Line(document.Policy.Name)}" : "")} ({Describe(document)}){(findings.Count == 0 ? ": nothing found" : "")}");
                Findings(findings);
            }
        }

        if (check.Documents.IsEmpty && own.Count == 0 && check.Path.IsNamed)
        {
            Heading($"{check.Path.Shown}: no policy in it");
        }
    }

    private static string Describe(CheckedDocument document)
    {
        var resource = document.Use.ResourceType is { } type ? $" of {type}" : "";
        return $"{Readable.Name(document.Use.Kind)} policy{resource}{(document.Origin == UseOrigin.Guessed ? ", by its elements" : "")}";
    }

    private void Heading(string text) => _text.Append(Painted(text, "1")).Append('\n');

    private void Findings(IReadOnlyList<ReportedFinding> findings)
    {
        foreach (var finding in findings)
        {
            _text.Append('\n');
            Finding(finding);
        }

        _text.Append(findings.Count > 0 ? "\n" : "");
    }

    private void Finding(ReportedFinding reported)
    {
        var (finding, place) = (reported.Finding, reported.Finding.Place);
        var severity = finding.Rule.Severity;
        _text.Append($"{reported.File}:{place.Start.Line}:{place.Start.Column} ").Append(Painted(Readable.Name(severity), Colour(severity)))
            .Append(' ').Append(finding.Rule.Id).Append(": ").Append(Readable.Line(finding.Message)).Append('\n');
        Excerpt(reported.Source, place, Colour(severity));
        foreach (var other in finding.Related)
        {
            _text.Append("  beside it:\n");
            Excerpt(reported.Source, other, "36");
        }

        if (reported.Acceptance is var (file, item))
        {
            _text.Append("  accepted: ").Append(Readable.Line(item.Reason ?? "")).Append($" ({Path.GetFileName(file.Path)}:{item.Line})\n");
        }
        else
        {
            _text.Append("  to mend it: ").Append(Readable.Line(finding.Mending)).Append('\n');
            if (finding.Fix is { } fix)
            {
                _text.Append("  --fix does it: ").Append(Readable.Line(fix.Description)).Append('\n');
            }
        }

        _text.Append("  ").Append(finding.Rule.Link).Append('\n');
    }

    private void Excerpt(SourceText source, Policy.Documents.Place place, string colour)
    {
        var number = place.Start.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        var excerpt = SourceExcerpt.Of(source, place);
        _text.Append($"{number} | {excerpt.Line}".TrimEnd()).Append('\n')
            .Append("      | ").Append(excerpt.Mark.AsSpan(0, excerpt.Mark.IndexOf('^', StringComparison.Ordinal)))
            .Append(Painted(excerpt.Mark.TrimStart(), colour)).Append('\n');
    }

    private void Summary(CheckReport report, int policies)
    {
        var accepted = report.Findings.Count(finding => !finding.IsOpen);
        var mended = report.Checks.Sum(check => check.Mended.Length);
        _text.Append($"{Words.Count(report.Checks.Length, "file")}, {policies} {(policies == 1 ? "policy" : "policies")}: ")
            .Append($"{Words.Count(report.Count(Severity.Error), "error")}, {Words.Count(report.Count(Severity.SecurityWarning), "security warning")}, ")
            .Append($"{Words.Count(report.Count(Severity.Warning), "warning")}, {Words.Count(report.Count(Severity.Suggestion), "suggestion")}")
            .Append(accepted > 0 ? $"; {accepted} accepted" : "").Append(mended > 0 ? $"; {mended} mended" : "").Append('\n');
    }

    private string Painted(string text, string colour) => _colour ? $"\e[{colour}m{text}\e[0m" : text;

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Error => "31",
        Severity.SecurityWarning => "35",
        Severity.Warning => "33",
        _ => "36",
    };
}
