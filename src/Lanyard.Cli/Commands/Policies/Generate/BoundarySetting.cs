namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>How each deploy tool is told to give the roles that it makes a permissions boundary.</summary>
internal static class BoundarySetting
{
    /// <summary>Gives the setting.</summary>
    /// <param name="tool">The deploy tool.</param>
    /// <param name="arn">The boundary's ARN.</param>
    /// <param name="without">The roles that have none.</param>
    public static string Of(string tool, string arn, IReadOnlyCollection<string> without)
    {
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        return tool switch
        {
            "serverless" or "serverless-4" => $"in serverless.yml `provider.iam.role.permissionsBoundary: {arn}`{Extensions(arn, without)}",
            "cdk" => $$"""in cdk.json `"context": { "@aws-cdk/core:permissionsBoundary": { "name": "{{name}}" } }`""",
            "sst2" => $"in sst.config.ts's stacks(app) {Construct("app", name)}",
            "sst" or "sst-bootstrap" => $"in sst.config.ts's run() `$transform(aws.iam.Role, (args) => {{ args.permissionsBoundary = \"{arn}\" }})`",
            "amplify" => $"in amplify/backend.ts {Construct("backend.stack", name)}",
            "amplify-gen1" => $"with `amplify env update --permissions-boundary {arn}`",
            "pulumi" => $"in the program `permissionsBoundary: \"{arn}\"` of each role",
            "sam" => $"in template.yaml `Globals: {{ Function: {{ PermissionsBoundary: {arn} }} }}`, and of roles of your own `PermissionsBoundary: {arn}`",
            _ => $"in the template `PermissionsBoundary: {arn}` of each role",
        };
    }

    // The setting is for the functions' role alone; that of the framework's own custom resources is made without it.
    private static string Extensions(string arn, IReadOnlyCollection<string> without) =>
        without.FirstOrDefault(role => role != "IamRoleLambdaExecution") is { } other ? $" for IamRoleLambdaExecution, and `resources.extensions.{other}.Properties.PermissionsBoundary: {arn}` and the like for others" : "";

    // With aws-cdk-lib/aws-iam as iam; it holds for every role below.
    private static string Construct(string scope, string name) =>
        $"`iam.PermissionsBoundary.of({scope}).apply(iam.ManagedPolicy.fromManagedPolicyName({scope}, \"Boundary\", \"{name}\"))`";
}
