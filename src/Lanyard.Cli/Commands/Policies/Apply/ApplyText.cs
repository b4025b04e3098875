using System.Globalization;
using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Policy.Apply;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>Shows a plan to people.</summary>
internal static class ApplyText
{
    private const string Indent = "      ";

    /// <summary>Writes the plan: a line for each thing and part, and what differs in documents.</summary>
    public static string Plan(IReadOnlyList<IamChange> changes, ApplyAccess access, bool colours)
    {
        var text = new StringBuilder($"account {access.Account.Id}, as {access.Caller.Arn}\n");
        foreach (var thing in changes.GroupBy(c => c.Part.Whole))
        {
            var mark = MarkOf(thing.FirstOrDefault(c => c.Part == thing.Key) is { } itself ? itself : new IamChange(thing.Key, "", ""));
            Line(text, mark, $"{mark} {IamUndo.NameOf(thing.Key)} {DiffText.Printable(thing.Key.ShortName)}", colours);
            foreach (var change in thing.Where(c => c.Part != thing.Key).OrderBy(c => c.Part.Aspect))
            {
                Part(text, change, colours);
            }
        }

        var counts = changes.GroupBy(c => c.Part.Whole).Select(g => MarkOf(g.FirstOrDefault(c => c.Part == g.Key) ?? new IamChange(g.Key, "", ""))).ToArray();
        return text.Append(CultureInfo.InvariantCulture, $"{counts.Count(c => c == '+')} to create, {counts.Count(c => c == '~')} to change, {counts.Count(c => c == '-')} to delete\n").ToString();
    }

    private static char MarkOf(IamChange change) => change.Before is null ? '+' : change.After is null ? '-' : '~';

    private static void Part(StringBuilder text, IamChange change, bool colours)
    {
        var (part, mark) = (change.Part, MarkOf(change));
        var name = $"{IamUndo.NameOf(part)}{(part.Key.Length > 0 ? " " + DiffText.Printable(part.Key) : "")}";
        if (!part.IsDocument)
        {
            var value = part.Aspect switch
            {
                IamAspect.AccessKey => change.After is null ? "" : $", into the vault as {change.After}",
                _ when change.After is null || change.After == part.Key => "",
                _ => $" {(change.Before is null ? "" : $"{DiffText.Printable(change.Before)} -> ")}{DiffText.Printable(change.After)}",
            };
            Line(text, mark, $"    {mark} {name}{value}", colours);
            return;
        }

        Line(text, mark, $"    {mark} {name}", colours);
        if (change.After is not null)
        {
            Document(text, change, colours);
        }
    }

    private static void Document(StringBuilder text, IamChange change, bool colours)
    {
        if (change.Before is null)
        {
            foreach (var line in Readable(change.After!).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Line(text, '+', $"{Indent}+{DiffText.Printable(line)}", colours);
            }

            return;
        }

        // Without its first two lines, which name a file.
        var diff = DiffText.Of("document", Bytes(change.Before), Bytes(change.After!));
        foreach (var line in diff.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2))
        {
            Line(text, line[0], Indent + line, colours);
        }
    }

    private static SharedConfigText Bytes(string document) => SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(Readable(document)));

    private static string Readable(string document)
    {
        try
        {
            return PolicyDocumentWriter.Write(PolicyDocumentReader.Read(document, null), indented: true) + "\n";
        }
        catch (PolicyDocumentException)
        {
            return document + "\n";
        }
    }

    private static void Line(StringBuilder text, char mark, string line, bool colours)
    {
        var colour = mark switch { '+' => "\e[32m", '-' => "\e[31m", '~' => "\e[33m", _ => "" };
        text.Append(colours ? colour : "").Append(line).Append(colours && colour.Length > 0 ? "\e[0m" : "").Append('\n');
    }
}
