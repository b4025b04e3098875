using System.Collections.Immutable;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Checks policies, alone or in templates, and says what is wrong with them.</summary>
internal static class CheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static int Run(CheckInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var paths = CheckedPath.Of(input.Files, surroundings);
        if (input.Fix && input.Format != CheckFormat.Text && paths.Any(path => path.Path is null))
        {
            throw new UsageException("--fix writes what comes from stdin to stdout, where the findings would stand too", "leave --format and --json out, or name a file");
        }

        var catalogue = ChosenCatalogue.Of(surroundings).Catalogue;
        var accepted = new AcceptedFindings(surroundings, input.Accept);
        var checks = CheckAll(paths, path => FileCheck.Of(path, input.Use, catalogue, surroundings), surroundings, cancellationToken);
        if (input.Fix)
        {
            checks = [.. checks.Select(check => Mend(check, input, catalogue, accepted, surroundings))];
        }

        var report = Report(checks, accepted);
        if (input.Format != CheckFormat.Text || checks.IsEmpty || checks.Any(check => check.Source is not null))
        {
            Write(report, input, surroundings);
        }

        foreach (var failure in report.Failures)
        {
            ErrorReport.Of(failure).Write(surroundings, input.Options.Json);
        }

        return report.Failures.Any() ? ExitCodes.Failed
            : report.Findings.Any(finding => finding.IsOpen && finding.Finding.Rule.Severity <= input.FailOn) ? ExitCodes.Refused
            : ExitCodes.Done;
    }

    private static ImmutableArray<FileCheck> CheckAll(
        IReadOnlyList<CheckedPath> paths, Func<CheckedPath, FileCheck> check, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var results = new FileCheck[paths.Count];
        var (start, done, turn) = (surroundings.Time.GetTimestamp(), 0, new Lock());
        using var progress = new ProgressLine(surroundings, "files checked", paths.Count);
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            results[i] = check(paths[i]);
            lock (turn)
            {
                done++;
                if (surroundings.ShowsProgress && surroundings.Time.GetElapsedTime(start) > Patience)
                {
                    progress.Report(done);
                }
            }
        });
        return [.. results];
    }

    private static FileCheck Mend(FileCheck check, CheckInput input, Policy.Catalog.Catalogue catalogue, AcceptedFindings accepted, Surroundings surroundings)
    {
        var mended = FileMending.Mend(check, input.Use, catalogue, (document, finding) => accepted.Find(check, document, finding) is not null);
        foreach (var finding in mended.Failure is null ? mended.Mended : [])
        {
            surroundings.Error.WriteLine($"mended {check.Path.Shown}:{finding.Place.Start} {finding.Rule.Id}: {Readable.Line(finding.Fix!.Description)}");
        }

        if (check.Path.Path is null && mended.Source is { } source)
        {
            surroundings.Write(source.HasMark ? '\uFEFF' + source.Text : source.Text);
        }

        return mended;
    }

    private static CheckReport Report(ImmutableArray<FileCheck> checks, AcceptedFindings accepted)
    {
        var findings = ImmutableArray.CreateBuilder<ReportedFinding>();
        foreach (var check in checks.Where(check => check.Source is not null))
        {
            findings.AddRange(check.Own.Select(finding => new ReportedFinding(check.Path.Shown, check.Source!, null, finding, null)));
            foreach (var document in check.Documents)
            {
                findings.AddRange(document.Findings.Select(finding => new ReportedFinding(check.Path.Shown, check.Source!, document, finding, accepted.Find(check, document, finding))));
            }

            accepted.Checked(check);
        }

        findings.AddRange(accepted.Wrong());
        return new CheckReport(checks, findings.ToImmutable());
    }

    private static void Write(CheckReport report, CheckInput input, Surroundings surroundings)
    {
        switch (input.Format)
        {
            case CheckFormat.Json:
                surroundings.Write(CheckJson.Write(report));
                break;
            case CheckFormat.Sarif:
                surroundings.Write(CheckSarif.Write(report, surroundings.CurrentDirectory));
                break;
            case CheckFormat.Text when input.Fix && report.Checks.Any(check => check.Path.Path is null):
                surroundings.Error.Write(CheckText.Write(report, surroundings.ShowsColour, input.Options.Verbose));
                break;
            default:
                surroundings.Write(CheckText.Write(report, surroundings.ShowsData && surroundings.ShowsColour, input.Options.Verbose));
                break;
        }
    }
}

/// <summary>What a run found.</summary>
/// <param name="Checks">The files.</param>
/// <param name="Findings">All findings, in the order of files and places.</param>
internal sealed record CheckReport(ImmutableArray<FileCheck> Checks, ImmutableArray<ReportedFinding> Findings)
{
    /// <summary>Gets why files can't be read or written.</summary>
    public IEnumerable<Exception> Failures => Checks.Select(check => check.Failure).OfType<Exception>();

    /// <summary>Counts the open findings of a severity.</summary>
    public int Count(Severity severity) => Findings.Count(finding => finding.IsOpen && finding.Finding.Rule.Severity == severity);
}
