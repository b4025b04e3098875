using System.Globalization;
using System.Text;

namespace Lanyard.Cli.Commands.Policies.Generate.Formats;

/// <summary>Writes policies as a CloudFormation template that makes them.</summary>
internal static class CloudFormationOutput
{
    private const string Role = "ServiceRole";

    public static string Write(IReadOnlyList<GeneratedPolicy> policies, DeployedPolicies how)
    {
        var text = new StringBuilder("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n");
        var ofRole = new List<string>();
        foreach (var (number, policy) in policies.GroupBy(p => p.For).SelectMany(group => group.Select((policy, at) => (at + 1, policy))))
        {
            var id = IdOf(policy.For) + (number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture));
            text.Append(CultureInfo.InvariantCulture, $"  {id}:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n");
            text.Append(CultureInfo.InvariantCulture, $"      Description: {YamlOutput.Text(how.Describe(policy))}\n");
            Named(text, "ManagedPolicyName", DeployedPolicies.NameOf(policy.Arn));
            text.Append("      PolicyDocument:\n");
            YamlOutput.Write(text, PolicyFormat.Node(policy.Document), 8, value => Text(value, how.AccountStandIn));
            if (policy.For == GeneratedPolicy.ServiceRole)
            {
                ofRole.Add(id);
            }
        }

        if (how.MakesServiceRole && ofRole.Count > 0)
        {
            WriteRole(text, ofRole, how);
        }

        return text.ToString();
    }

    private static void WriteRole(StringBuilder text, IEnumerable<string> policies, DeployedPolicies how)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {Role}:\n    Type: AWS::IAM::Role\n    Properties:\n");
        Named(text, "RoleName", DeployedPolicies.NameOf(how.ServiceRole));
        text.Append("""
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Principal:
                          Service: cloudformation.amazonaws.com
                        Action: sts:AssumeRole
                  ManagedPolicyArns:

            """.ReplaceLineEndings("\n"));
        text.AppendJoin("", policies.Select(id => $"        - !Ref {id}\n"));
    }

    private static void Named(StringBuilder text, string property, (string Path, string? Name) name)
    {
        if (name.Name is { } known)
        {
            text.Append(CultureInfo.InvariantCulture, $"      {property}: {YamlOutput.Text(known)}\n");
            text.Append(name.Path == "/" ? "" : $"      Path: {YamlOutput.Text(name.Path)}\n");
        }
    }

    // A policy's own variables look like what Fn::Sub fills in; `${!` leaves them to IAM.
    private static string Text(string value, string? standIn) => standIn is not null && value.Contains(standIn, StringComparison.Ordinal)
        ? "!Sub " + YamlOutput.Text(value.Replace("${", "${!", StringComparison.Ordinal).Replace(standIn, "${AWS::AccountId}", StringComparison.Ordinal))
        : YamlOutput.Text(value);

    private static string IdOf(string whom) => whom switch
    {
        GeneratedPolicy.Roles => "BoundaryPolicy",
        GeneratedPolicy.ServiceRole => "ServiceRolePolicy",
        _ => "DeployerPolicy",
    };
}
