using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>Reads <c>lanyard.local.yaml</c> and lays it over the committed file. It can name profiles and nothing else.</summary>
internal static class LocalFileReader
{
    public static ProjectFile Merge(ProjectFile committed, YamlNode root, string path)
    {
        SecretScan.Refuse(root, path);
        ProjectFileReader.RequireVersion(root, path);
        var file = Fields.Open(root, path, "the file", "version", "stages");
        var profiles = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file.Find("stages") is { } node)
        {
            foreach (var entry in Fields.Entries(node, path, "stages", "{ dev: { profile: my-dev } }").Entries)
            {
                RequireStage(committed, entry.Key, path);
                profiles.Add(entry.Key.Value, ReadProfile(entry, path));
            }
        }

        return committed with
        {
            LocalPath = path,
            Stages = [.. committed.Stages.Select(stage => profiles.TryGetValue(stage.Name, out var profile)
                ? stage with { Access = new StageAccess.Profile(profile) }
                : stage)],
        };
    }

    private static void RequireStage(ProjectFile committed, YamlScalar name, string path)
    {
        var names = committed.Stages.Select(stage => stage.Name).ToList();
        if (!names.Contains(name.Value))
        {
            var nearest = Nearest.Of(name.Value, names);
            var guess = nearest is null ? "" : $"; did you mean {Shown.Quote(nearest)}?";
            throw Fields.Error(
                path,
                name,
                $"{ProjectFile.FileName} defines no stage {Shown.Quote(name.Value)}{guess}",
                "use one of: " + string.Join(", ", names));
        }
    }

    private static string ReadProfile(YamlEntry entry, string path)
    {
        var stage = Fields.Open(entry.Value, path, $"stage {Shown.Quote(entry.Key.Value)}", "profile", "access");
        var fields = stage.Find("access") is { } access ? Fields.Open(access, path, "access of " + stage.What, "profile") : stage;
        if (fields != stage && stage.Find("profile") is { } twice)
        {
            throw stage.Error(twice, $"{stage.What} names its profile twice", "keep profile or access, not both");
        }

        var profile = fields.RequireText("profile", "my-dev");
        return profile.Value.Length is > 0 and <= 256 && !profile.Value.Any(char.IsControl)
            ? profile.Value
            : throw fields.Error(
                profile, $"profile of {fields.What} is not a profile's name", "write a name that lanyard profile list shows");
    }
}
