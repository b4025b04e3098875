using System.Text;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Credentials.SharedConfig.History;

/// <summary>What going back would do.</summary>
/// <param name="Edit">The files as they were, with the secrets that the files still hold.</param>
/// <param name="ChangedFiles">Files that somebody else changed since, whose change would be lost.</param>
/// <param name="LosesSecrets">Whether a secret can't be brought back, or one that a file holds now would be gone for good.</param>
public sealed record UndoPlan(SharedConfigEdit Edit, IReadOnlyList<string> ChangedFiles, bool LosesSecrets);

/// <summary>Brings earlier versions of the shared files back. Pure.</summary>
public static class SharedConfigUndo
{
    /// <summary>Leaves out, at the front, versions whose change never came about, as the power went off before it was written.</summary>
    /// <param name="files">The files as they are.</param>
    /// <param name="versions">The versions, the latest first.</param>
    public static IReadOnlyList<KeptVersion> Done(SharedConfigSnapshot files, IReadOnlyList<KeptVersion> versions)
    {
        ArgumentNullException.ThrowIfNull(files);
        return [.. versions.SkipWhile(v => v.Files.All(f => f.After != Hash(f.Before) && Hash(f.Before) == SharedConfigHistory.HashOf(Find(files, f).Text)))];
    }

    /// <summary>Plans to go back to before a number of changes.</summary>
    /// <param name="files">The files as they are.</param>
    /// <param name="undone">The changes to undo, the latest first.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="SharedConfigException">What would come can't be read.</exception>
    public static UndoPlan Plan(SharedConfigSnapshot files, IReadOnlyList<KeptVersion> undone)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(undone);
        var notes = new List<string>();
        var changed = new List<string>();
        var edit = SharedConfigEdit.Of(files);
        foreach (var kind in new[] { SharedConfigFileKind.Config, SharedConfigFileKind.Credentials })
        {
            var kept = undone.SelectMany(v => v.Files).Where(f => f.Kind == kind).ToArray();
            if (kept.Length == 0)
            {
                continue;
            }

            var now = Find(files, kept[0]);
            string expected = SharedConfigHistory.HashOf(now.Text);
            foreach (var file in kept)
            {
                if (file.After != expected && !changed.Contains(now.Path))
                {
                    changed.Add(now.Path);
                }

                expected = Hash(file.Before);
            }

            var restored = Restore(now, kept[^1], notes);
            SharedConfigReader.Read(restored, now.Path, now.Kind);
            edit = kind == SharedConfigFileKind.Config ? edit with { Config = restored } : edit with { Credentials = restored };
        }

        return new(edit with { Notes = notes }, changed, notes.Count > 0);
    }

    private static SharedConfigFile Find(SharedConfigSnapshot files, KeptFile kept) =>
        kept.Kind == SharedConfigFileKind.Config ? files.Config : files.Credentials;

    private static string Hash(byte[] hidden) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(hidden));

    private static SharedConfigText Restore(SharedConfigFile now, KeptFile kept, List<string> notes)
    {
        var text = SharedConfigText.FromBytes(kept.Before);
        var wanted = SecretIdentity.Of(text, kept.Hidden);
        var spans = SecretLines.Of(now.Text);
        var held = SecretIdentity.Of(SecretLines.Hide(now.Text), SecretLines.PositionsOf(now.Text));
        var moved = OnlyRename(text, now.Text);
        var changes = new List<TextChange>();
        var used = new HashSet<int>();
        var dropped = new HashSet<int>();
        for (int i = 0; i < wanted.Count; i++)
        {
            var (line, at) = kept.Hidden[i];
            int donor = held.IndexOf(wanted[i]);
            if (donor < 0 && wanted[i].IsOfAccessKey)
            {
                donor = held.IndexOf(wanted[i] with { Number = 0 }); // two profiles have the same key
            }

            if (donor < 0 && moved is { } names && wanted[i].Owner == names.Then)
            {
                donor = held.IndexOf(wanted[i] with { Owner = names.Now });
            }

            if (donor >= 0)
            {
                used.Add(donor);
                var secret = now.Text.Bytes.Slice(spans[donor].Start, spans[donor].Length);
                changes.Add(new(text.Lines[line].Start + at, 0, secret.ToArray()));
            }
            else if (!dropped.Contains(line))
            {
                dropped.UnionWith(Enumerable.Range(line, EndOf(text, line) - line));
                notes.Add($"line {line + 1} of {now.Path} had a secret{Named(text, line)} that is gone, and stays away: no backup holds it");
            }
        }

        changes.RemoveAll(c => dropped.Any(l => c.Start >= text.Lines[l].Start && c.Start <= text.Lines[l].End));
        changes.AddRange(dropped.Select(l => text.Without(l, l + 1)));
        foreach (int i in Enumerable.Range(0, held.Count).Where(i => !used.Contains(i)))
        {
            notes.Add($"line {spans[i].Line + 1} of {now.Path} holds a secret{Named(now.Text, spans[i].Line)} that goes, and no backup holds it");
        }

        return text.With(changes);
    }

    /// <summary>The headers of the one section that has another name now; null if more than that differs.</summary>
    private static (string Then, string Now)? OnlyRename(SharedConfigText then, SharedConfigText now)
    {
        var (old, @new) = (Headers(then), Headers(now));
        return (old.Except(@new).ToArray(), @new.Except(old).ToArray()) is ([var one], [var other]) ? ("section " + one, "section " + other) : null;

        static HashSet<string> Headers(SharedConfigText text) =>
            [.. text.Lines.Where(l => LineGrammar.KindOf(text.Content(l)) == LineKind.Header).Select(l => Encoding.Latin1.GetString(text.Content(l)))];
    }

    /// <summary>The index behind a line and what is indented below it.</summary>
    private static int EndOf(SharedConfigText text, int line)
    {
        int end = line + 1;
        while (end < text.Lines.Count && LineGrammar.KindOf(text.Content(text.Lines[end])) is LineKind.Continuation or LineKind.IndentedComment)
        {
            end++;
        }

        return end;
    }

    private static string Named(SharedConfigText text, int line)
    {
        string name = SectionBlock.NameOf(text.Content(text.Lines[line])).TrimStart('#', ';', ' ', '\t');
        return SecretLines.IsSecretName(name) ? $" ({DiffText.Printable(name)})" : "";
    }
}
