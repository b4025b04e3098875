using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>Puts together what a stack shall be made from, and refuses what CloudFormation would.</summary>
internal static class PlanReader
{
    private static readonly HashSet<string> NamedIam = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::ManagedPolicy", "AWS::IAM::InstanceProfile"];

    /// <summary>Reads the plan of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="place">The stack.</param>
    /// <param name="before">What the stack is made from now; <see langword="null"/> for a new one.</param>
    /// <param name="roleArn">The role that CloudFormation works with.</param>
    /// <param name="calls">How the values of the Parameter Store are read.</param>
    /// <param name="isReviewed">Whether what comes of transforms is shown before it is made, as by a change set.</param>
    /// <exception cref="ServiceFault">CloudFormation would refuse it.</exception>
    public static StackPlan Read(StackCall call, StackPlace place, StackPlan? before, string? roleArn, HandlerCalls calls, bool isReviewed = false)
    {
        var template = call.Parameters.Flag("UsePreviousTemplate") == true
            ? before?.Template.Declared() ?? throw Faults.Validation("UsePreviousTemplate can't be used with a stack that has no template.")
            : call.Template() ?? throw Faults.Validation("Either Template URL or Template Body must be specified.");
        var given = call.Given(before);
        var capabilities = call.Parameters.Texts("Capabilities", 1, 64);
        if (capabilities.Any(c => c is not ("CAPABILITY_IAM" or "CAPABILITY_NAMED_IAM" or "CAPABILITY_AUTO_EXPAND")))
        {
            throw Lanyard.Sandbox.Iam.IamParameters.Invalid("capabilities", "Member must satisfy constraint: [Member must satisfy enum value set: [CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND, CAPABILITY_NAMED_IAM]]");
        }

        var tags = call.Parameters.HasAny("Tags.") ? call.Parameters.Tags : before?.Tags ?? [];
        var notifications = call.Parameters.Texts("NotificationARNs", 1, 2048);
        return Made(template, new GivenPlan(given, tags, capabilities, roleArn) { IsReviewed = isReviewed }, place, calls, call.AuthorizeTransform) with { NotificationArns = notifications };
    }

    /// <summary>Puts a plan together: runs the template's transforms, and computes its parameters.</summary>
    /// <param name="template">The template.</param>
    /// <param name="given">What is given with it.</param>
    /// <param name="place">The stack.</param>
    /// <param name="calls">How values and objects that other services keep are read.</param>
    /// <param name="authorize">Asks whether a transform may be used.</param>
    /// <exception cref="ServiceFault">CloudFormation would refuse it.</exception>
    public static StackPlan Made(StackTemplate template, GivenPlan given, StackPlace place, HandlerCalls calls, Action<string> authorize)
    {
        if (!template.Transforms.IsEmpty && !given.IsReviewed && !given.Capabilities.Contains("CAPABILITY_AUTO_EXPAND"))
        {
            throw Faults.Capabilities(["CAPABILITY_AUTO_EXPAND"]);
        }

        var values = Values(template, given.Parameters, calls, place);
        new TemplateRules(new Expressions(new StackScope(template, place, values) { IdOf = _ => null, AttributeOf = (_, _) => null, ExportOf = _ => null, Read = _ => "" })).Require(template.Root);
        template = template.Transforms.IsEmpty ? template : new TemplateTransforms(place, values, authorize, location => TemplateSource.Read(location, calls)).Run(template);
        RequireCapabilities(template, given.Capabilities);
        return new StackPlan(template, given.Parameters, values, given.Tags, given.Capabilities, given.RoleArn);
    }

    /// <summary>Tells whether a template gives names to what it makes in IAM.</summary>
    public static bool NamesIam(StackTemplate template) => template.Resources.Any(r => NamedIam.Contains(r.Type) && r.Properties is { } properties
        && properties.Find(r.Type == "AWS::IAM::ManagedPolicy" ? "ManagedPolicyName" : r.Type["AWS::IAM::".Length..] + "Name") is not null);

    private static void RequireCapabilities(StackTemplate template, ImmutableArray<string> capabilities)
    {
        var iam = template.Resources.Where(r => r.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal)).ToList();
        if (NamesIam(template) && !capabilities.Contains("CAPABILITY_NAMED_IAM"))
        {
            throw Faults.Capabilities(["CAPABILITY_NAMED_IAM"]);
        }

