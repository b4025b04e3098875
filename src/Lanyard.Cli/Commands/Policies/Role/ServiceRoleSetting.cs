using System.Collections.Immutable;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>How each deploy tool is told to let CloudFormation deploy with a role.</summary>
internal static class ServiceRoleSetting
{
    // Of the root stack that Amplify Gen 1's CLI makes for an environment.
    private static readonly string[] Gen1Parameters = ["DeploymentBucketName", "AuthRoleName", "UnauthRoleName"];

    /// <summary>Gives the settings.</summary>
    /// <param name="rights">The deployment.</param>
    /// <param name="role">The role's ARN.</param>
    /// <param name="policies">The ARNs of its policies.</param>
    public static ImmutableArray<Excerpt> Of(RoleRights rights, string role, IEnumerable<string> policies) => rights.Tool switch
    {
        "serverless" or "serverless-4" =>
        [
            new Excerpt("let Serverless Framework and osls deploy with the role", "serverless.yml", "yaml", $"provider:\n  iam:\n    deploymentRole: {role}"),
        ],
        "sam" =>
        [
            new Excerpt("let SAM deploy with the role", "samconfig.toml", "toml", $"[default.deploy.parameters]\nrole_arn = \"{role}\""),
            new Excerpt("or say it each time", null, "sh", $"sam deploy --role-arn {role}"),
        ],
        "cdk" => Bootstrap(rights, policies),
        "amplify" =>
        [
            new Excerpt("let the bootstrap's execution role, with which Amplify deploys, have these policies", null, "sh", $"npx cdk bootstrap aws://{rights.Account}/{Region(rights)} --cloudformation-execution-policies {string.Join(',', policies)}{Boundary(rights)}"),
        ],
        "amplify-gen1" =>
        [
            // "UpdateStack", CloudFormation API Reference: without RoleARN it uses the role that was associated with the stack before. A role alone is no change.
            new Excerpt("let the environment's stack deploy with the role from now on", null, "sh",
                $"aws cloudformation update-stack --stack-name {rights.Facts.StackName ?? "amplify-APP-ENV-ID"} --use-previous-template --capabilities CAPABILITY_NAMED_IAM"
                + string.Concat(Gen1Parameters.Select((name, at) => $"{(at == 0 ? " --parameters" : "")} ParameterKey={name},UsePreviousValue=true"))
                + $" --tags Key=deployed-with,Value={role[(role.LastIndexOf('/') + 1)..]} --role-arn {role}"),
        ],
        RoleRights.Sst2 =>
        [
            new Excerpt("let SST 2 deploy with the role", "sst.config.ts", "ts", $"config() {{\n  return {{ name: \"{rights.Input.Generate.App ?? "orders"}\", region: \"{Region(rights)}\", cdk: {{ cloudFormationExecutionRole: \"{role}\" }} }};\n}}"),
        ],
        _ =>
        [
            new Excerpt("let CloudFormation deploy with the role", null, "sh", $"aws cloudformation deploy --template-file {rights.Input.Generate.Templates.FirstOrDefault(t => t != "-") ?? "template.yaml"} --stack-name {rights.Facts.StackName ?? "STACK"} --role-arn {role}"),
        ],
    };

    private static ImmutableArray<Excerpt> Bootstrap(RoleRights rights, IEnumerable<string> policies)
    {
        var command = $"npx cdk bootstrap aws://{rights.Account}/{Region(rights)} --cloudformation-execution-policies {string.Join(',', policies)}{Boundary(rights)}";
        const string Title = "let the bootstrap's execution role, with which CDK deploys, have these policies";
        return rights.HasOwnBootstrap && rights.Qualifier is var own
            ?
            [
                new Excerpt("let the app use a bootstrap of its own", "cdk.json", "json", $$"""{ "context": { "@aws-cdk/core:bootstrapQualifier": "{{own}}" } }"""),
                new Excerpt(Title, null, "sh", $"{command} --qualifier {own} --toolkit-stack-name CDKToolkit-{own}"),
            ]
            : [new Excerpt(Title, null, "sh", command)];
    }

    // The bootstrap takes its execution role's boundary by name, with its path.
    private static string Boundary(RoleRights rights) => rights.RoleBoundary is { } arn ? $" --custom-permissions-boundary {arn[(arn.IndexOf("policy/", StringComparison.Ordinal) + "policy/".Length)..]}" : "";

    private static string Region(RoleRights rights) => rights.Facts.Region ?? "REGION";
}
