using System.Text;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>
/// The guard rail around a <c>lanyard.yaml</c> that came with somebody's repository: a start URL or role that this machine hasn't met is
/// confirmed once by a person. What was confirmed is kept, a line each, in <c>met</c> among what can't be made again.
/// </summary>
internal static class MetBefore
{
    private const string FileName = "met";
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Confirms what a stage stands on.</summary>
    /// <param name="identity">The identity; nothing is asked where no stage was named.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="mayAsk">Whether a person may be asked.</param>
    /// <exception cref="CredentialsException">Something is new, and nobody can be asked or the answer was no.</exception>
    public static void Confirm(SelectedIdentity identity, Surroundings surroundings, bool mayAsk)
    {
        // A job's token is good for what AWS has been told to trust it with, and nobody sits there.
        if (identity.Stage is not { } selected || identity.StandsOnCiJob)
        {
            return;
        }

        var path = Path.Combine(surroundings.Folders.State, FileName);
        var met = Read(path);
        var signedInTo = identity.Machine.Files.SsoSessions.Values
            .Select(s => s.Properties.TryGetValue("sso_start_url", out var url) ? url.Value : null)
            .Concat(identity.Machine.Files.Profiles.Values.Select(p => p.Get("sso_start_url")))
            .OfType<string>().Select(StartUrl);
        string[] unmet = [.. Of(selected.Project, selected.Stage).Distinct().Except(met).Except(signedInTo)];
        if (unmet.Length == 0)
        {
            return;
        }

        var what = string.Join(", ", unmet);
        var answer = mayAsk ? surroundings.Ask($"{selected.Project.Path} leads the stage {selected.Name} to what this machine hasn't met before:\n  {string.Join("\n  ", unmet)}\nType yes to trust it from now on: ") : null;
        if (answer is null)
        {
            throw new CredentialsException(
                CliErrorCodes.NotMetBefore, $"the stage {selected.Name} of {selected.Project.Path} leads to what this machine hasn't met before, and nobody can be asked to confirm it: {what}",
                $"lanyard whoami --stage {selected.Name}, on a terminal, once", FailureKind.PersonMustAct);
        }

        if (answer.Trim() is not ("yes" or "y"))
        {
            throw new CredentialsException(
                CliErrorCodes.NotConfirmed, $"what is new for the stage {selected.Name} was not confirmed, so nothing was run: {what}",
                $"look at {selected.Project.Path}; if it is to be trusted, run the command again and type yes", FailureKind.GuardRail);
        }

        Remember(path, unmet);
    }

    /// <summary>Remembers all that a file leads to, which was made of this machine's own profiles and agreed to.</summary>
    /// <param name="project">The file.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">It can't be written down.</exception>
    public static void Trust(ProjectFile project, Surroundings surroundings) =>
        Remember(Path.Combine(surroundings.Folders.State, FileName), [.. project.Stages.SelectMany(stage => Of(project, stage)).Distinct()]);

    /// <summary>Gives the lines by which a file says that these were met.</summary>
    /// <param name="startUrl">The start URL of an access portal.</param>
    /// <param name="permissionSets">Permission sets, each with its account.</param>
    /// <param name="roles">The ARNs of roles.</param>
    public static string Text(string startUrl, IEnumerable<(string Account, string Name)> permissionSets, IEnumerable<string> roles) =>
        string.Concat(permissionSets.Select(p => PermissionSet(p.Account, p.Name)).Concat(roles.Select(Role)).Prepend(StartUrl(startUrl)).Distinct().Select(line => line + "\n"));

    private static IEnumerable<string> Of(ProjectFile project, Stage stage) => stage.Access switch
    {
        StageAccess.PermissionSet set => [StartUrl(set.Session.StartUrl), PermissionSet(stage.Account, set.Name)],
        StageAccess.Role role => Of(project, project.Stages.First(s => s.Name == role.From)).Prepend(Role(role.RoleArn)),

        // A profile is the person's own, and what it leads to is compared with what is pinned.
        _ => [],
    };

    private static string StartUrl(string url) => $"start URL {url}";

    private static string PermissionSet(string account, string name) => $"permission set {name} in account {account}";

    private static string Role(string arn) => $"role {arn}";

    private static string[] Read(string path)
    {
        try
        {
            return WholeFile.Read(path, MaxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What can't be read was not met.
            return [];
        }
    }

    private static void Remember(string path, string[] lines)
    {
        try
        {
            using var turn = FileLock.TryAcquire(path + ".lock", TimeSpan.FromSeconds(5));
            AtomicFile.WritePrivate(path, Encoding.UTF8.GetBytes(string.Concat(Read(path).Concat(lines).Distinct().Select(line => line + "\n"))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"what was confirmed can't be written to {path}: {e.Message}", "make the folder writable, or set LANYARD_HOME");
        }
    }
}
