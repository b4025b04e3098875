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

    // Those whose work is done here, as far as what they work with is at hand.
    private static readonly string[] Known = ["AWS::Serverless-2016-10-31", "AWS::Include", "AWS::LanguageExtensions"];

    /// <summary>Says which transforms do what nobody can know from the template.</summary>
    public static IEnumerable<string> Notes(DeployedTemplate template) => template.Transforms.Where(t => !Known.Contains(t)).Select(t => t.StartsWith("AWS::", StringComparison.Ordinal)
        ? $"what the transform {t} adds to the template isn't in the policy"
        : $"what the macro {t} adds to the template, or changes in it, can't be known: it is a function of its owner's");

    public static void Add(DeployedTemplate template, NeedList needs)
    {
        var facts = template.Facts;
        foreach (var (name, key) in template.StoredParameters)
        {
            needs.Add(Documented("ssm:GetParameters", ParameterArn(facts, key ?? "*"), $"the template's parameter {name} is read from the Parameter Store", Parameters));
        }

        foreach (var text in Texts(template.Root).Where(t => t.Contains("{{resolve:", StringComparison.Ordinal)))
        {
            foreach (Match reference in Reference().Matches(text))
            {
                AddReference(facts, reference, needs);
            }
        }

        if (Uses(template.Root, "Fn::GetAZs"))
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

    private static void AddReference(DeploymentFacts facts, Match reference, NeedList needs)
    {
        var (service, rest) = (reference.Groups["service"].Value, NameIn(reference.Groups["rest"].Value));
        var named = rest.StartsWith("arn:", StringComparison.Ordinal) ? string.Join(':', rest.Split(':').Take(7)) : rest.Split(':')[0];
        if (service == "secretsmanager")
        {
            // Behind a secret's name AWS puts six characters of its own.
            var arn = named.StartsWith("arn:", StringComparison.Ordinal) ? named : $"arn:{facts.Partition}:secretsmanager:{facts.Region ?? "*"}:{facts.Account ?? "*"}:secret:{named}-??????";
            needs.Add(Documented("secretsmanager:GetSecretValue", TemplateNeeds.Stars(arn), "a dynamic reference reads the secret", References));
            return;
        }

        // "ssm" and "ssm-secure"; the version stands behind the name.
        needs.Add(Documented("ssm:GetParameters", ParameterArn(facts, named), "a dynamic reference reads the parameter", References));
    }

    private static string NameIn(string text) => TemplateNeeds.Stars(Variables.Replace(text, _ => Placeholder.Mark.ToString()));

    private static string ParameterArn(DeploymentFacts facts, string key) =>
        $"arn:{facts.Partition}:ssm:{facts.Region ?? "*"}:{facts.Account ?? "*"}:parameter/{key.TrimStart('/')}";

    private static Need Documented(string action, string resource, string reason, string page) => new(action, resource, Always, NeedEvidence.Documented, reason) { Source = page };

    private static bool Uses(JsonNode node, string function) => node.Members.Any(m => m.Name.Value == function || Uses(m.Value, function)) || node.Items.Any(item => Uses(item, function));

    private static IEnumerable<string> Texts(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Text => [node.Text],
        JsonNodeKind.Object => node.Members.SelectMany(m => Texts(m.Value)),
        _ => node.Items.SelectMany(Texts),
    };

    [GeneratedRegex(@"\{\{resolve:(?<service>ssm|ssm-secure|secretsmanager):(?<rest>[^}]+(\}[^}]+)*?)\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
