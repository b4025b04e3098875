using System.Collections.Immutable;

namespace Lanyard.Policy.Apply;

/// <summary>What takes earlier changes back.</summary>
/// <param name="Changes">The changes back, in an order that works; none where nothing of them is left.</param>
/// <param name="Differences">What somebody else changed since, so that it can't be taken back without losing that.</param>
public sealed record UndoneChanges(ImmutableArray<IamChange> Changes, ImmutableArray<string> Differences);

/// <summary>
/// Works out how to take changes back. Only what is still as it was left is taken back; a change that never came about, since the
/// command was stopped before it, is passed over. Pure.
/// </summary>
public static class IamUndo
{
    /// <summary>Works it out.</summary>
    /// <param name="made">The changes, as they were made.</param>
    /// <param name="present">What is there now; of what was made then, all of it.</param>
    public static UndoneChanges Of(IReadOnlyList<IamChange> made, PresentIam present)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(present);
        var back = new List<IamChange>();
        var differences = new List<string>();
        foreach (var change in made)
        {
            var now = present.Find(change.Part);
            if (change.Part.Aspect == IamAspect.AccessKey ? now is not null : change.Part.AreSame(now, change.After))
            {
                back.Add(change.Back);
            }
            else if (!change.Part.AreSame(now, change.Before))
            {
                differences.Add($"{Describe(change.Part)} {(now is null ? "isn't there any more" : "is another now")}");
            }
        }

        foreach (var whole in made.Where(c => c is { Part.Aspect: IamAspect.Itself, Before: null }).Select(c => c.Part))
        {
            differences.AddRange(present.Facts.Keys
                .Where(p => p.Whole == whole && GoesWithIt(p.Aspect))
                .Where(p => made.All(c => c.Part != p))
                .Select(p => $"{Describe(p)} came since").Order(StringComparer.Ordinal));
        }

        return new UndoneChanges(IamOrder.Of([.. back.Where(c => NeedsNoOther(c, back))]), [.. differences]);
    }

    /// <summary>Says what a part is.</summary>
    public static string Describe(IamPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var owner = $"{WantedIamReader.Noun(part.Kind)} {part.ShortName}";
        return part.Aspect == IamAspect.Itself ? $"the {owner}" : $"{NameOf(part)}{(part.Key.Length > 0 ? " " + part.Key : "")} of the {owner}";
    }

    /// <summary>What an aspect is called.</summary>
    public static string NameOf(IamPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.Aspect switch
        {
            IamAspect.Itself => WantedIamReader.Noun(part.Kind),
            IamAspect.Description => "description",
            IamAspect.Document => part.Kind == IamKind.Role ? "trust policy" : "document",
            IamAspect.Version => "earlier version",
            IamAspect.MaxSession => "longest session",
            IamAspect.Thumbprints => "thumbprints",
            IamAspect.Audience => "audience",
            IamAspect.Boundary => "permissions boundary",
            IamAspect.Tag => "tag",
            IamAspect.Inline => "inline policy",
            IamAspect.Attached => "attached policy",
            IamAspect.Member => "group",
            _ => "access key",
        };
    }

    // What goes with the thing when that is deleted, and can be there without anybody having changed another part.
    private static bool GoesWithIt(IamAspect aspect) => aspect is IamAspect.Attached or IamAspect.Inline or IamAspect.Member or IamAspect.AccessKey
        or IamAspect.Audience or IamAspect.Tag or IamAspect.Boundary or IamAspect.Version;

    // A version of a policy that is there all the same only comes back beside the one in force.
    private static bool NeedsNoOther(IamChange change, List<IamChange> back) =>
        change.Part.Aspect != IamAspect.Version || back.Any(c => c.Part == change.Part with { Aspect = IamAspect.Document, Key = "" });
}
