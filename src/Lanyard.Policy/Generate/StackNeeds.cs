using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>What CloudFormation itself looks up for a template with the deployment's rights: stored parameters, dynamic references, macros.</summary>
internal static partial class StackNeeds
{
    private const NeedPhases Always = NeedPhases.Create | NeedPhases.Update | NeedPhases.Rollback;
    private const string Parameters = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html";
    private const string References = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html";
    private const string Zones = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getavailabilityzones.html";
    private const string Includes = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html";
    private const string Macros = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html";

    // The page says that values of these types are looked up in the account; which call does it, their names tell.
    private static readonly Dictionary<string, string> LookUps = new(StringComparer.Ordinal)
    {
        ["AWS::EC2::AvailabilityZone::Name"] = "ec2:DescribeAvailabilityZones",
        ["AWS::EC2::Image::Id"] = "ec2:DescribeImages",
        ["AWS::EC2::Instance::Id"] = "ec2:DescribeInstances",
        ["AWS::EC2::KeyPair::KeyName"] = "ec2:DescribeKeyPairs",
        ["AWS::EC2::SecurityGroup::GroupName"] = "ec2:DescribeSecurityGroups",
        ["AWS::EC2::SecurityGroup::Id"] = "ec2:DescribeSecurityGroups",
        ["AWS::EC2::Subnet::Id"] = "ec2:DescribeSubnets",
        ["AWS::EC2::Volume::Id"] = "ec2:DescribeVolumes",
        ["AWS::EC2::VPC::Id"] = "ec2:DescribeVpcs",
        ["AWS::Route53::HostedZone::Id"] = "route53:GetHostedZone",
        ["AWS::SSM::Parameter::Name"] = "ssm:GetParameters",
    };

    // Those whose work is done here, as far as what they work with is at hand.
    private static readonly string[] Known = ["AWS::Serverless-2016-10-31", "AWS::Include", "AWS::LanguageExtensions"];

    /// <summary>Says which transforms do what nobody can know from the template.</summary>
    public static IEnumerable<string> Notes(DeployedTemplate template) => template.Transforms.Where(t => !Known.Contains(t)).Select(t => t.StartsWith("AWS::", StringComparison.Ordinal)
        ? $"what the transform {t} adds to the template isn't in the policy"
        : $"what the macro {t} adds to the template, or changes in it, can't be known: it is a function of its owner's");

    public static void Add(DeployedTemplate template, NeedList needs)
    {
        var facts = template.Facts;
        AddParameters(template, needs);
        foreach (var (name, key) in template.StoredParameters)
        {
            needs.Add(Documented("ssm:GetParameters", ParameterArn(facts, key ?? "*"), $"the template's parameter {name} is read from the Parameter Store", Parameters));
        }

        var asked = new Asked();
        asked.Walk(template.Root);
        foreach (var text in asked.References)
        {
            foreach (Match reference in Reference().Matches(text))
            {
                AddReference(facts, reference, needs);
            }
        }

        if (asked.Zones)
        {
            needs.Add(Documented("ec2:DescribeAvailabilityZones", "*", "the template asks for the Region's Availability Zones", Zones));
        }

        foreach (var address in template.Included)
        {
            needs.Add(new Need("s3:GetObject", TemplateNeeds.Stars(Addresses.Object(address, facts.Partition)), Always, NeedEvidence.Inferred, $"the template includes {address}") { Source = Includes });
        }

        foreach (var transform in template.Transforms)
        {
            // AWS's own run by themselves; others are Lambda functions that the deployment's rights invoke.
            var (account, name) = transform.StartsWith("AWS::", StringComparison.Ordinal) ? ("aws", transform[5..]) : (facts.Account ?? "*", transform);
            needs.Add(Documented(
                "cloudformation:CreateChangeSet", $"arn:{facts.Partition}:cloudformation:{facts.Region ?? "*"}:{account}:transform/{name}", $"the template is put through the macro {transform}", Macros));
            if (account != "aws")
            {
                needs.Add(Documented(
                    "lambda:InvokeFunction", $"arn:{facts.Partition}:lambda:{facts.Region ?? "*"}:{account}:function:*", $"the macro {transform} is a function whose name the template doesn't tell", Macros));
            }
        }
    }

