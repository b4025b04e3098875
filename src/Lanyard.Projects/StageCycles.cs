using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>Refuses stages whose roles are assumed from each other in a circle, which would never reach credentials.</summary>
internal static class StageCycles
{
    public static void Refuse(IReadOnlyList<Stage> stages, IReadOnlyList<YamlEntry> entries, string path)
    {
        var next = stages.Where(stage => stage.Access is StageAccess.Role)
            .ToDictionary(stage => stage.Name, stage => ((StageAccess.Role)stage.Access).From, StringComparer.Ordinal);

        // A stage known to end is not walked again, so long chains cost linear time.
        var ends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in stages)
        {
            var walk = new List<string>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var name = stage.Name;
            while (!ends.Contains(name) && next.TryGetValue(name, out var from))
            {
                walk.Add(name);
                if (!seen.Add(name))
                {
                    throw Circle(walk, entries, path);
                }

                name = from;
            }

            ends.UnionWith(walk);
        }
    }

    private static ProjectFileException Circle(List<string> walk, IReadOnlyList<YamlEntry> entries, string path)
    {
        var circle = walk[walk.IndexOf(walk[^1])..];
        var stage = (YamlMapping)entries.First(entry => entry.Key.Value == circle[0]).Value;
        var from = ((YamlMapping)stage.Find("access")!).Find("from")!;
        var shown = circle.Count > 8 ? string.Join(" -> ", circle[..8]) + " -> …" : string.Join(" -> ", circle);
        return Fields.Error(
            path,
            from,
            $"the stages' roles are assumed from each other in a circle: {shown}",
            "give one of them access by { session: NAME, permissionSet: NAME }");
    }
}
