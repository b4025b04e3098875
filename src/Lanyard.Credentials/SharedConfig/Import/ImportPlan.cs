namespace Lanyard.Credentials.SharedConfig.Import;

/// <summary>A profile that an import adds, or finds gone.</summary>
/// <param name="Name">The profile.</param>
/// <param name="Target">What it leads to.</param>
public sealed record ImportedProfile(string Name, ImportTarget Target);

/// <summary>A profile that an import leaves alone, because it isn't an import's.</summary>
/// <param name="Name">The name that the import would have taken.</param>
/// <param name="Target">What it would lead to.</param>
/// <param name="File">The file that has the profile.</param>
/// <param name="Line">Its line, from 1.</param>
public sealed record ProfileInTheWay(string Name, ImportTarget Target, string File, int Line);

/// <summary>What an import does to the config file as it is: it adds profiles, and may remove those that it made before and that lead nowhere now. It changes none.</summary>
public sealed record ImportPlan
{
    /// <summary>Gets the profiles to add, in order.</summary>
    public required IReadOnlyList<ImportedProfile> Added { get; init; }

    /// <summary>Gets the profiles that are there already.</summary>
    public required IReadOnlyList<ImportedProfile> Present { get; init; }

    /// <summary>Gets what isn't added, as somebody's own profile has the name.</summary>
    public required IReadOnlyList<ProfileInTheWay> InTheWay { get; init; }

    /// <summary>Gets profiles of an earlier import that lead nowhere any more.</summary>
    public required IReadOnlyList<ImportedProfile> Gone { get; init; }

    /// <summary>Gets the added profiles whose name had to be changed to be theirs alone, with the name they would have had.</summary>
    public required IReadOnlyDictionary<string, string> Renamed { get; init; }

    /// <summary>Plans an import.</summary>
    /// <param name="files">Both shared files.</param>
    /// <param name="settings">What the profiles have in common.</param>
    /// <param name="template">How they are named.</param>
    /// <param name="wanted">What to have profiles for.</param>
    /// <param name="isGone">Tells whether an account and permission set can no longer be reached; false where nobody asked.</param>
    public static ImportPlan Make(
        SharedConfigSnapshot files, ImportSettings settings, ProfileNameTemplate template, IReadOnlyList<ImportTarget> wanted, Func<string, string, bool> isGone)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(isGone);
        var (present, gone) = (new List<ImportedProfile>(), new List<ImportedProfile>());
        var byTarget = wanted.ToDictionary(t => (t.AccountId, t.Role));
        var had = new HashSet<ImportTarget>();
        var ours = new HashSet<string>(StringComparer.Ordinal);
        foreach (var profile in files.Config.Profiles.Values.Where(p => p.Properties.ContainsKey(ImportSettings.Mark) && settings.Covers(p)))
        {
            ours.Add(profile.Name);
            var (account, role) = (ImportSettings.Value(profile, "sso_account_id") ?? "", ImportSettings.Value(profile, "sso_role_name") ?? "");
            if (byTarget.TryGetValue((account, role), out var target))
            {
                // A copy under another name, with another region perhaps, is its user's doing and stays.
                had.Add(target);
                present.Add(new(profile.Name, target));
            }
            else if (isGone(account, role))
            {
                gone.Add(new(profile.Name, new ImportTarget(account, "", role)));
            }
        }

        var places = new ProfilePlaces(files);
        var (added, inTheWay, renamed) = (new List<ImportedProfile>(), new List<ProfileInTheWay>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (target, (name, wished)) in template.NamesOf(wanted.Where(t => !had.Contains(t)), ours.Contains))
        {
            if (places.Find(name) is not { } place)
            {
                added.Add(new(name, target));
                if (name != wished)
                {
                    renamed.Add(name, wished);
                }
            }
            else if (files.Config.Profiles.TryGetValue(name, out var own) && settings.Covers(own)
                && ImportSettings.Value(own, "sso_account_id") == target.AccountId && ImportSettings.Value(own, "sso_role_name") == target.Role)
            {
                present.Add(new(name, target));
            }
            else
            {
                inTheWay.Add(new(name, target, place.File, place.Line));
            }
        }

        return new ImportPlan
        {
            Added = [.. added.OrderBy(p => p.Name, StringComparer.Ordinal)],
            Present = present,
            InTheWay = [.. inTheWay.OrderBy(p => p.Name, StringComparer.Ordinal)],
            Gone = gone,
            Renamed = renamed,
        };
    }
}

/// <summary>Where the profiles of both files stand, those too that only the AWS CLI sees, which takes quotes off a name.</summary>
internal sealed class ProfilePlaces
{
    private readonly Dictionary<string, (string File, int Line)> _places = new(StringComparer.Ordinal);

    public ProfilePlaces(SharedConfigSnapshot files)
    {
        foreach (var file in new[] { files.Config, files.Credentials })
        {
            foreach (var profile in file.Profiles.Values)
            {
                _places.TryAdd(profile.Name, (file.Path, profile.Line));
            }

            foreach (var line in file.Text.Lines)
            {
                var content = file.Text.Content(line);
                if (LineGrammar.KindOf(content) == LineKind.Header && SectionHeader.TryParse(content, file.Kind, out var header)
                    && header.Counts && header.Kind == SharedConfigSectionKind.Profile && header.Name is [(byte)'"', .. var quoted, (byte)'"'])
                {
                    _places.TryAdd(System.Text.Encoding.UTF8.GetString(quoted), (file.Path, line.Number));
                }
            }
        }
    }

    public (string File, int Line)? Find(string name) => _places.TryGetValue(name, out var place) ? place : null;
}
