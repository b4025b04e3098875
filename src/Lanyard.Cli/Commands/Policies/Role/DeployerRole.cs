using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Trust;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>A role that people take on to deploy.</summary>
internal static class DeployerRole
{
    private const string Example = "lanyard policy role --deployer --trust Developer --template template.yaml --account 111111111111";

    public static RolePlan Plan(RoleInput input, RoleRights rights)
    {
        if (input.Trust.Count == 0)
        {
            throw new UsageException("nobody is named who takes the role on: --trust", Example);
        }

        ImmutableArray<TrustedPrincipal> principals = [.. input.Trust.Select(text => TrustedPrincipal.Read(text, rights.Facts.Partition, rights.Account))];
        var trust = TrustPolicy.Of(new DeployerTrust(principals, input.RequireMfa, input.ExternalId).Statements());
        var name = rights.RoleName("-deploy");
        var (policies, attached, generated) = Rights(rights, name);
        var maxSession = RoleCommand.MaxSession(input);
        return new RolePlan(rights.Account)
        {
            Policies = policies,
            Roles = [new PlannedRole(name, "people deploy with it", trust, attached, maxSession) { Boundary = rights.RoleBoundary }],
            Settings = [.. Settings(input, rights, rights.Arn("role", name), principals, maxSession)],
            Notes = [.. Notes(input, principals, maxSession)],
            Generated = generated,
        };
    }

    /// <summary>Gives the policies of a role that deploys: those that were given, or what is generated.</summary>
    public static (ImmutableArray<PlannedPolicy> Policies, ImmutableArray<string> Attached, ImmutableArray<Generate.GeneratedPolicy> Generated) Rights(RoleRights rights, string name)
    {
        var input = rights.Input;
        if (input.Policies.Count == 0 && input.Generate.Templates.Count == 0 && input.Generate.Framework is null && input.CloudFormationRole is null)
        {
            throw new UsageException("what the role may do isn't said: --template, --framework, or --policy with a file or an ARN", Example);
        }

        // Given policies are what the role may do itself; stacks that deploy with a role of their own come beside them.
        ImmutableArray<Generate.GeneratedPolicy> generated = input.CloudFormationRole is { } role ? [rights.Caller(role)]
            : input.Policies.Count > 0 ? []
            : rights.IsCdk ? [rights.Caller(rights.BootstrapRole())]
            : rights.Generated("deployer", null);
        var policies = RoleRights.Named(name, "what deploying takes", [.. rights.Given, .. generated.Select(p => p.Document)]);
        return (policies, [.. rights.GivenArns, .. policies.Select(p => p.Name)], generated);
    }

    private static IEnumerable<Excerpt> Settings(RoleInput input, RoleRights rights, string arn, ImmutableArray<TrustedPrincipal> principals, TimeSpan? maxSession)
    {
        // A principal that the trust policy names itself needs nothing else within the account.
        if (principals.Any(p => p is not TrustedPrincipal.Entity entity || !entity.Arn.Contains($"::{rights.Account}:", StringComparison.Ordinal)))
        {
            yield return new Excerpt("for those who take it on, in their permission set or group", null, "json",
                $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "{{arn}}" } }""");
        }

        var account = rights.Account;
        var mfa = input.RequireMfa ? $"\nmfa_serial = arn:{rights.Facts.Partition}:iam::{account}:mfa/DEVICE" : "";
        var external = input.ExternalId is { } id ? $"\nexternal_id = {id}" : "";
        var duration = maxSession is { } longest && !IsChained(principals) ? string.Create(CultureInfo.InvariantCulture, $"\nduration_seconds = {(int)longest.TotalSeconds}") : "";
        yield return new Excerpt("a profile that takes it on", "~/.aws/config", "ini", $"[profile {arn[(arn.LastIndexOf('/') + 1)..]}]\nrole_arn = {arn}\nsource_profile = YOUR-PROFILE{mfa}{external}{duration}");
        if (!input.RequireMfa && input.ExternalId is null)
        {
            yield return new Excerpt("or a stage, reached from another one", "lanyard.yaml", "yaml",
                $"stages:\n  {input.Generate.Options.Stage ?? "prod"}:\n    account: \"{account}\"\n    region: {rights.Facts.Region ?? "REGION"}\n    access: {{ role: \"{arn}\", from: dev }}");
        }
    }

    private static IEnumerable<string> Notes(RoleInput input, ImmutableArray<TrustedPrincipal> principals, TimeSpan? maxSession)
    {
        foreach (var account in principals.OfType<TrustedPrincipal.WholeAccount>())
        {
            yield return $"{account.Arn} trusts the account: whoever in it may call sts:AssumeRole on the role by their own policies takes it on";
        }

        foreach (var set in principals.OfType<TrustedPrincipal.PermissionSet>())
        {
            yield return $"{set.Name} is trusted as a permission set of Identity Center, by its role's ARN up to the part that changes; a permission set whose name begins with {set.Name}_ fits too";
        }

        foreach (var role in principals.OfType<TrustedPrincipal.Entity>().Where(entity => input.RequireMfa && entity.IsRole))
        {
            yield return $"a session of {role.Arn} says that MFA was used only if a code was given when that role was taken on";
        }

        if (maxSession is not null && IsChained(principals))
        {
            yield return "a role that is taken on with another role's session, as one of Identity Center is, lasts an hour at most, whatever --max-session says";
        }
    }

    private static bool IsChained(ImmutableArray<TrustedPrincipal> principals) => principals.Any(p => p is TrustedPrincipal.PermissionSet or TrustedPrincipal.Entity { IsRole: true });
}