    private static void AddParameters(DeployedTemplate template, NeedList needs)
    {
        foreach (var parameter in template.Root.Find("Parameters")?.Members ?? [])
        {
            var (name, type) = (parameter.Name.Value, parameter.Value.Find("Type")?.Text ?? "");
            if (LookUps.GetValueOrDefault(InnerType().Replace(type, "${type}")) is { } action)
            {
                // What the Parameter Store keeps isn't known, and neither is what a deployment gives instead of a default.
                var value = type.Contains('<', StringComparison.Ordinal) ? null : template.Facts.Parameters.GetValueOrDefault(name);
                var resource = action switch
                {
                    "ssm:GetParameters" => ParameterArn(template.Facts, value ?? "*"),
                    "route53:GetHostedZone" => $"arn:{template.Facts.Partition}:route53:::hostedzone/{value ?? "*"}",
                    _ => "*",
                };
                needs.Add(new Need(action, resource, Always, NeedEvidence.Inferred, $"the template's parameter {name} is looked up, as its type {type} asks") { Source = Parameters });
            }
        }
    }

    private static void AddReference(DeploymentFacts facts, Match reference, NeedList needs)
    {
        var (service, rest) = (reference.Groups["service"].Value, NameIn(reference.Groups["rest"].Value));
        var named = rest.StartsWith("arn:", StringComparison.Ordinal) ? string.Join(':', rest.Split(':').Take(7)) : rest.Split(':')[0];
        if (service == "secretsmanager")
        {
            var arn = named.StartsWith("arn:", StringComparison.Ordinal) ? named : $"arn:{facts.Partition}:secretsmanager:{facts.Region ?? "*"}:{facts.Account ?? "*"}:secret:{named}-{Addresses.SecretSuffix}";
            foreach (var secret in Addresses.Secrets(TemplateNeeds.Stars(arn)))
            {
                needs.Add(Documented("secretsmanager:GetSecretValue", secret, "a dynamic reference reads the secret", References));
            }

            return;
        }

        // "ssm" and "ssm-secure"; the version stands behind the name.
        needs.Add(Documented("ssm:GetParameters", ParameterArn(facts, named), "a dynamic reference reads the parameter", References));
    }

    private static string NameIn(string text) => TemplateNeeds.Stars(Variables.Replace(text, _ => Placeholder.Mark.ToString()));

    private static string ParameterArn(DeploymentFacts facts, string key) =>
        $"arn:{facts.Partition}:ssm:{facts.Region ?? "*"}:{facts.Account ?? "*"}:parameter/{key.TrimStart('/')}";

    private static Need Documented(string action, string resource, string reason, string page) => new(action, resource, Always, NeedEvidence.Documented, reason) { Source = page };

    /// <summary>What a template asks for at any place of it.</summary>
    private sealed class Asked
    {
        public List<string> References { get; } = [];

        public bool Zones { get; private set; }

        public void Walk(JsonNode node)
        {
            if (node.Kind == JsonNodeKind.Text && node.Text.Contains("{{resolve:", StringComparison.Ordinal))
            {
                References.Add(node.Text);
            }

            foreach (var member in node.Members)
            {
                Zones |= member.Name.Value == "Fn::GetAZs";
                Walk(member.Value);
            }

            foreach (var item in node.Items)
            {
                Walk(item);
            }
        }
    }

    // `List<AWS::EC2::Subnet::Id>` and `AWS::SSM::Parameter::Value<List<…>>` are looked up as what they hold.
    [GeneratedRegex("^(?:AWS::SSM::Parameter::Value<)?(?:List<)?(?<type>AWS::[A-Za-z0-9:]+?)>{0,2}$")]
    private static partial Regex InnerType();

    [GeneratedRegex(@"\{\{resolve:(?<service>ssm|ssm-secure|secretsmanager):(?<rest>[^}]+(\}[^}]+)*?)\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
