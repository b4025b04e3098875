using System.Collections.Immutable;
using System.Text;
using Lanyard.Projects.Detection;
using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Templates;

/// <summary>What an environment of <c>samconfig.toml</c> (or <c>.yaml</c>) says of a deployment. See "AWS SAM CLI configuration file", AWS SAM Developer Guide.</summary>
/// <param name="Path">The file.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record SamConfig(string Path, string Environment)
{
    /// <summary>The environment that is taken where none is named.</summary>
    public const string Default = "default";

    private const int MaxBytes = 1024 * 1024;

    private static readonly string[] Names = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

    /// <summary>Gets the stack's name; <see langword="null"/> where the file doesn't tell it.</summary>
    public string? StackName { get; init; }

    /// <summary>Gets the Region; <see langword="null"/> where the file doesn't tell it.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the bucket for code; <see langword="null"/> for SAM's own.</summary>
    public string? Bucket { get; init; }

    /// <summary>Gets the parameters' values.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Finds the file: beside the template, or beside the folder that <c>sam build</c> wrote the template to.</summary>
    /// <param name="folder">The template's folder.</param>
    public static string? Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var above = System.IO.Path.TrimEndingDirectorySeparator(folder).Replace('\\', '/').EndsWith(".aws-sam/build", StringComparison.Ordinal) ? System.IO.Path.Combine(folder, "..", "..") : folder;
        return new[] { folder, above }.Distinct(StringComparer.Ordinal).SelectMany(f => Names.Select(name => System.IO.Path.GetFullPath(System.IO.Path.Combine(f, name)))).FirstOrDefault(File.Exists);
    }

    /// <summary>Reads an environment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">Its name.</param>
    /// <returns>What it says; <see langword="null"/> where the file has no such environment.</returns>
    /// <exception cref="ProjectFileException">The file can't be understood.</exception>
    public static SamConfig? Read(string path, string environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        var root = Tree(path);
        if (root.At(environment) is not YamlMapping tables)
        {
            return null;
        }

        // `global` holds for all commands; what the command itself says goes before it.
        YamlNode?[] both = [tables.At("deploy", "parameters"), tables.At("global", "parameters")];
        return new SamConfig(path, environment)
        {
            StackName = First("stack_name"),
            Region = First("region"),
            Bucket = First("s3_bucket"),
            Parameters = both.Select(table => table.At("parameter_overrides")).FirstOrDefault(node => node is not null) is { } overrides ? ParametersIn(overrides) : ImmutableDictionary<string, string>.Empty,
        };

        string? First(string key) => both.Select(table => table.TextAt(key)?.Value).FirstOrDefault(text => text is not null);
    }

    /// <summary>Gives the environments of a file.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<string> Environments(string path) => [.. ((Tree(path) as YamlMapping)?.Entries ?? []).Where(e => e.Value is YamlMapping).Select(e => e.Key.Value)];

    private static YamlNode Tree(string path)
    {
        var text = StrictText.Read(path, MaxBytes);
        return path.EndsWith(".toml", StringComparison.Ordinal) ? TomlTree.Parse(text, path) : YamlText.ParseForeign(text, path);
    }

    private static ImmutableDictionary<string, string> ParametersIn(YamlNode overrides)
    {
        var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (overrides)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    parameters[entry.Key.Value] = entry.Value is YamlScalar { IsNull: false } value ? value.Value : "";
                }

                break;
            case YamlSequence list:
                // Each item is one pair, blanks and all.
                foreach (var item in list.Items.OfType<YamlScalar>())
                {
                    Add(item.Value.Contains('"', StringComparison.Ordinal) ? string.Join(' ', Words(item.Value)) : item.Value);
                }

                break;
            case YamlScalar text:
                foreach (var word in Words(text.Value))
                {
                    Add(word);
                }

                break;
        }

        return parameters.ToImmutable();

        // `Name=value`, or `ParameterKey=Name,ParameterValue=value`.
        void Add(string pair)
        {
            const string Key = "ParameterKey=";
            const string Value = ",ParameterValue=";
            if (pair.StartsWith(Key, StringComparison.Ordinal) && pair.IndexOf(Value, StringComparison.Ordinal) is > 0 and var comma)
            {
                parameters[pair[Key.Length..comma]] = pair[(comma + Value.Length)..];
            }
            else if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                parameters[pair[..equals]] = pair[(equals + 1)..];
            }
        }
    }

    // As a shell would: blanks divide, quotes keep together and are taken away.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote is null && char.IsWhiteSpace(c))
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
            else if (c == '\\' && i + 1 < text.Length && text[i + 1] is ('"' or '\\'))
            {
                word.Append(text[++i]);
            }
            else if (c is ('"' or '\'') && (quote is null || quote == c))
            {
                quote = quote is null ? c : null;
            }
            else
            {
                word.Append(c);
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
