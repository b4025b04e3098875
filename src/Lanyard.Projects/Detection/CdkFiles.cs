using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>
/// The CDK: profile and context in <c>cdk.json</c>, and the accounts and Regions of the stacks that were synthesised last, by the CDK
/// itself or by a tool that stands on it.
/// </summary>
internal static class CdkFiles
{
    private const string Config = "cdk.json";
    private const int MaxAssemblies = 50;
    private static readonly string[] Outputs = ["cdk.out", ".sst/dist", ".amplify/artifacts/cdk.out"];
    private static readonly string[] StageTags = ["stage", "Stage", "environment", "Environment", "env", "Env"];

    public static void Read(ProjectFolder folder, PackageFile package, Findings findings)
    {
        ReadConfig(folder, package, findings);
        foreach (var output in Outputs)
        {
            ReadAssembly(folder, output, findings);
        }
    }

    /// <summary>Reads <c>cdk.json</c> alone.</summary>
    public static void ReadConfig(ProjectFolder folder, PackageFile package, Findings findings)
    {
        if (findings.Tree(folder, Config) is { } config)
        {
            // SST and Amplify stand on the CDK: then it is theirs to say.
            if (findings.Tools.Count == 0)
            {
                findings.Tool("cdk", "AWS CDK", package.VersionOf("aws-cdk") ?? package.VersionOf("aws-cdk-lib"), new FilePlace(Config, config.Line));
            }

            if (config.TextAt("profile") is { } profile)
            {
                findings.Value(DeclarationKind.Profile, null, profile.Value, "profile", new FilePlace(Config, profile.Line));
            }

            ReadContext(config.At("context"), "context", 0, findings);
        }
    }

    // People keep their accounts in the context by stage, under a name of their own: { "environments": { "dev": { "account": … } } }.
    private static void ReadContext(YamlNode? node, string path, int depth, Findings findings)
    {
        if (depth > 3)
        {
            return;
        }

        foreach (var entry in (node as YamlMapping)?.Entries ?? [])
        {
            var (stage, setting) = (entry.Key.Value, $"{path}.{entry.Key.Value}");
            if (stage.Contains('@') || stage.Contains(':'))
            {
                // A feature flag, or what a look-up remembered.
                continue;
            }

            if (entry.Value is YamlScalar { Value: var value } && AwsShapes.IsAccount(value) && path.Contains("account", StringComparison.OrdinalIgnoreCase))
            {
                findings.Stage(stage, setting, At(entry.Value));
                findings.Value(DeclarationKind.Account, stage, value, setting, At(entry.Value));
            }
            else if (entry.Value is YamlMapping settings)
            {
                ReadStage(stage, settings, setting, findings);
                ReadContext(settings, setting, depth + 1, findings);
            }
        }

        static FilePlace At(YamlNode node) => new(Config, node.Line);
    }

    private static void ReadStage(string stage, YamlMapping settings, string path, Findings findings)
    {
        foreach (var (kind, keys) in new[]
        {
            (DeclarationKind.Account, new[] { "account", "accountId", "awsAccount", "awsAccountId", "aws_account" }),
            (DeclarationKind.Region, ["region", "awsRegion"]),
            (DeclarationKind.Profile, ["profile", "awsProfile"]),
        })
        {
            if (keys.Select(key => settings.TextAt(key)).FirstOrDefault(text => text is not null) is { } value)
            {
                findings.Stage(stage, path, new FilePlace(Config, settings.Line));
                findings.Value(kind, stage, value.Value, $"{path}.{kind.ToString().ToLowerInvariant()}", new FilePlace(Config, value.Line));
            }
        }
    }

    private static void ReadAssembly(ProjectFolder folder, string output, Findings findings)
    {
        // Assemblies lie flat beside each other, so one that names itself is read once.
        var seen = new HashSet<string>(StringComparer.Ordinal) { "" };
        var open = new Queue<(string Folder, string? Stage)>([("", null)]);
        while (open.TryDequeue(out var next))
        {
            var name = next.Folder.Length == 0 ? $"{output}/manifest.json" : $"{output}/{next.Folder}/manifest.json";
            foreach (var artifact in findings.Tree(folder, name).EntriesAt("artifacts"))
            {
                if (artifact.Value.TextAt("type")?.Value is "aws:cloudformation:stack")
                {
                    ReadStack(artifact, next.Stage, name, findings);
                }
                else if (artifact.Value.TextAt("properties", "directoryName") is { } directory && AwsShapes.IsName(directory.Value, 200)
                    && seen.Count < MaxAssemblies && seen.Add(directory.Value))
                {
                    open.Enqueue((directory.Value, artifact.Value.TextAt("displayName")?.Value ?? next.Stage));
                }
            }
        }
    }

    private static void ReadStack(YamlEntry artifact, string? assembly, string file, Findings findings)
    {
        if (artifact.Value.TextAt("environment") is not { } environment || !environment.Value.StartsWith("aws://", StringComparison.Ordinal)
            || environment.Value["aws://".Length..].Split('/') is not [var account, var region])
        {
            return;
        }

        var tag = StageTags.Select(key => artifact.Value.TextAt("properties", "tags", key)?.Value).FirstOrDefault(value => value is not null);
        var stage = tag ?? StageWords.StageIn(assembly) ?? StageWords.StageIn(artifact.Key.Value);
        var place = new FilePlace(file, environment.Line);
        var setting = $"the stack {artifact.Key.Value}";
        if (stage is not null)
        {
            findings.Stage(stage, setting, place);
        }

        // An app that takes the account from who runs it says so: unknown-account.
        if (AwsShapes.IsAccount(account))
        {
            findings.Value(DeclarationKind.Account, stage, account, setting, place);
        }

        if (AwsShapes.IsRegion(region))
        {
            findings.Value(DeclarationKind.Region, stage, region, setting, place);
        }
    }
}
