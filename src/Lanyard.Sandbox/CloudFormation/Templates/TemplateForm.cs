using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Refuses what has another form than "Template anatomy", AWS CloudFormation User Guide, gives it, in the service's words.</summary>
internal static class TemplateForm
{
    private static readonly ImmutableArray<string> Sections =
        ["AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Transform", "Resources", "Outputs", "Hooks"];

    private static readonly ImmutableArray<string> OfResources =
        ["Type", "Properties", "Condition", "DependsOn", "Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy", "Description", "Version"];

    private static readonly ImmutableArray<string> OfParameters =
        ["Type", "Default", "AllowedPattern", "AllowedValues", "ConstraintDescription", "Description", "MaxLength", "MaxValue", "MinLength", "MinValue", "NoEcho"];

    private static readonly ImmutableArray<string> OfOutputs = ["Value", "Description", "Export", "Condition"];
    private static readonly ImmutableArray<string> OfRules = ["RuleCondition", "Assertions"];
    private static readonly ImmutableArray<string> OfAssertions = ["Assert", "AssertDescription"];
    private static readonly ImmutableArray<string> Policies = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];

    /// <summary>Refuses it.</summary>
    /// <param name="root">The template.</param>
    /// <exception cref="ServiceFault">It has another form.</exception>
    public static void Require(JsonNode root)
    {
        if (root.Members.Select(m => m.Name.Value).Where(name => !Sections.Contains(name)).ToList() is { Count: > 0 } unknown)
        {
            throw Faults.Validation($"Invalid template property or properties [{string.Join(", ", unknown)}]");
        }

        Refuse(root.Find("AWSTemplateFormatVersion") is { Text: not "2010-09-09" }, "unsupported value for AWSTemplateFormatVersion.");
        Refuse(root.Find("Description") is { Kind: not JsonNodeKind.Text }, "Description must be a string.");
        Refuse(root.Find("Description") is { Text.Length: > 1024 }, "'Description' length is greater than 1024.");
        foreach (var section in new[] { "Parameters", "Rules", "Resources", "Conditions", "Outputs" })
        {
            RequireValues(root.Find(section), "/" + section);
            Refuse(root.Find(section) is { Kind: not JsonNodeKind.Object }, $"{section} must be an object.");
        }

        Refuse(root.Find("Mappings") is { Kind: not JsonNodeKind.Object }, "Mappings must be an object.");
        foreach (var parameter in Members(root, "Parameters"))
        {
            Parameter(parameter.Name.Value, parameter.Value, Members(root, "Resources"));
        }

        foreach (var rule in Members(root, "Rules"))
        {
            Rule(rule.Value);
        }

        foreach (var resource in Members(root, "Resources"))
        {
            Resource(resource.Name.Value, resource.Value);
        }

        foreach (var output in Members(root, "Outputs"))
        {
            Output(output.Name.Value, output.Value);
        }

        new TemplateFunctions(root).Require();
    }

    private static void Parameter(string name, JsonNode parameter, ImmutableArray<JsonMember> resources)
    {
        Refuse(!name.All(char.IsAsciiLetterOrDigit), $"Parameter name {name} is non alphanumeric.");
        Refuse(parameter.Kind != JsonNodeKind.Object, "Any Parameters member must be an object.");
        Attributes(parameter, OfParameters, "parameter");
        Refuse(parameter.Find("Type") is not { Kind: JsonNodeKind.Text }, "Every Parameters object must contain a Type member.");
        Refuse(!ParameterTypes.AreKnown(parameter.Find("Type")!.Text), $"Unrecognized parameter type: {parameter.Find("Type")!.Text}");
        Refuse(parameter.Find("Default") is { Kind: JsonNodeKind.Array or JsonNodeKind.Object }, "Every Default member must be a string.");
        Refuse(parameter.Find("AllowedValues") is { Kind: not JsonNodeKind.Array }, "Every AllowedValues value must be a list.");
        Refuse(resources.Any(r => r.Name.Value == name), $"Duplicate name {name} found in the Parameters and Resources blocks of the template");
    }

    // One that says nothing would be taken to hold.
    private static void Rule(JsonNode rule)
    {
        Refuse(rule.Kind != JsonNodeKind.Object, "Any Rules member must be an object.");
        Attributes(rule, OfRules, "rule");
        Refuse(rule.Find("RuleCondition") is { Kind: not JsonNodeKind.Object }, "Every RuleCondition member must be an object.");
        Refuse(rule.Find("Assertions") is not { Items: [_, ..] }, "Every Rules object must contain a list of Assertions.");
        foreach (var assertion in rule.Find("Assertions")!.Items)
        {
            Attributes(assertion, OfAssertions, "assertion");
            Refuse(assertion.Find("Assert") is not { Kind: JsonNodeKind.Object }, "Every Assertions member must be an object that contains an Assert object.");
            Refuse(assertion.Find("AssertDescription") is { Kind: not JsonNodeKind.Text }, "Every AssertDescription member must be a string.");
        }
    }

    private static void Resource(string name, JsonNode resource)
    {
        Refuse(resource.Kind != JsonNodeKind.Object, "Any Resources member must be an object.");
        Attributes(resource, OfResources, "resource");
        Refuse(resource.Find("Properties") is { Kind: not JsonNodeKind.Object }, "Any Properties member must be an object.");
        Refuse(resource.Find("Condition") is { Kind: not JsonNodeKind.Text }, "Every Condition member must be a string.");
        Refuse(resource.Find("DependsOn") is { } others && !(others.Kind == JsonNodeKind.Text || (others.Kind == JsonNodeKind.Array && others.Items.All(item => item.Kind == JsonNodeKind.Text))), "DependsOn must be a string or list of strings.");
        foreach (var attribute in new[] { "DeletionPolicy", "UpdateReplacePolicy" })
        {
            Refuse(resource.Find(attribute) is { } policy && !(policy.Kind == JsonNodeKind.Text && Policies.Contains(policy.Text)), $"Unrecognized {attribute} {(resource.Find(attribute) is { Kind: JsonNodeKind.Text } text ? text.Text + " " : "")}for resource {name}");
        }
    }

    private static void Output(string name, JsonNode output)
    {
        Refuse(!name.All(char.IsAsciiLetterOrDigit), $"Output name {name} is non alphanumeric.");
        Refuse(output.Kind != JsonNodeKind.Object, $"Output {name} is malformed.");
        Attributes(output, OfOutputs, "output");
        Refuse(output.Find("Value") is null, "Every Outputs member must contain a Value object");
        Refuse(output.Find("Export") is { } export && export.Members is not [{ Name.Value: "Name" }], $"Output {name} is malformed.");
    }

    private static void Attributes(JsonNode node, ImmutableArray<string> known, string what)
    {
        if (node.Members.Select(m => m.Name.Value).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw Faults.Validation($"Invalid template {what} property '{unknown}'");
        }
    }

    private static void RequireValues(JsonNode? node, string path)
    {
        if (node is { Kind: JsonNodeKind.Null })
        {
            throw Faults.Validation($"[{path}] 'null' values are not allowed in templates");
        }

        foreach (var (name, value) in (node?.Members ?? []).Select(m => (m.Name.Value, m.Value)).Concat((node?.Items ?? []).Select((item, at) => (at.ToString(System.Globalization.CultureInfo.InvariantCulture), item))))
        {
            RequireValues(value, $"{path}/{name}");
        }
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw Faults.Validation($"Template format error: {message}");
        }
    }

    private static ImmutableArray<JsonMember> Members(JsonNode root, string section) => root.Find(section)?.Members ?? [];
}
