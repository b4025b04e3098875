using System.Globalization;
using System.Text;

namespace Lanyard.Cli.Commands.Policies.Generate.Formats;

/// <summary>Writes policies as resources of Terraform's AWS provider.</summary>
internal static class TerraformOutput
{
    private const string Role = "service_role";

    // IAM's 128 characters without what the provider puts behind a prefix.
    private const int LongestPrefix = 100;

    public static string Write(IReadOnlyList<GeneratedPolicy> policies, DeployedPolicies how)
    {
        var blocks = new List<string>();
        var ofRole = new List<string>();
        foreach (var (number, policy) in policies.GroupBy(p => p.For).SelectMany(group => group.Select((policy, at) => (at + 1, policy))))
        {
            var label = LabelOf(policy.For) + (number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{number}"));
            blocks.Add(Policy(label, policy, how));
            if (policy.For == GeneratedPolicy.ServiceRole)
            {
                ofRole.Add(label);
            }
        }

        if (how.MakesServiceRole && ofRole.Count > 0)
        {
            blocks.Add(RoleOf(how));
            blocks.AddRange(ofRole.Select(label => $$"""
                resource "aws_iam_role_policy_attachment" "{{label}}" {
                  role       = aws_iam_role.{{Role}}.name
                  policy_arn = aws_iam_policy.{{label}}.arn
                }

                """.ReplaceLineEndings("\n")));
        }

        if (how.AccountStandIn is { } standIn && blocks.Any(block => block.Contains(standIn, StringComparison.Ordinal)))
        {
            blocks = ["data \"aws_caller_identity\" \"current\" {}\n", .. blocks.Select(block => block.Replace(standIn, "${data.aws_caller_identity.current.account_id}", StringComparison.Ordinal))];
        }

        return string.Join('\n', blocks);
    }

    private static string Policy(string label, GeneratedPolicy policy, DeployedPolicies how)
    {
        var text = new StringBuilder($"resource \"aws_iam_policy\" \"{label}\" {{\n");
        if (DeployedPolicies.NameOf(policy.Arn) is { Name: { } name } named)
        {
            Named(text, name, named.Path, "description".Length);
        }
        else if (how.StackName is { } stack && policy.Arn is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  name_prefix = {HclOutput.Text($"{stack[..Math.Min(stack.Length, LongestPrefix - label.Length)]}-{label.Replace('_', '-')}-")}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  description = {HclOutput.Text(how.Describe(policy))}\n  policy = jsonencode(");
        HclOutput.Write(text, PolicyFormat.Node(policy.Document), 2, HclOutput.Text);
        return text.Append(")\n}\n").ToString();
    }

    private static string RoleOf(DeployedPolicies how)
    {
        var text = new StringBuilder($"resource \"aws_iam_role\" \"{Role}\" {{\n");
        if (DeployedPolicies.NameOf(how.ServiceRole) is { Name: { } name } named)
        {
            Named(text, name, named.Path, 0);
        }

        return text.Append("""
              assume_role_policy = jsonencode({
                Version = "2012-10-17"
                Statement = [
                  {
                    Effect = "Allow"
                    Principal = {
                      Service = "cloudformation.amazonaws.com"
                    }
                    Action = "sts:AssumeRole"
                  },
                ]
              })
            }

            """.ReplaceLineEndings("\n")).ToString();
    }

    private static void Named(StringBuilder text, string name, string path, int width)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {"name".PadRight(width)} = {HclOutput.Text(name)}\n");
        text.Append(path == "/" ? "" : $"  {"path".PadRight(width)} = {HclOutput.Text(path)}\n");
    }

    private static string LabelOf(string whom) => whom switch
    {
        GeneratedPolicy.Roles => "boundary",
        GeneratedPolicy.ServiceRole => Role,
        _ => "deployer",
    };
}
