namespace Lanyard.Projects.Proposal;

/// <summary>Finds the way into each stage. A role needs the stage that it is assumed from, which is added where there is none yet.</summary>
internal sealed class RoleSources(List<StageDraft> drafts, IReadOnlyList<KnownProfile> profiles)
{
    private readonly List<StageDraft> _added = [];

    public IReadOnlyList<ProposedStage> WithAccess(SessionNames sessions)
    {
        var stages = drafts.Select(draft => Of(draft, sessions)).ToList();
        return [.. _added.Select(draft => Of(draft, sessions)), .. stages];
    }

    private ProposedStage Of(StageDraft draft, SessionNames sessions)
    {
        var (reasons, missing) = (draft.Reasons, draft.Missing);
        ProposedAccess? access = null;
        string? local = null;
        switch (draft.Profile?.Way)
        {
            case null when draft.IsAmbiguous:
                missing.Add("which of several accounts or permission sets is meant");
                break;
            case ProfileWay.PermissionSet way when !AwsShapes.IsIamName(way.Name, 32):
                missing.Add("the permission set's name: what this machine has is none");
                break;
            case ProfileWay.PermissionSet way:
                access = sessions.Of(way) is { } session ? new ProposedAccess.PermissionSet(session, way.Name) : null;
                break;
            case ProfileWay.Role role when AwsShapes.AccountOfRole(role.Arn) is not { } account || account != draft.Account:
                missing.Add("the role: what this machine has is no role of the account");
                break;
            case ProfileWay.Role role:
                access = SourceOf(role) is { } from ? new ProposedAccess.Role(role.Arn, from) : null;
                if (access is null)
                {
                    missing.Add("the stage that its role is assumed from: it must be reached by Identity Center");
                    reasons.Add(new Reason("access", $"the role of {Shown.Quote(draft.Profile.Name)} is assumed from what no stage can be: {Describe(role.Source)}"));
                }
                else if (role.HasOwnSettings)
                {
                    local = draft.Profile.Name;
                    reasons.Add(new Reason("access", $"{ProjectFile.LocalFileName} names {Shown.Quote(local)}, since its MFA device, external id or session settings stand there"));
                }

                break;
            case ProfileWay.Other other:
                missing.Add($"the way in: a permission set, or a role; {other.What} can't be pinned");
                break;
        }

        return new ProposedStage
        {
            Name = draft.Name,
            Account = draft.Account,
            Region = draft.Region,
            Access = access,
            LocalProfile = local,
            Reasons = reasons,
            Missing = missing,
        };
    }

    private string? SourceOf(ProfileWay.Role role)
    {
        if (role.Source is null || profiles.FirstOrDefault(p => p.Name == role.Source) is not { Way: ProfileWay.PermissionSet way, Account: { } account } source
            || !AwsShapes.IsIamName(way.Name, 32) || !AwsShapes.IsStartUrl(way.StartUrl) || !AwsShapes.IsRegion(way.Region))
        {
            return null;
        }

        // A stage that something is missing of is a comment, and nothing can be reached from it.
        var known = drafts.Concat(_added).FirstOrDefault(d => d.Missing.Count == 0 && d.Region is not null && d.Account == account && d.Profile?.Way == way);
        if (known is not null)
        {
            return known.Name;
        }

        if (source.Region is not { } region || !AwsShapes.IsAccount(account) || !AwsShapes.IsRegion(region))
        {
            return null;
        }

        var name = "base";
        for (var i = 2; drafts.Concat(_added).Any(d => d.Name == name); i++)
        {
            name = FormattableString.Invariant($"base-{i}");
        }

        _added.Add(new StageDraft(
            name, account, region, source, false,
            [new Reason("stage", $"roles of other stages are assumed from the profile {Shown.Quote(source.Name)} ({source.Place})")], []));
        return name;
    }

    private string Describe(string? source) => source is null ? "no profile"
        : profiles.FirstOrDefault(p => p.Name == source) is not { } profile ? $"the profile {Shown.Quote(source)}, which this machine doesn't have"
        : profile.Way switch
        {
            ProfileWay.Other other => $"{other.What} of the profile {Shown.Quote(source)}",
            ProfileWay.Role => $"another role, of the profile {Shown.Quote(source)}",
            _ => $"the profile {Shown.Quote(source)}, which lacks its account or Region",
        };
}
