using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>A mapping whose keys are known: unknown ones are refused, values are asked for by key and kind.</summary>
internal sealed class Fields
{
    private readonly YamlMapping _mapping;

    private Fields(YamlMapping mapping, string path, string what)
    {
        _mapping = mapping;
        Path = path;
        What = what;
    }

    public string Path { get; }

    /// <summary>What the mapping describes, for messages: <c>stage "dev"</c>.</summary>
    public string What { get; }

    public static Fields Open(YamlNode node, string path, string what, params string[] known)
    {
        var mapping = Entries(node, path, what, "keys: " + string.Join(", ", known));
        foreach (var entry in mapping.Entries)
        {
            if (!known.Contains(entry.Key.Value))
            {
                throw UnknownKey(entry.Key, path, what, known);
            }
        }

        return new Fields(mapping, path, what);
    }

    /// <summary>A mapping whose keys are names that the user chose.</summary>
    public static YamlMapping Entries(YamlNode node, string path, string what, string expected) =>
        node as YamlMapping ?? throw Error(path, node, $"{what} must be a mapping, but is {node.Kind}", $"write {expected}");

    public YamlNode? Find(string key) => _mapping.Find(key);

    public YamlNode Require(string key, string example) =>
        Find(key) ?? throw Error(_mapping, $"{What} has no {key}", $"add {key}, for example {key}: {example}");

    public YamlScalar RequireText(string key, string example) => AsText(key, Require(key, example), example);

    public YamlScalar? Text(string key, string example) => Find(key) is { } node ? AsText(key, node, example) : null;

    public bool Flag(string key) => Find(key) switch
    {
        null => false,
        YamlScalar { IsPlain: true, Value: "true" } => true,
        YamlScalar { IsPlain: true, Value: "false" } => false,

        // "yes", "on" or a quoted "true" would be read as off by a lenient reader, and leave a guard rail down.
        var other => throw Error(other, $"{key} of {What} must be true or false, without quotes", $"write {key}: true"),
    };

    /// <summary>A list of texts that each pass a test; empty if the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key, Func<string, bool> isValid, string rule, string example)
    {
        var node = Find(key);
        if (node is null)
        {
            return [];
        }

        if (node is not YamlSequence list)
        {
            throw Error(node, $"{key} of {What} must be a list, but is {node.Kind}", $"write {key}: {example}");
        }

        return [.. list.Items.Select(item => item is YamlScalar { IsNull: false } text && isValid(text.Value)
            ? text.Value
            : throw Error(item, $"{key} of {What} has an item that {rule}", $"write {key}: {example}"))];
    }

    public ProjectFileException Error(YamlNode at, string message, string fix) => Error(Path, at, message, fix);

    public static ProjectFileException Error(string path, YamlNode at, string message, string fix) =>
        new(path, at.Line, at.Column, ProjectFileCodes.Invalid, message, fix);

    private YamlScalar AsText(string key, YamlNode node, string example) =>
        node is YamlScalar { IsNull: false } text
            ? text
            : throw Error(node, $"{key} of {What} must be text, but is {node.Kind}", $"write {key}: {example}");

    private static ProjectFileException UnknownKey(YamlScalar key, string path, string what, string[] known)
    {
        if (IsProfile(key.Value) && System.IO.Path.GetFileName(path) != ProjectFile.LocalFileName)
        {
            return new ProjectFileException(
                path,
                key.Line,
                key.Column,
                ProjectFileCodes.Profile,
                $"{what} names a local profile, and profile names differ from one machine to the next",
                $"move it to {ProjectFile.LocalFileName} beside this file, which git should ignore: "
                + "stages: { dev: { profile: my-dev } }");
        }

        var nearest = Nearest.Of(key.Value, known);
        var guess = nearest is null ? "" : $"; did you mean {nearest}?";
        return Error(path, key, $"{what} has the unknown key {Shown.Quote(key.Value)}{guess}", "known keys: " + string.Join(", ", known));
    }

    private static bool IsProfile(string key) =>
        key.Replace("_", "").Replace("-", "").ToUpperInvariant() is "PROFILE" or "AWSPROFILE" or "PROFILENAME" or "SOURCEPROFILE";
}
