using Lanyard.Projects.Detection;

namespace Lanyard.Projects.Proposal;

/// <summary>Puts a project's declarations and this machine's profiles together.</summary>
internal sealed class StageProposals(ProjectDeclarations declared, IReadOnlyList<KnownProfile> profiles, string? fallbackRegion)
{
    private const int MostStages = 40;
    private static readonly string[] Usual = ["dev", "test", "staging", "preview", "prod"];
    private readonly SessionNames _sessions = new();
    private readonly string? _project = declared.All.FirstOrDefault(d => d.Kind == DeclarationKind.Project)?.Value;

    public ProjectProposal Make()
    {
        var drafts = Names().Take(MostStages).Select(Draft).ToList();
        var stages = new RoleSources(drafts, profiles).WithAccess(_sessions);

        // Personal stages belong to one: patterns of two would be ambiguous.
        var workplace = stages.FirstOrDefault(stage => StageWords.IsDevelopment(stage.Name));
        return new ProjectProposal(_project, _sessions.All, [.. stages.Select(stage => Finish(stage, stage == workplace))], declared);
    }

    private List<(string Name, string Why)> Names()
    {
        var names = new List<(string Name, string Why)>();
        foreach (var d in declared.All.Where(d => d.Stage is not null))
        {
            if (!names.Any(n => n.Name == d.Stage))
            {
                names.Add((d.Stage!, $"{d.Place} ({d.Setting})"));
            }
        }

        // What is said of every stage, is said of the one that people work in, unless its name tells another.
        if (declared.All.FirstOrDefault(d => d.Stage is null && d.Kind is DeclarationKind.Profile or DeclarationKind.Account) is { } every
            && (StageWords.WordIn(every.Value) ?? "dev") is var implied && !names.Any(n => StageWords.WordIn(n.Name) == implied))
        {
            names.Insert(0, (implied, $"{every.Place} ({every.Setting}) holds for every stage"));
        }

        // With nothing to judge by, each usual stage that this machine knows.
        if (!declared.All.Any(d => d.Kind is DeclarationKind.Profile or DeclarationKind.Account))
        {
            foreach (var word in Usual.Where(word => !names.Any(n => StageWords.WordIn(n.Name) == word)))
            {
                if (ProfileMatch.Find(word, null, null, _project, profiles) is { Profile: { Way: not ProfileWay.Other } profile })
                {
                    names.Add((word, $"no file names it; this machine has the profile {Shown.Quote(profile.Name)}"));
                }
            }
        }

        return [.. names.OrderBy(n => StageWords.WordIn(n.Name) is { } word ? Array.IndexOf(Usual, word) : Usual.Length)];
    }

    private StageDraft Draft((string Name, string Why) named)
    {
        var reasons = new List<Reason> { new("stage", named.Why) };
        var missing = new List<string>();
        var account = Only(DeclarationKind.Account, named.Name, missing, "account");
        var region = Only(DeclarationKind.Region, named.Name, missing, "Region");
        var profileSaid = Only(DeclarationKind.Profile, named.Name, missing, "profile");
        var match = missing.Count > 0 ? new ProfileMatch(null, "the project's files don't agree", false) : ProfileMatch.Find(named.Name, profileSaid, account?.Value, _project, profiles);
        reasons.Add(new Reason("access", match.Why));
        var profile = match.Profile;
        var itsAccount = profile?.Account is { } a && AwsShapes.IsAccount(a) ? a : null;
        var itsRegion = profile?.Region is { } r && AwsShapes.IsRegion(r) ? r : null;
        if (account is not null)
        {
            reasons.Add(new Reason("account", $"{account.Value}: {account.Place} ({account.Setting})"));
        }

        if (itsAccount is { } led && account is not null && led != account.Value)
        {
            reasons.Add(new Reason("access", $"the profile {Shown.Quote(profile!.Name)} leads to account {led} ({profile.Place})"));
            missing.Add($"the project's files say account {account.Value}, and the profile that they name leads to {led}");
            profile = null;
        }

        if ((region?.Value ?? itsRegion ?? fallbackRegion) is { } where)
        {
            reasons.Add(new Reason("region", where + (region is not null ? $": {region.Place} ({region.Setting})" : itsRegion is not null ? $": the profile {Shown.Quote(match.Profile!.Name)}" : ": --region")));
        }

        return new StageDraft(named.Name, account?.Value ?? itsAccount, region?.Value ?? itsRegion ?? fallbackRegion, profile, match.IsAmbiguous, reasons, missing);
    }

    // What is said of the stage goes before what is said of all. Several Regions may be meant (a certificate's); several accounts or profiles never.
    private Declaration? Only(DeclarationKind kind, string stage, List<string> missing, string what)
    {
        var own = declared.All.Where(d => d.Kind == kind && d.Stage == stage).ToList();
        var all = own.Count > 0 ? own : [.. declared.All.Where(d => d.Kind == kind && d.Stage is null && !IsAnothers(d, stage))];
        if (kind != DeclarationKind.Region && all.DistinctBy(d => d.Value).Count() > 1)
        {
            missing.Add($"the project's files name more than one {what}: {string.Join(", ", all.DistinctBy(d => d.Value).Take(4).Select(d => d.Place))}");
            return null;
        }

        return all.FirstOrDefault();
    }

    // A profile acme-dev that every stage would use isn't what production is meant to use.
    private static bool IsAnothers(Declaration said, string stage) =>
        said.Kind == DeclarationKind.Profile && StageWords.WordIn(said.Value) is { } word && StageWords.WordIn(stage) is { } own && word != own;

    private static ProposedStage Finish(ProposedStage stage, bool isWorkplace)
    {
        var missing = stage.Missing.ToList();
        if (missing.Count == 0)
        {
            if (stage.Account is null)
            {
                missing.Add("its account");
            }

            if (stage.Region is null)
            {
                missing.Add("its Region");
            }

            if (stage.Access is null)
            {
                missing.Add("the way in: a permission set, or a role");
            }
        }

        return stage with
        {
            Missing = missing,
            Protected = StageWords.IsProduction(stage.Name),
            Match = isWorkplace ? [stage.Name, $"{stage.Name}-*", "$USER"] : [],
        };
    }
}

/// <summary>A stage before its way in is known.</summary>
internal sealed record StageDraft(
    string Name, string? Account, string? Region, KnownProfile? Profile, bool IsAmbiguous, List<Reason> Reasons, List<string> Missing);
