using System.Collections.Immutable;
using Lanyard.Policy.Trust;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>The role that CloudFormation deploys with, and what is left for its caller.</summary>
internal static class ServiceRole
{
    public static RolePlan Plan(RoleInput input, RoleRights rights)
    {
        if (rights.Tool is "sst" or "sst-bootstrap" or "pulumi")
        {
            throw new UsageException("SST 3 and 4, as Pulumi, deploy without CloudFormation, so there is no role of its", "lanyard policy role --deployer --framework sst --trust ARN");
        }

        if (rights.Tool == "cdk-bootstrap")
        {
            throw new UsageException("the bootstrap makes the role that CloudFormation deploys CDK's stacks with: what is asked for here is what that may do", "lanyard policy role --service-role --template cdk.out --account 111111111111");
        }

        if (rights.Templates.Count == 0 && input.Policies.Count == 0)
        {
            throw new UsageException("the rights of CloudFormation's role are those on the resources: name their --template, or a --policy", "lanyard policy role --service-role --template template.yaml --stack-name orders-dev --account 111111111111");
        }

        var name = rights.RoleName("-cloudformation");
        var isBootstrap = rights.Tool is "cdk" or "amplify";
        var arn = isBootstrap ? rights.BootstrapRole() : rights.Arn("role", name);
        var generated = input.Policies.Count > 0 ? [] : rights.Generated("service-role", arn);
        var own = RoleRights.Named(name, "what CloudFormation may do to deploy the stacks", [.. rights.Given, .. generated.Select(p => p.Document)]);
        var caller = rights.Caller(arn);
        var callers = RoleRights.Named(input.Name is null ? rights.NameWith("-deploy") : $"{name}-caller", $"what a caller needs who deploys with {arn[(arn.LastIndexOf('/') + 1)..]}", [caller.Document]);
        ImmutableArray<string> policies = [.. rights.GivenArns, .. own.Select(p => p.Name)];
        return new RolePlan(rights.Account)
        {
            Policies = [.. own, .. callers],
            Roles = isBootstrap ? [] : [new PlannedRole(name, "CloudFormation deploys with it", TrustPolicy.Of([TrustStatement.CloudFormation]), policies, RoleCommand.MaxSession(input)) { Boundary = rights.RoleBoundary }],
            Settings = ServiceRoleSetting.Of(rights, arn, [.. rights.GivenArns, .. own.Select(p => rights.Arn("policy", p.Name))]),
            Notes = [.. Notes(rights, arn, callers[0].Name, isBootstrap)],
            Generated = [.. generated, caller],
        };
    }

    private static IEnumerable<string> Notes(RoleRights rights, string arn, string callers, bool isBootstrap)
    {
        yield return $"whoever may update the stack uses its role: with a template of their own, somebody with {callers} does what {arn} may do. A stack keeps its role once it has one";
        yield return $"{callers} is for whoever deploys: attach it to their group or permission set, or make a role with it: lanyard policy role --deployer --trust WHO {(isBootstrap ? "" : $"--cloudformation-role {arn} ")}{(rights.Tool is "cloudformation" or RoleRights.Sst2 ? "" : $"--framework {rights.Tool} ")}--account {rights.Account}";
        if (isBootstrap)
        {
            yield return !rights.HasOwnBootstrap && rights.Tool == "cdk"
                ? "the bootstrap is that of all CDK apps of the account and Region, and its execution role has the rights of this one alone afterwards: give the app a bootstrap of its own with --qualifier, or name the policies of the others beside"
                : "the policies take the place of AdministratorAccess, which the execution role has until they are named";
        }
        else
        {
            yield return "CloudFormation is trusted without a condition on aws:SourceAccount or aws:SourceArn: AWS documents these for its extensions and stack sets and not for a stack's role; what guards the role is who may pass it, and that within this account alone";
        }

        if (rights.Tool == "amplify-gen1")
        {
            yield return $"Amplify Gen 1 passes CloudFormation no role: its stack keeps the one that it was last updated with, and the nested stacks use that. Builds of Amplify Hosting call as the app's service role, which then needs {callers} alone";
        }

        if (rights.Tool == "sam")
        {
            yield return $"`sam delete` names no role, and {callers} deletes a stack with its role alone: aws cloudformation delete-stack --stack-name {rights.Facts.StackName ?? "STACK"} --role-arn {arn}";
        }

        if (rights.Tool == "sam" && rights.Bucket is null)
        {
            yield return "SAM makes its own bucket's stack, aws-sam-cli-managed-default, without a role: let an administrator deploy once with --resolve-s3, or name a bucket with --bucket";
        }

        if (rights.Tool == "sam" && Generate.GenerateCommand.HasImages(rights.Templates))
        {
            yield return "SAM makes the repositories of its images in a stack without a role, too (--resolve-image-repos): let an administrator deploy once with it, or make a repository and name it with --image-repository";
        }
    }
}
