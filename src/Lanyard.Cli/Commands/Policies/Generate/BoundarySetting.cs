namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>How each deploy tool is told to give the roles that it makes a permissions boundary.</summary>
internal static class BoundarySetting
{
    /// <summary>Gives the setting.</summary>
    /// <param name="tool">The deploy tool.</param>
    /// <param name="arn">The boundary's ARN.</param>
    public static string Of(string tool, string arn) => tool switch
    {
        "serverless" => $"in serverless.yml `provider.iam.role.permissionsBoundary: {arn}`",
        "cdk" or "sst" or "amplify" => $$"""in cdk.json `"context": { "@aws-cdk/core:permissionsBoundary": { "name": "{{arn[(arn.LastIndexOf('/') + 1)..]}}" } }`""",
        "amplify-gen1" => $"with `amplify env update --permissions-boundary {arn}`",
        "sam" => $"in template.yaml `Globals: {{ Function: {{ PermissionsBoundary: {arn} }} }}`",
        _ => $"in the template `PermissionsBoundary: {arn}` of each role",
    };
}
