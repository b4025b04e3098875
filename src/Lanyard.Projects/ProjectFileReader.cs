using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>Turns the two files' texts into a validated <see cref="ProjectFile"/>.</summary>
internal static class ProjectFileReader
{
    public static ProjectFile Read(ProjectSource source) =>
        Read(
            source.Path,
            StrictText.Decode(source.Path, source.Bytes),
            source.LocalPath,
            source.LocalBytes is { } local ? StrictText.Decode(source.LocalPath, local) : null);

    public static ProjectFile Read(string path, string text, string localPath, string? localText)
    {
        var committed = ReadCommitted(YamlText.Parse(text, path), path);
        return localText is null
            ? committed
            : LocalFileReader.Merge(committed, YamlText.Parse(localText, localPath), localPath);
    }

    /// <summary>Refuses every version but 1. Asked before the other keys: a later version may have others.</summary>
    public static void RequireVersion(YamlNode root, string path)
    {
        var mapping = Fields.Entries(root, path, "the file", "version: 1 on the first line");
        var version = mapping.Find("version");
        if (version is not YamlScalar { IsPlain: true, Value: "1" })
        {
            var what = version is null ? "the file does not say its version" : "this Lanyard reads version 1 of the file only";
            throw Fields.Error(path, version ?? root, what, "write version: 1 on the first line, or update Lanyard if the file is newer");
        }
    }

    private static ProjectFile ReadCommitted(YamlNode root, string path)
    {
        SecretScan.Refuse(root, path);
        RequireVersion(root, path);
        var file = Fields.Open(root, path, "the file", "version", "project", "sessions", "stages");
        var sessions = ReadSessions(file);
        return new ProjectFile
        {
            Path = path,
            Project = ReadProject(file),
            Sessions = sessions,
            Stages = ReadStages(file, sessions),
        };
    }

    private static string? ReadProject(Fields file)
    {
        var project = file.Text("project", "orders");
        if (project is not null && !AwsShapes.IsName(project.Value, longest: 32))
        {
            throw file.Error(
                project,
                $"project {Shown.Quote(project.Value)} can't go into a role session name: "
                + "up to 32 letters, digits, '.', '_' or '-', the first a letter or digit",
                "write a short name, for example project: orders");
        }

        return project?.Value;
    }

    private static Dictionary<string, SsoSessionSetting> ReadSessions(Fields file)
    {
        var sessions = new Dictionary<string, SsoSessionSetting>(StringComparer.Ordinal);
        if (file.Find("sessions") is { } node)
        {
            var entries = Fields.Entries(node, file.Path, "sessions", "a name for each sign-in with its startUrl and region").Entries;
            foreach (var entry in entries)
            {
                sessions.Add(entry.Key.Value, ReadSession(entry, file.Path));
            }
        }

        return sessions;
    }

    private static SsoSessionSetting ReadSession(YamlEntry entry, string path)
    {
        var name = CheckedName(entry.Key, path, "session");
        var fields = Fields.Open(entry.Value, path, $"session {Shown.Quote(name)}", "startUrl", "region");
        var url = fields.RequireText("startUrl", "https://my-org.awsapps.com/start");
        if (!AwsShapes.IsStartUrl(url.Value))
        {
            throw fields.Error(
                url,
                $"startUrl of {fields.What} is not an https URL without user name (http is for the loopback interface alone)",
                "copy it from the AWS access portal: https://my-org.awsapps.com/start");
        }

        return new SsoSessionSetting(name, url.Value, StageReader.ReadRegion(fields));
    }

    private static List<Stage> ReadStages(Fields file, Dictionary<string, SsoSessionSetting> sessions)
    {
        var node = file.Require("stages", "{ dev: { account: \"111111111111\", region: eu-west-1, access: … } }");
        var entries = Fields.Entries(node, file.Path, "stages", "a name for each stage with its account, region and access").Entries;
        if (entries.Count == 0)
        {
            throw file.Error(node, "the file has no stage", "add one, for example with lanyard init");
        }

        foreach (var entry in entries)
        {
            CheckedName(entry.Key, file.Path, "stage");
        }

        var reader = new StageReader(file.Path, sessions, [.. entries.Select(entry => entry.Key.Value)]);
        var stages = entries.Select(reader.Read).ToList();
        StageCycles.Refuse(stages, entries, file.Path);
        return stages;
    }

    private static string CheckedName(YamlScalar key, string path, string what) =>
        AwsShapes.IsName(key.Value, longest: 64)
            ? key.Value
            : throw Fields.Error(
                path,
                key,
                $"{Shown.Quote(key.Value)} is not a {what} name: up to 64 letters, digits, '.', '_' or '-', the first a letter or digit",
                "choose another name");
}
