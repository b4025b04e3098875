using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>What has to change so that IAM has what is wanted.</summary>
/// <param name="Changes">The changes, in an order that works; none where all is there already.</param>
/// <param name="Notes">What a person should know beside them.</param>
public sealed record IamPlan(ImmutableArray<IamChange> Changes, ImmutableArray<string> Notes);

/// <summary>What is wanted can't be made of what is there.</summary>
/// <param name="message">What is in the way, and where it was asked for.</param>
public sealed class IamPlanException(string message) : Exception(message);

/// <summary>Compares what is wanted with what is there. Pure.</summary>
public static class IamPlanner
{
    // "IAM and AWS STS quotas": versions of a managed policy that can be stored.
    private const int MostVersions = 5;

    // The same page: managed policies attached to a user, group or role, until the quota is raised.
    private const int MostAttached = 10;

    private static readonly IamAspect[] Lists = [IamAspect.Attached, IamAspect.Inline, IamAspect.Member, IamAspect.Tag, IamAspect.Audience];

    /// <summary>Makes the plan.</summary>
    /// <param name="wanted">What shall be there.</param>
    /// <param name="present">What is there, as far as <paramref name="wanted"/> names it.</param>
    /// <param name="path">The file that <paramref name="wanted"/> comes from.</param>
    /// <param name="prune">Whether what a list of the document doesn't have is taken away.</param>
    /// <exception cref="IamPlanException">It can't be made.</exception>
    public static IamPlan Plan(ImmutableArray<WantedFacts> wanted, PresentIam present, string path, bool prune)
    {
        ArgumentNullException.ThrowIfNull(present);
        var changes = new List<IamChange>();
        var notes = new List<string>();
        foreach (var one in wanted)
        {
            Check(one, present, path);
            foreach (var (part, value) in one.Facts)
            {
                Compare(one, part, value, present, changes, notes);
            }

            Beyond(one, present, prune, changes, notes);
            var attached = one.Facts.Count(f => f.Key.Aspect == IamAspect.Attached);
            if (attached > MostAttached && changes.Exists(c => c.Part.Whole == one.Whole && c is { Part.Aspect: IamAspect.Attached, After: not null }))
            {
                notes.Add($"the {WantedIamReader.Noun(one.Whole.Kind)} {one.Whole.ShortName} shall have {attached} managed policies, and IAM takes {MostAttached} unless the account's quota was raised: then it stops at the others");
            }
        }

        return new IamPlan(IamOrder.Of(changes), [.. notes]);
    }

    private static void Check(WantedFacts one, PresentIam present, string path)
    {
        var (entity, there) = (one.Entity, present.Find(one.Whole));
        var where = entity.Name.Place == Place.None ? "" : $"{path}:{entity.Name.At}: ";
        var noun = WantedIamReader.Noun(entity.Kind);
        if (there is null && (entity.MustExist || entity is { Kind: IamKind.Role, Document: null }))
        {
            throw new IamPlanException($"{where}there is no {noun} `{entity.Name.Value}` in the account{(entity.Kind == IamKind.Role ? ", and without a trust policy none can be made" : "")}");
        }

        if (there is not null && entity.EntityPath is { } way && way != there && entity.Kind != IamKind.Provider)
        {
            throw new IamPlanException($"{where}the {noun} `{entity.Name.Value}` is there with the path {there}, and IAM can't move it to {way}");
        }
    }

    private static void Compare(WantedFacts one, IamPart part, string value, PresentIam present, List<IamChange> changes, List<string> notes)
    {
        var (before, isThere) = (present.Find(part), present.Find(one.Whole) is not null);
        switch (part.Aspect)
        {
            case IamAspect.AccessKey:
                CompareKeys(one, part, value, present, changes, notes);
                return;
            case IamAspect.Itself when isThere:
                return;
            case IamAspect.Description when isThere && part.Kind == IamKind.Policy:
                if (before != value)
                {
                    notes.Add($"the policy {part.ShortName} has another description, and IAM can't change one");
                }

                return;
        }

        if (part.AreSame(before, value))
        {
            return;
        }

        changes.Add(new IamChange(part, before, value));
        var versions = part is { Kind: IamKind.Policy, Aspect: IamAspect.Document } ? present.VersionsOf(part.Name) : [];
        if (versions.Count >= MostVersions && versions.FirstOrDefault(v => !v.IsDefault) is { } oldest)
        {
            changes.Add(new IamChange(part with { Aspect = IamAspect.Version, Key = oldest.Id }, oldest.Document ?? "", null));
            notes.Add($"the policy {part.ShortName} has {versions.Count} versions, and IAM keeps {MostVersions}: the oldest, {oldest.Id}, is deleted; the undo file keeps its document");
        }
    }

    private static void CompareKeys(WantedFacts one, IamPart part, string entry, PresentIam present, List<IamChange> changes, List<string> notes)
    {
        var keys = present.Facts.Where(f => f.Key.Whole == one.Whole && f.Key.Aspect == IamAspect.AccessKey).ToArray();
        if (keys.Length == 0)
        {
            changes.Add(new IamChange(part, null, entry));
        }
        else if (keys.All(k => k.Value.Length == 0))
        {
            notes.Add($"the user {part.Name} has the access key {keys[0].Key.Key} already, which isn't in this machine's vault; no other is made");
        }
    }

    private static void Beyond(WantedFacts one, PresentIam present, bool prune, List<IamChange> changes, List<string> notes)
    {
        foreach (var (part, value) in present.Facts.Where(f => f.Key.Whole == one.Whole && Lists.Contains(f.Key.Aspect)).OrderBy(f => f.Key.Key, StringComparer.Ordinal))
        {
            if (one.NamesAllOf(part.Aspect) && one.Facts.All(f => f.Key != part))
            {
                if (prune)
                {
                    changes.Add(new IamChange(part, value, null));
                }
                else if (part.Aspect is IamAspect.Attached or IamAspect.Member)
                {
                    notes.Add($"the {WantedIamReader.Noun(part.Kind)} {part.Name} also has {(part.Aspect == IamAspect.Member ? "the group" : "the policy")} {part.Key}, which stays; --prune takes away what the document doesn't name");
                }
            }
        }
    }
}
