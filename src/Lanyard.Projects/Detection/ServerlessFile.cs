using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>The Serverless Framework, v3 and v4, and osls, which took v3 further: <c>serverless.yml</c>, with its variables worked out for each stage.</summary>
internal static class ServerlessFile
{
    private static readonly string[] Texts = ["serverless.yml", "serverless.yaml", "serverless.json"];
    private static readonly string[] Programs = ["serverless.ts", "serverless.js", "serverless.cjs", "serverless.mjs"];

    /// <summary>Reads it.</summary>
    /// <param name="folder">The project.</param>
    /// <param name="package">Its <c>package.json</c>.</param>
    /// <param name="findings">What it says goes there.</param>
    /// <param name="asked">Stages that variables are worked out for though the file may not name them.</param>
    public static void Read(ProjectFolder folder, PackageFile package, Findings findings, IEnumerable<string>? asked = null)
    {
        foreach (var name in Texts)
        {
            if (folder.File(name) is { Bytes: null, Problem: null })
            {
                continue;
            }

            var root = findings.Tree(folder, name);
            AddTool(root, name, package, findings);
            if (root is not null)
            {
                new Reading(root, name, findings, asked ?? []).Read();
            }

            return;
        }

        if (Programs.FirstOrDefault(name => folder.File(name).Bytes is not null) is { } program)
        {
            AddTool(null, program, package, findings);
            findings.NotReadable("the file", "it is a program, and none is run", new FilePlace(program, 1));
        }
    }

    private static void AddTool(YamlMapping? root, string file, PackageFile package, Findings findings)
    {
        var framework = root.TextAt("frameworkVersion");
        var at = framework is null ? null : new FilePlace(file, framework.Line);
        var isOsls = package.PlaceOf("osls") is not null;
        var name = isOsls ? "osls" : "serverless";
        var version = package.VersionOf(name);
        if (PackageFile.MajorOf(version) is null && !isOsls)
        {
            version = framework?.Value ?? version;
        }

        var major = PackageFile.MajorOf(version) is { } number ? FormattableString.Invariant($"{number}") : null;
        findings.Tool(
            major is null ? name : $"{name}-{major}", (isOsls ? "osls" : "Serverless Framework") + (major is null ? "" : $" v{major}"), version,
            package.PlaceOf(name) ?? at ?? new FilePlace(file, 1));
    }

    /// <summary>One file as it is read.</summary>
    private sealed class Reading(YamlMapping root, string file, Findings findings, IEnumerable<string> asked)
    {
        private readonly ServerlessVariables _variables = new(root);

        public void Read()
        {
            if (root.TextAt("service") is { } service && !service.Value.Contains('$'))
            {
                findings.Project(service.Value, "service", At(service));
            }

            ReadStages();
            ReadSetting(DeclarationKind.Profile, value => value, "provider", "profile");
            ReadSetting(DeclarationKind.Region, value => value, "provider", "region");
            foreach (var keys in new string[][] { ["provider", "iam", "deploymentRole"], ["provider", "deploymentRole"], ["provider", "cfnRole"] })
            {
                ReadSetting(DeclarationKind.Account, AwsShapes.AccountOfRole, keys);
            }

            ReadAccounts();
            ReadResolvers();
        }

        private void ReadStages()
        {
            if (root.TextAt("provider", "stage") is { } stage)
            {
                // Its own value when nobody gives one on the command line.
                var first = _variables.Expand(stage, "");
                if (first.Text is { Length: > 0 } name)
                {
                    findings.Stage(name, "provider.stage", At(stage));
                }
            }

            foreach (var (list, path) in new[] { (root.EntriesAt("params"), "params"), (root.EntriesAt("stages"), "stages") })
            {
                foreach (var entry in list.Where(entry => entry.Key.Value != "default"))
                {
                    findings.Stage(entry.Key.Value, $"{path}.{entry.Key.Value}", At(entry.Key));
                }
            }

            foreach (var keys in new string[][] { ["provider", "profile"], ["provider", "region"], ["provider", "iam", "deploymentRole"], ["provider", "deploymentRole"] })
            {
                foreach (var (path, key) in root.TextAt(keys) is { } text ? _variables.KeysByStage(text.Value) : [])
                {
                    if (key.Value is not ("default" or "other"))
                    {
                        findings.Stage(key.Value, $"{path}.{key.Value}", At(key));
                    }
                }
            }
        }

