using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>The Identity Center sign-ins that sections, legacy profiles and the project's stages name, each once. What can't be read hides no other.</summary>
internal static class ConfiguredSignIns
{
    /// <summary>Finds them.</summary>
    /// <param name="files">The shared files.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="findings">Takes what is wrong with the project's file.</param>
    public static IReadOnlyList<SsoSignIn> Find(SharedConfigSnapshot files, Surroundings surroundings, List<Finding> findings)
    {
        var found = new List<SsoSignIn>();
        foreach (var session in files.SsoSessions.Keys)
        {
            Add(() => SsoSettings.OfSession(files, session, () => "the config file"));
        }

        foreach (var profile in files.Profiles.Values.Where(p => p.Get("sso_session") is null))
        {
            Add(() => SsoSettings.OfProfile(files, profile));
        }

        try
        {
            if (ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) is { } path)
            {
                found.AddRange(ProjectFileCache.Load(path, surroundings.Folders.Cache).Stages.Select(s => s.Access).OfType<StageAccess.PermissionSet>().Select(a => StageSignIn.Of(files, a.Session)));
            }
        }
        catch (ProjectFileException e)
        {
            findings.Add(new Finding(FindingIds.ProjectFile, Severity.Error, $"{e.Path}:{e.Line}", e.Message, "no stage of the project can be used", e.Fix));
        }
        catch (CredentialsException)
        {
            // Without a home folder, or with a section that lacks something: found elsewhere.
        }

        return [.. found.DistinctBy(s => s.CacheKey)];

        void Add(Func<SsoSignIn?> of)
        {
            try
            {
                if (of() is { } signIn)
                {
                    found.Add(signIn);
                }
            }
            catch (CredentialsException)
            {
                // The profiles that name it can't be used either, and that is a finding.
            }
        }
    }
}
