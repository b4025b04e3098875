using Lanyard.Projects.Detection;

namespace Lanyard.Projects.Proposal;

/// <summary>The profile that a stage was matched with.</summary>
/// <param name="Profile">The profile; null where none fits, or several fit alike.</param>
/// <param name="Why">Why this one, or why none.</param>
/// <param name="IsAmbiguous">Whether several fit alike.</param>
internal sealed record ProfileMatch(KnownProfile? Profile, string Why, bool IsAmbiguous)
{
    /// <summary>Finds the profile of a stage: the one that the project names, else by the account, else by the name.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="named">What the project names for it, if anything.</param>
    /// <param name="account">Its account, if that is known.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="profiles">The profiles of this machine.</param>
    public static ProfileMatch Find(string stage, Declaration? named, string? account, string? project, IReadOnlyList<KnownProfile> profiles)
    {
        if (named is not null && profiles.FirstOrDefault(p => p.Name == named.Value) is { } own)
        {
            return new ProfileMatch(own, $"the profile {Shown.Quote(own.Name)}, as {named.Place} says ({named.Setting})", false);
        }

        var absent = named is null ? "" : $"{named.Place} names the profile {Shown.Quote(named.Value)}, which this machine doesn't have; ";
        if (account is not null)
        {
            return Choose(profiles.Where(p => p.Account == account), $"account {account}");
        }

        return named is not null && named.Stage is not null
            ? new ProfileMatch(null, absent + "no file says the account", false)
            : Choose(profiles.Where(p => MeansStage(p.Name, stage)), "its name");

        ProfileMatch Choose(IEnumerable<KnownProfile> fitting, string by)
        {
            var all = fitting.ToList();
            var best = all.Where(p => p.Name.Equals(stage, StringComparison.OrdinalIgnoreCase)).ToList();
            best = best.Count > 0 ? best : [.. all.Where(p => IsOfProject(p.Name, project) && MeansStage(p.Name, stage))];
            best = best.Count > 0 ? best : [.. all.Where(p => MeansStage(p.Name, stage))];
            best = best.Count > 0 ? best : all;

            // Signed in directly is simpler than by a role, and both before what can't be pinned.
            best = [.. best.GroupBy(p => p.Way switch { ProfileWay.PermissionSet => 0, ProfileWay.Role => 1, _ => 2 }).OrderBy(g => g.Key).FirstOrDefault() ?? Enumerable.Empty<KnownProfile>()];
            return best.DistinctBy(p => (p.Account, p.Way)).Count() switch
            {
                0 => new ProfileMatch(null, $"{absent}no profile of this machine fits by {by}", false),
                1 => new ProfileMatch(best[0], $"{absent}the profile {Shown.Quote(best[0].Name)} fits by {by}", false),
                var count => new ProfileMatch(
                    null, $"{absent}{count} profiles fit by {by}: {string.Join(", ", best.Take(5).Select(p => Shown.Quote(p.Name)))}{(count > 5 ? ", …" : "")}", true),
            };
        }
    }

    private static bool MeansStage(string profile, string stage) =>
        profile.Equals(stage, StringComparison.OrdinalIgnoreCase)
        || (StageWords.WordIn(stage) is { } word ? StageWords.WordIn(profile) == word : StageWords.Parts(profile).Contains(stage, StringComparer.OrdinalIgnoreCase));

    private static bool IsOfProject(string profile, string? project) =>
        project is not null && StageWords.Parts(project).Any(part => part.Length > 2 && StageWords.WordIn(part) is null && StageWords.Parts(profile).Contains(part));
}
