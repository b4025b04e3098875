using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Projects;
using Lanyard.Projects.Tools;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>Compares the stage that a command names by itself with the one that Lanyard was given.</summary>
internal static class ChildStageCheck
{
    /// <summary>Gives the options to go on with: where only the command names a stage of the project, that one is used.</summary>
    /// <param name="options">The options of Lanyard.</param>
    /// <param name="named">The stages that the command names.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">They disagree.</exception>
    public static GlobalOptions Apply(GlobalOptions options, IReadOnlyList<ChildStage> named, Surroundings surroundings)
    {
        if (named.Count == 0 || options.Profile is not null)
        {
            return options;
        }

        if (options.Stage is { } stage)
        {
            var project = IdentitySelector.FindStage(surroundings, stage);
            foreach (var other in named.Where(n => n.Name != stage && Find(project.Project, n.Name, surroundings)?.Name != project.Stage.Name))
            {
                throw Disagree($"--stage {stage} is for the stage {stage}", other, $"name the same stage twice, or leave Lanyard's out: lanyard exec -- …");
            }

            return options;
        }

        if (ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) is not { } file)
        {
            return options;
        }

        var own = ProjectFileCache.Load(file, surroundings.Folders.Cache, WholeFile.Read);
        if (named.FirstOrDefault(n => Find(own, n.Name, surroundings) is not null) is not { } first)
        {
            return options;
        }

        foreach (var other in named.Where(n => n.Name != first.Name))
        {
            throw Disagree($"{first.Place} is for the stage {first.Name}", other, "run one command for each stage");
        }

        surroundings.Error.WriteLine($"lanyard: using the stage {first.Name}, named by {first.Place}");
        return options with { Stage = first.Name };
    }

    private static Stage? Find(ProjectFile project, string name, Surroundings surroundings)
    {
        try
        {
            return project.FindStage(name, surroundings.Variable("USER"));
        }
        catch (ProjectFileException e) when (e.Code == ProjectFileCodes.UnknownStage)
        {
            return null;
        }
    }

    private static CredentialsException Disagree(string one, ChildStage other, string fix) => new(
        CliErrorCodes.StageMismatch, $"{one}, but {other.Place} is for the stage {other.Name}; nothing was run", fix, FailureKind.GuardRail);
}
