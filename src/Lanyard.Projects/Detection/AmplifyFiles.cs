using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>
/// Amplify. Gen 1 keeps each environment's profile in <c>local-aws-info.json</c> and its resources in
/// <c>team-provider-info.json</c>; Gen 2 declares neither.
/// </summary>
internal static class AmplifyFiles
{
    private const string Local = "amplify/.config/local-aws-info.json";
    private const string Team = "amplify/team-provider-info.json";
    private const string Config = "amplify/.config/project-config.json";

    public static void Read(ProjectFolder folder, PackageFile package, Findings findings)
    {
        foreach (var backend in new[] { "amplify/backend.ts", "amplify/backend.js", "amplify/backend.mts" })
        {
            if (folder.File(backend).Bytes is not null)
            {
                findings.Tool("amplify-gen2", "Amplify Gen 2", package.VersionOf("@aws-amplify/backend"), package.PlaceOf("@aws-amplify/backend") ?? new FilePlace(backend, 1));
                return;
            }
        }

        var config = findings.Tree(folder, Config);
        var team = findings.Tree(folder, Team);
        var local = findings.Tree(folder, Local);
        if ((config ?? team ?? local) is null)
        {
            return;
        }

        findings.Tool("amplify-gen1", "Amplify Gen 1", config.TextAt("version")?.Value, new FilePlace(config is not null ? Config : team is not null ? Team : Local, 1));
        if (config.TextAt("projectName") is { } name)
        {
            findings.Project(name.Value, "projectName", new FilePlace(Config, name.Line));
        }

        foreach (var environment in team?.Entries ?? [])
        {
            ReadTeam(environment, findings);
        }

        foreach (var environment in local?.Entries ?? [])
        {
            ReadLocal(environment, findings);
        }
    }

    private static void ReadTeam(YamlEntry environment, Findings findings)
    {
        var stage = environment.Key.Value;
        findings.Stage(stage, stage, new FilePlace(Team, environment.Key.Line));
        var cloud = environment.Value.At("awscloudformation");
        if (cloud.TextAt("Region") is { } region)
        {
            findings.Value(DeclarationKind.Region, stage, region.Value, $"{stage}.awscloudformation.Region", new FilePlace(Team, region.Line));
        }

        foreach (var key in new[] { "AuthRoleArn", "UnauthRoleArn", "StackId" })
        {
            if (cloud.TextAt(key) is { } arn && arn.Value.Split(':') is [_, _, _, _, var account, ..] && account.Length > 0)
            {
                findings.Value(DeclarationKind.Account, stage, account, $"{stage}.awscloudformation.{key}", new FilePlace(Team, arn.Line));
                return;
            }
        }
    }

    private static void ReadLocal(YamlEntry environment, Findings findings)
    {
        var stage = environment.Key.Value;
        findings.Stage(stage, stage, new FilePlace(Local, environment.Key.Line));
        if (environment.Value.TextAt("profileName") is { } profile && environment.Value.At("useProfile") is not YamlScalar { Value: "false" })
        {
            findings.Value(DeclarationKind.Profile, stage, profile.Value, $"{stage}.profileName", new FilePlace(Local, profile.Line));
        }
    }
}
