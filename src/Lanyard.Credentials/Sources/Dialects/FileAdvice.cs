using System.Globalization;
using System.Text;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>Finds what the SDKs read differently in the lines of the shared files.</summary>
internal static class FileAdvice
{
    private const int MostOfAFile = 20;

    public static IEnumerable<Advice> Find(DialectMachine machine)
    {
        var locations = SharedConfigLocations.From(machine.Environment, machine.IsWindows);
        return new[] { (Path: locations.ConfigFile, IsConfig: true), (Path: locations.CredentialsFile, IsConfig: false) }
            .Where(file => file.Path.Length > 0)
            .SelectMany(file => OfFile(machine.Open(file.Path), file.Path, file.IsConfig).Take(MostOfAFile));
    }

    private static IEnumerable<Advice> OfFile(MachineFile file, string path, bool isConfig)
    {
        if (file.State is MachineFileState.Folder or MachineFileState.Unreadable)
        {
            yield return new Advice("unreadable-file", path, "it can't be read: some SDKs stop there, the others go on without it", $"make it readable, as with: chmod u+rw '{path}'");
        }

        if (file.Text.Bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            yield return new Advice("utf-16", path, "it is UTF-16, which the .NET SDK alone can read", "save it as UTF-8");
            yield break;
        }

        if (file.Text.HasByteOrderMark)
        {
            yield return new Advice(
                "byte-order-mark", path + ":1", "it starts with a byte order mark: an error for Python's and Rust's SDKs and the AWS CLI, and Go's loses the first section", "save it as UTF-8 without one");
        }

        var sections = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in file.Text.Lines)
        {
            var text = Encoding.UTF8.GetString(file.Text.Content(line));
            var where = string.Create(CultureInfo.InvariantCulture, $"{path}:{line.Number}");
            if (text.StartsWith('['))
            {
                keys.Clear();
                if (OfHeader(text, where, isConfig, sections, line.Number) is { } header)
                {
                    yield return header;
                }
            }
            else if (text.Length > 0 && !char.IsWhiteSpace(text[0]) && text[0] is not ('#' or ';') && OfSetting(text, where, keys) is { } setting)
            {
                yield return setting;
            }
        }
    }

    private static Advice? OfHeader(string text, string where, bool isConfig, Dictionary<string, int> sections, int line)
    {
        var close = text.IndexOf(']', StringComparison.Ordinal);
        if (close < 0)
        {
            return new Advice("unclosed-section", where, "the section's `]` is missing: an error for Python's, .NET's and Rust's SDKs and the AWS CLI, and the others lose the section", "add the `]`");
        }

        var name = text[1..close].Trim();
        if (!sections.TryAdd(name, line))
        {
            return new Advice(
                "duplicate-section", where,
                string.Create(CultureInfo.InvariantCulture, $"the section [{name}] stands in line {sections[name]} already: an error for Python's SDK and the AWS CLI, .NET reads the first alone, the others merge them"),
                "make one section of the two");
        }

        if (name == "DEFAULT")
        {
            return new Advice("default-section", where, "Python's SDK and the AWS CLI give the settings of [DEFAULT] to every profile of the file, the others ignore it", "write [default], in lower case");
        }

        if (name.Contains('"', StringComparison.Ordinal) || name.Contains('\'', StringComparison.Ordinal))
        {
            return new Advice("quoted-section", where, "Python's SDK and the AWS CLI take the quotes off the section's name, most others don't find it", "write the name without quotes and blanks");
        }

        return !isConfig && name.StartsWith("profile ", StringComparison.Ordinal)
            ? new Advice("prefix-in-credentials", where, "`[profile …]` is for the config file: in the credentials file the .NET SDK alone understands it", "take the word `profile` away")
            : null;
    }

    // What stands before a `=` may be a secret that was pasted there and ends in one, so it is not shown.
    private static Advice? OfSetting(string text, string where, HashSet<string> keys)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return new Advice(
                "no-setting", where, "the line is no setting: an error for Python's, .NET's and Rust's SDKs and the AWS CLI (unless it holds a `:`), and the others ignore it", "write `name = value`, or take the line away");
        }

        var key = text[..equals].Trim();
        if (!keys.Add(key))
        {
            return new Advice("duplicate-setting", where, "the setting stands there twice: an error for Python's SDK and the AWS CLI, .NET drops the section, for the others the last one counts", "take one of the lines away");
        }

        if (key.Any(char.IsAsciiLetterUpper))
        {
            return new Advice("upper-case-setting", where, "the setting's name is not in lower case: the JavaScript SDKs don't see it", "write it in lower case");
        }

        var value = text[(equals + 1)..];
        return value.Contains(" #", StringComparison.Ordinal) || value.Contains(" ;", StringComparison.Ordinal) || value.Contains("\t#", StringComparison.Ordinal)
            ? new Advice("comment-in-value", where, "behind the value stands a comment: a part of the value for Python's and .NET's SDKs and the AWS CLI, and a comment for the others", "put the comment on a line of its own")
            : null;
    }
}