        if (iam.Count > 0 && !capabilities.Contains("CAPABILITY_NAMED_IAM") && !capabilities.Contains("CAPABILITY_IAM"))
        {
            throw Faults.Capabilities(["CAPABILITY_IAM"]);
        }
    }

    private static ImmutableDictionary<string, string> Values(StackTemplate template, ImmutableDictionary<string, string> given, HandlerCalls calls, StackPlace place)
    {
        if (given.Keys.Except(template.Parameters.Select(p => p.Name)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
        {
            throw Faults.Validation($"Parameters: [{string.Join(", ", unknown)}] do not exist in the template");
        }

        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (template.Parameters.Where(p => !given.ContainsKey(p.Name) && p.Default is null).Select(p => p.Name).ToList() is { Count: > 0 } missing)
        {
            throw Faults.Validation($"Parameters: [{string.Join(", ", missing)}] must have values");
        }

        foreach (var parameter in template.Parameters)
        {
            var value = given.GetValueOrDefault(parameter.Name) ?? parameter.Default!;
            Check(parameter, value);
            values[parameter.Name] = parameter.Type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal) ? StoredValues.Parameter(value, calls, place) : value;
        }

        return values.ToImmutable();
    }

    private static void Check(ParameterDeclaration parameter, string value)
    {
        var allowed = parameter.Node.Find("AllowedValues")?.Items.Select(item => item.Text).ToList();
        if (allowed is not null && (parameter.IsList ? value.Split(',', StringSplitOptions.TrimEntries) : [value]).Any(one => !allowed.Contains(one)))
        {
            throw Broken(parameter, "must be one of AllowedValues");
        }

        if (parameter.Node.Find("AllowedPattern") is { Kind: JsonNodeKind.Text } pattern && !Matches(value, pattern.Text))
        {
            throw Broken(parameter, $"must match pattern {pattern.Text}");
        }

        if (parameter.Type == "List<Number>" && !value.Split(',', StringSplitOptions.TrimEntries).All(one => IsNumber(one, out _)))
        {
            throw Faults.Validation($"Parameter '{parameter.Name}' must be a list of numbers.");
        }

        if (parameter.Type == "Number" && !IsNumber(value, out _))
        {
            throw Faults.Validation($"Parameter '{parameter.Name}' must be a number.");
        }

        if (parameter.Type == "Number")
        {
            _ = IsNumber(value, out var number);
            _ = Limit(parameter, "MinValue") > number ? throw Broken(parameter, $"must be a number not less than {parameter.Node.Find("MinValue")!.Text}") : 0;
            _ = Limit(parameter, "MaxValue") < number ? throw Broken(parameter, $"must be a number not greater than {parameter.Node.Find("MaxValue")!.Text}") : 0;
        }
        else if (parameter.Type == "String")
        {
            _ = Limit(parameter, "MinLength") > value.Length ? throw Broken(parameter, $"must contain at least {parameter.Node.Find("MinLength")!.Text} characters") : 0;
            _ = Limit(parameter, "MaxLength") < value.Length ? throw Broken(parameter, $"must contain at most {parameter.Node.Find("MaxLength")!.Text} characters") : 0;
        }
    }

    private static bool IsNumber(string text, out decimal number) => decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out number);

    private static decimal? Limit(ParameterDeclaration parameter, string name) => IsNumber(parameter.Node.Find(name)?.Text ?? "", out var limit) ? limit : null;

    private static ServiceFault Broken(ParameterDeclaration parameter, string usual) => Faults.Validation(parameter.Node.Find("ConstraintDescription") is { Kind: JsonNodeKind.Text } words
        ? $"Parameter {parameter.Name} failed to satisfy constraint: {words.Text}"
        : $"Parameter '{parameter.Name}' {usual}");

    // The pattern is the template's, so it gets no more than a second.
    private static bool Matches(string value, string pattern)
    {
        try
        {
            return System.Text.RegularExpressions.Regex.IsMatch(value, $"^(?:{pattern})$", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is ArgumentException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw Faults.Validation("Template format error: an AllowedPattern is no pattern that can be matched.");
        }
    }
}

/// <summary>What is given with a template to make a stack of it.</summary>
/// <param name="Parameters">Parameters; the others have their defaults.</param>
/// <param name="Tags">The stack's tags.</param>
/// <param name="Capabilities">What the caller acknowledged.</param>
/// <param name="RoleArn">The role that CloudFormation works with.</param>
internal sealed record GivenPlan(
    ImmutableDictionary<string, string> Parameters, ImmutableArray<KeyValuePair<string, string>> Tags, ImmutableArray<string> Capabilities, string? RoleArn)
{
    /// <summary>Gets whether what comes of transforms is shown before it is made.</summary>
    public bool IsReviewed { get; init; }
}
