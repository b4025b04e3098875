using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>
/// Handles a type whose resources are recorded as made: every call that its handler makes at AWS is asked for, and nothing else happens.
/// </summary>
/// <param name="rule">What the handler calls.</param>
/// <param name="forms">The patterns by which a name or an ARN becomes an ARN.</param>
internal sealed class RecordedHandler(ResourceRule rule, IReadOnlyDictionary<string, string> forms) : ResourceHandler
{
    public override MadeResource Create(ResourceRequest request)
    {
        var name = rule.NameProperty is { } property && request.Properties.Find(property) is { Kind: JsonNodeKind.Text or JsonNodeKind.Number, Text.Length: > 0 } given ? given.Text
            : rule.Made is { } made ? PhysicalNames.Fill(made.Replace("${Stack}", request.Place.StackName, StringComparison.Ordinal).Replace("${Region}", request.Place.Region, StringComparison.Ordinal).Replace("${LogicalId}", request.LogicalId, StringComparison.Ordinal), request.Calls.State.Ids)
            : PhysicalNames.Make(request.Place.StackName, request.LogicalId, rule, request.Calls.State.Ids);
        return Run(HandlerPhases.Create, request, name);
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        rule.Replacing.Append(rule.NameProperty).OfType<string>().Any(name => !Differences.Same(request.Properties.Find(name), present.Properties.Find(name)));

    public override MadeResource Update(ResourceRequest request, StackResource present) => Run(HandlerPhases.Update, request, NameOf(present));

    public override void Delete(ResourceRequest request, StackResource present) => Run(HandlerPhases.Delete, request, NameOf(present));

    // What the id and the ARN are made of is kept with the attributes, under a name that no template can ask for.
    private const string NameAttribute = " name";

    private static string NameOf(StackResource present) => present.Attributes[NameAttribute];

    private MadeResource Run(HandlerPhases phase, ResourceRequest request, string name)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Partition"] = request.Place.Partition,
            ["Region"] = request.Place.Region,
            ["Account"] = request.Place.AccountId,
            ["Suffix"] = request.Place.Suffix,
            ["Stack"] = request.Place.StackName,
            ["name"] = name,
        };
        var tags = request.TagsOf(rule.TagsProperty);
        var values = new ResourceValues(request.Properties, facts, forms, !tags.IsEmpty);
        facts["id"] = rule.Ids.IsEmpty ? name : First(rule.Ids, values);
        facts["arn"] = rule.Arns.IsEmpty ? facts["id"] : First(rule.Arns, values);
        request.Calls.Keys.Note(rule.Type, facts["arn"], request.Properties);
        var made = new MadeResource(facts["id"], AttributesOf(values).Add(NameAttribute, name));
        foreach (var call in rule.Calls.Where(call => call.Phases.HasFlag(phase) && values.Hold(call.Tests)))
        {
            foreach (var target in call.Targets.IsEmpty ? [IsAboutNothing(call.Action) ? "*" : facts["arn"]] : call.Targets.SelectMany(values.Texts).Distinct(StringComparer.Ordinal))
            {
                request.Calls.Ask(call.Action, target, KeysOf(call, values, tags));

                // Once the service took one call there is something to take away, but a role that is passed is looked at before.
                request.Begun ??= call.Action == "iam:PassRole" ? null : made;
            }
        }

        return made;
    }

    private ImmutableDictionary<string, string> AttributesOf(ResourceValues values) =>
        rule.Attributes.Select(a => (a.Key, Value: values.Text(a.Value))).Where(a => a.Value is not null).ToImmutableDictionary(a => a.Key, a => a.Value!, StringComparer.Ordinal);

    // What a request is about is the resource itself, unless the action is about no resource at all.
    private static bool IsAboutNothing(string action) => Catalogue.Embedded.FindAction(action)?.IsWithoutResourceTypes == true;

    private static Keys KeysOf(CallRule call, ResourceValues values, ImmutableArray<KeyValuePair<string, string>> tags)
    {
        var keys = call.Keys.Aggregate(new Keys(), (all, key) => all.With(key.Key, values.Text(key.Value)));
        return call.IsTagged ? keys.WithTags(tags) : keys;
    }

    private static string First(ImmutableArray<(string Pattern, ImmutableArray<string> Tests)> choices, ResourceValues values) =>
        choices.Where(choice => values.Hold(choice.Tests)).Select(choice => values.Text(choice.Pattern)).FirstOrDefault(text => text is not null)
            ?? throw new ServiceFault("InvalidRequest", 400, $"#: required key is missing: {string.Join(" or ", choices.Select(choice => choice.Pattern))}");
}
