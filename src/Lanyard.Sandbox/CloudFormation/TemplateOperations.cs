using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.Iam;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations on templates.</summary>
internal static class TemplateOperations
{
    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["GetTemplate"] = Get,
        ["GetTemplateSummary"] = Summarize,
        ["ValidateTemplate"] = Validate,
    };

    private static void Get(StackCall call)
    {
        var isProcessed = call.Parameters.Word("TemplateStage", "Original", "Processed") == "Processed";
        var changeSet = call.Parameters.Optional("ChangeSetName", 1, 1600);
        var stack = call.Stack();
        var plan = changeSet is null ? stack.Plan : (call.State.Stacks.FindChangeSet(changeSet, stack.Id) ?? throw Faults.NoChangeSet(changeSet)).Plan;
        call.Result.Text("TemplateBody", (isProcessed ? plan?.Template.ProcessedText : plan?.Template.Text) ?? "").Texts("StagesAvailable", ["Original", "Processed"]);
    }

    private static void Summarize(StackCall call)
    {
        StackTemplate template;
        if (call.Parameters.Has("StackName"))
        {
            template = call.Stack() is { Plan: { } plan } ? plan.Template.Declared() : throw Faults.Validation("The stack has no template yet.");
        }
        else
        {
            call.Authorize("*");
            template = call.Template() ?? throw Faults.Validation("Either Template URL or Template Body must be specified.");
        }

        var r = call.Result;
        Parameters(r, template, isSummary: true);
        r.Text("Description", template.Description);
        Capabilities(r, template);
        r.Texts("ResourceTypes", template.Resources.Select(resource => resource.Type).Distinct(StringComparer.Ordinal)).Text("Version", template.Root.Find("AWSTemplateFormatVersion")?.Text)
            .Text("Metadata", template.Root.Find("Metadata") is { } metadata ? NodeText.Json(metadata) : null).Texts("DeclaredTransforms", template.Transforms);
    }

    private static void Validate(StackCall call)
    {
        call.Authorize("*");
        var template = call.Template() ?? throw Faults.Validation("Either Template URL or Template Body must be specified.");
        if (template.Transforms.IsEmpty)
        {
            template.InOrder();
        }

        var r = call.Result;
        Parameters(r, template, isSummary: false);
        r.Text("Description", template.Description);
        Capabilities(r, template);
        r.Texts("DeclaredTransforms", template.Transforms);
    }

    private static void Parameters(ResultXml r, StackTemplate template, bool isSummary) => r.List("Parameters", template.Parameters, p =>
    {
        r.Text("ParameterKey", p.Name).Text("DefaultValue", p is { IsSecret: true, Default: not null } ? SecretValues.Stars : p.Default).Text("ParameterType", isSummary ? p.Type : null).Flag("NoEcho", p.IsSecret).Text("Description", p.Description);
        if (isSummary && p.Node.Find("AllowedValues") is { Kind: JsonNodeKind.Array } values)
        {
            r.Group("ParameterConstraints", () => r.Texts("AllowedValues", values.Items.Select(item => item.Text)));
        }
    });

    private static void Capabilities(ResultXml r, StackTemplate template)
    {
        var iam = template.Resources.Where(resource => resource.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal)).Select(resource => resource.Type).Distinct(StringComparer.Ordinal).ToList();
        List<string> needed = [.. iam.Count == 0 ? Array.Empty<string>() : [PlanReader.NamesIam(template) ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM"], .. template.Transforms.IsEmpty ? Array.Empty<string>() : ["CAPABILITY_AUTO_EXPAND"]];
        if (needed.Count > 0)
        {
            r.Texts("Capabilities", needed).Text("CapabilitiesReason", $"The following resource(s) require capabilities: [{string.Join(", ", [.. iam, .. template.Transforms])}]");
        }
    }
}
