using Lanyard.Cli.Commands;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>A console sign-in that profiles name.</summary>
/// <param name="Session">Their <c>login_session</c>.</param>
/// <param name="Profiles">The profiles.</param>
/// <param name="Machine">Where its file is.</param>
internal sealed record KnownConsoleSignIn(string Session, IReadOnlyList<string> Profiles, MachineState Machine);

/// <summary>Every sign-in that the config file or <c>lanyard.yaml</c> names.</summary>
internal static class KnownSignIns
{
    /// <summary>Finds them, each once.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="problems">Takes what can't be read: one broken section must not hide the others.</param>
    public static IReadOnlyList<(SelectedIdentity Selected, SsoSignIn SignIn)> Find(Surroundings surroundings, GlobalOptions options, List<Exception> problems)
    {
        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var found = new List<(SelectedIdentity Selected, SsoSignIn SignIn)>();
        foreach (var session in files.SsoSessions.Keys)
        {
            Add(options with { Profile = null, Stage = null }, session);
        }

        // A portal's many legacy profiles share one sign-in.
        foreach (var profile in files.Profiles.Values.Where(p => p.Get("sso_session") is null && p.Get("sso_start_url") is not null).DistinctBy(p => (p.Get("sso_start_url"), p.Get("sso_region"))))
        {
            Add(options with { Profile = profile.Name, Stage = null }, null);
        }

        foreach (var stage in Stages(surroundings, problems).Where(s => s.Access is StageAccess.PermissionSet))
        {
            Add(options with { Profile = null, Stage = stage.Name }, null);
        }

        return [.. found.DistinctBy(f => f.SignIn.CacheKey)];

        void Add(GlobalOptions one, string? session)
        {
            try
            {
                found.Add(SignInTarget.Find(surroundings, one, session));
            }
            catch (CredentialsException e)
            {
                problems.Add(e);
            }
        }
    }

    /// <summary>Finds the console sign-ins of all profiles, each once.</summary>
    public static IReadOnlyList<KnownConsoleSignIn> OfConsole(Surroundings surroundings)
    {
        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var machine = new MachineState(surroundings.Environment, files, null);
        return [.. from profile in files.Profiles.Values
                   let session = profile.Get("login_session")?.Trim()
                   where !string.IsNullOrEmpty(session)
                   group profile.Name by session into same
                   select new KnownConsoleSignIn(same.Key, [.. same], machine)];
    }

    private static IReadOnlyList<Stage> Stages(Surroundings surroundings, List<Exception> problems)
    {
        try
        {
            return ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) is { } path
                ? ProjectFileCache.Load(path, surroundings.Folders.Cache).Stages
                : [];
        }
        catch (ProjectFileException e)
        {
            problems.Add(e);
            return [];
        }
    }
}
