using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>AWS SAM: an environment of <c>samconfig.toml</c> is a stage, and its tables name profile, Region and role.</summary>
internal static class SamFile
{
    private const string Transform = "AWS::Serverless-2016-10-31";
    private static readonly string[] Configs = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];
    private static readonly string[] Templates = ["template.yaml", "template.yml", "template.json"];

    public static void Read(ProjectFolder folder, Findings findings)
    {
        var config = Configs.FirstOrDefault(name => folder.File(name) is { Bytes: not null } or { Problem: not null });
        var template = Templates.FirstOrDefault(name => folder.Text(name)?.Contains(Transform, StringComparison.Ordinal) == true);
        if (config is null && (template is null || findings.Tools.Count > 0))
        {
            return;
        }

        var place = template is null ? new FilePlace(config!, 1) : new FilePlace(template, TemplateFiles.LineOf(folder.Text(template)!, Transform) ?? 1);
        findings.Tool("sam", "AWS SAM", null, place);
        foreach (var environment in config is not null && findings.Tree(folder, config) is { } root ? root.Entries : [])
        {
            ReadEnvironment(environment, config!, findings);
        }
    }

    private static void ReadEnvironment(YamlEntry environment, string file, Findings findings)
    {
        if (environment.Value is not YamlMapping commands)
        {
            // The file's own version.
            return;
        }

        // What `global` says holds for every command of the environment; a deployment is what a stage is about.
        var tables = new[] { ("deploy", commands.At("deploy", "parameters")), ("global", commands.At("global", "parameters")) };
        var stage = environment.Key.Value == "default" ? StageOfDefault(tables.Select(t => t.Item2)) : environment.Key.Value;
        if (stage is not null)
        {
            findings.Stage(stage, environment.Key.Value, new FilePlace(file, environment.Key.Line));
        }

        foreach (var (key, kind) in new[] { ("profile", DeclarationKind.Profile), ("region", DeclarationKind.Region), ("role_arn", DeclarationKind.Account) })
        {
            foreach (var (command, table) in tables)
            {
                if (table.TextAt(key) is { } text)
                {
                    var value = kind == DeclarationKind.Account ? AwsShapes.AccountOfRole(text.Value) : text.Value;
                    if (value is not null)
                    {
                        findings.Value(kind, stage, value, $"{environment.Key.Value}.{command}.parameters.{key}", new FilePlace(file, text.Line));
                    }

                    break;
                }
            }
        }
    }

    // `default` is what is taken without --config-env; which stage that is, its parameters or its stack's name tell.
    private static string? StageOfDefault(IEnumerable<YamlNode?> tables)
    {
        foreach (var table in tables)
        {
            foreach (var part in table.TextAt("parameter_overrides")?.Value.Split((char[])[' ', '"', ','], StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                if (part.Split('=') is [var name, { Length: > 0 } value] && name is "Stage" or "StageName" or "Environment" or "Env" or "stage" or "environment" or "env")
                {
                    return value;
                }
            }

            if (StageWords.StageIn(table.TextAt("stack_name")?.Value) is { } word)
            {
                return word;
            }
        }

        return null;
    }
}
