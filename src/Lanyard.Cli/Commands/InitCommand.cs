using System.Text;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Projects;
using Lanyard.Projects.Detection;
using Lanyard.Projects.Proposal;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard init</c> was asked for.</summary>
/// <param name="Options">The options of every command; <c>--region</c> is that of stages for which nothing says one.</param>
/// <param name="Yes">Whether to write without asking.</param>
/// <param name="DryRun">Whether to show all and write nothing.</param>
/// <param name="Print">Whether to print the file and nothing else.</param>
/// <param name="GitIgnore">Whether <c>.gitignore</c> may be added to.</param>
internal sealed record InitInput(GlobalOptions Options, bool Yes, bool DryRun, bool Print, bool GitIgnore);

/// <summary>Proposes <c>lanyard.yaml</c> from what the project's files and this machine's profiles say. Runs nothing and calls nobody.</summary>
internal static class InitCommand
{
    private const string GitIgnoreName = ".gitignore";

    public static int Run(InitInput input, Surroundings surroundings, Questions questions)
    {
        var options = input.Options;
        if (options.Stage is not null || options.Profile is not null)
        {
            throw new UsageException("init takes no --profile and no --stage: it looks at every profile, and proposes the stages", "lanyard init --help");
        }

        if (input is { Print: true, DryRun: true } or { Print: true, Yes: true } or { DryRun: true, Yes: true } || (input.Print && options.Json))
        {
            throw new UsageException("--print, --dry-run and --yes can't be used together, nor --print with --json", "lanyard init --help");
        }

        SessionChoice.Check(options.Region, "--region", SessionChoice.RegionProblem);
        var path = Target(surroundings);
        if (!input.Print && Exists(path))
        {
            throw new CredentialsException(
                CliErrorCodes.StageFileExists, $"there is a {path} already, and init changes none",
                "lanyard init --print shows what it would be, and `lanyard init --print | diff lanyard.yaml -` what differs");
        }

        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var declared = ProjectDeclarations.Find(ProjectFolder.At(Path.GetDirectoryName(path)!));
        var proposal = ProjectProposal.Make(declared, InitProfiles.Of(files), options.Region, surroundings.Variable("AWS_ENDPOINT_URL"));
        var (yaml, local) = (proposal.ToYaml(), proposal.ToLocalYaml());
        if (input.Print)
        {
            surroundings.Write(yaml);
            return ExitCodes.Done;
        }

        if (!options.Json)
        {
            surroundings.Error.Write(InitText.Write(proposal, surroundings.Variable("HOME")));
        }

        if (proposal.IsUsable)
        {
            // The rules are the reader's, not ours: what it refuses is not written.
            _ = ProjectFile.Parse(yaml, path, local);
        }

        if (input.DryRun)
        {
            surroundings.Write(options.Json ? InitJson.Write(proposal, path, yaml, local, isWritten: false) : Encoding.UTF8.GetBytes(yaml));
            return ExitCodes.Done;
        }

        if (!proposal.IsUsable)
        {
            throw new CredentialsException(
                CliErrorCodes.StagesIncomplete,
                proposal.Stages.Count == 0 ? "neither the project's files nor the profiles of this machine name a stage, so nothing was written"
                    : $"something is missing of every stage ({string.Join(", ", proposal.Stages.Select(s => s.Name))}), so nothing was written",
                "lanyard configure sso adds a profile; `lanyard init --print > lanyard.yaml` makes a file to complete by hand");
        }

        Agree(input, path, yaml, local, surroundings, questions);
        Write(input, path, yaml, local, surroundings, questions);
        MetBefore.Trust(ProjectFile.Parse(yaml, path), surroundings);
        if (options.Json)
        {
            surroundings.Write(InitJson.Write(proposal, path, yaml, local, isWritten: true));
        }
        else
        {
            surroundings.Error.WriteLine($"  to try it: lanyard whoami --stage {proposal.Stages.First(s => s.IsComplete).Name}");
        }

        return ExitCodes.Done;
    }

    private static string Target(Surroundings surroundings) =>
        surroundings.Variable(ProjectFileLocator.Variable) is { } named && !named.Contains('\0')
            ? Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, named))
            : Path.Combine(surroundings.CurrentDirectory, ProjectFile.FileName);

    // A link that leads nowhere is somebody's too.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void Agree(InitInput input, string path, string yaml, string? local, Surroundings surroundings, Questions questions)
    {
        if (input.Yes)
        {
            return;
        }

        if (!questions.CanAsk)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"{path} can be written, and nobody can be asked, so nothing was",
                "lanyard init --yes; lanyard init --dry-run shows what it is", FailureKind.PersonMustAct);
        }

        surroundings.Error.Write($"\n{yaml}{(local is null ? "" : $"\n# {ProjectFile.LocalFileName}\n{local}")}\n");
        if (!questions.Confirm($"Write {path}?", "--yes"))
        {
            throw new CredentialsException(CliErrorCodes.NotConfirmed, "the answer was not yes, so nothing was written", null, FailureKind.GuardRail);
        }
    }

    private static void Write(InitInput input, string path, string yaml, string? local, Surroundings surroundings, Questions questions)
    {
        Create(path, yaml);
        surroundings.Error.WriteLine($"Wrote {path}.");
        if (local is null)
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        var localPath = Path.Combine(folder, ProjectFile.LocalFileName);
        if (Exists(localPath))
        {
            surroundings.Error.WriteLine($"{localPath} is there and was not changed; it should have:\n{local}");
            return;
        }

        Create(localPath, local);
        surroundings.Error.WriteLine($"Wrote {localPath}, which is for this machine alone.");
        if (IsIgnored(folder))
        {
            return;
        }

        if (input.GitIgnore || (!input.Yes && questions.CanAsk && questions.Confirm($"Add {ProjectFile.LocalFileName} to {GitIgnoreName}?", "--gitignore")))
        {
            Ignore(folder);
            surroundings.Error.WriteLine($"Added it to {Path.Combine(folder, GitIgnoreName)}.");
        }
        else
        {
            surroundings.Error.WriteLine($"  keep it out of git: echo {ProjectFile.LocalFileName} >> {GitIgnoreName}");
        }
    }

    private static void Create(string path, string text)
    {
        try
        {
            NewFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be written: {e.Message}", "see that its folder can be written to, and that nothing is in its place");
        }
    }

    private static bool IsIgnored(string folder)
    {
        try
        {
            return File.ReadLines(Path.Combine(folder, GitIgnoreName)).Any(line => line.Trim().TrimStart('/') is ProjectFile.LocalFileName or "*.local.yaml");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Ignore(string folder)
    {
        var path = Path.Combine(folder, GitIgnoreName);
        try
        {
            var before = File.Exists(path) ? File.ReadAllText(path) : "";
            File.AppendAllText(path, (before.Length == 0 || before.EndsWith('\n') ? "" : "\n") + ProjectFile.LocalFileName + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be written: {e.Message}", $"echo {ProjectFile.LocalFileName} >> {GitIgnoreName}");
        }
    }
}