        private void ReadSetting(DeclarationKind kind, Func<string, string?> read, params string[] keys)
        {
            var setting = string.Join('.', keys);
            if (root.TextAt(keys) is not { } text)
            {
                return;
            }

            if (!text.Value.Contains("${", StringComparison.Ordinal))
            {
                Add(null, new ServerlessValue(text.Value, text.Line, null));
                return;
            }

            // Any stage that nothing is written of, then each that something is.
            Add(null, _variables.Expand(text, "\0"));
            foreach (var stage in findings.Declarations.Where(d => d.Kind == DeclarationKind.Stage && d.Place.File == file).Select(d => d.Value).Concat(asked).Distinct().ToArray())
            {
                Add(stage, _variables.Expand(text, stage));
            }

            void Add(string? stage, ServerlessValue value)
            {
                if (value.Problem is { } problem)
                {
                    findings.NotReadable(setting, problem, At(text));
                }
                else if (value.Text is { Length: > 0 } found && !found.Contains('\0') && read(found) is { } plain)
                {
                    findings.Value(kind, stage, plain, setting, new FilePlace(file, value.Line));
                }
            }
        }

        // { custom: { accounts: { dev: "111111111111" } }, params: { dev: { accountId: … } } }
        private void ReadAccounts()
        {
            foreach (var map in root.EntriesAt("custom").Where(entry => SpeaksOfAccounts(entry.Key.Value)))
            {
                foreach (var entry in (map.Value as YamlMapping)?.Entries ?? [])
                {
                    Account(entry.Key.Value, entry.Value, $"custom.{map.Key.Value}.{entry.Key.Value}");
                }
            }

            foreach (var (list, path) in new[] { ("params", "params"), ("stages", "stages") })
            {
                foreach (var stage in root.EntriesAt(list))
                {
                    foreach (var entry in list == "stages" ? stage.Value.EntriesAt("params") : stage.Value.EntriesAt())
                    {
                        if (SpeaksOfAccounts(entry.Key.Value))
                        {
                            Account(stage.Key.Value == "default" ? null : stage.Key.Value, entry.Value, $"{path}.{stage.Key.Value}.{entry.Key.Value}");
                        }
                    }
                }
            }

            void Account(string? stage, YamlNode node, string setting)
            {
                if (node is YamlScalar { Value: var value } && AwsShapes.IsAccount(value))
                {
                    findings.Value(DeclarationKind.Account, stage, value, setting, At(node));
                }
            }

            static bool SpeaksOfAccounts(string key) => key.Contains("account", StringComparison.OrdinalIgnoreCase);
        }

        // v4: stages.<stage>.resolvers.<name>: { type: aws, profile, region }, chosen by provider.resolver.
        private void ReadResolvers()
        {
            var chosen = root.TextAt("provider", "resolver")?.Value;
            foreach (var stage in root.EntriesAt("stages"))
            {
                foreach (var resolver in stage.Value.EntriesAt("resolvers").Where(r => (chosen is null || r.Key.Value == chosen) && r.Value.TextAt("type")?.Value == "aws"))
                {
                    foreach (var (kind, key) in new[] { (DeclarationKind.Profile, "profile"), (DeclarationKind.Region, "region") })
                    {
                        if (resolver.Value.TextAt(key) is { } text)
                        {
                            var name = stage.Key.Value == "default" ? null : stage.Key.Value;
                            var value = _variables.Expand(text, name ?? "\0");
                            if (value.Text is { Length: > 0 } found && !found.Contains('\0'))
                            {
                                findings.Value(kind, name, found, $"stages.{stage.Key.Value}.resolvers.{resolver.Key.Value}.{key}", new FilePlace(file, value.Line));
                            }
                        }
                    }
                }
            }
        }

        private FilePlace At(YamlNode node) => new(file, node.Line);
    }
}
