using System.Collections.Immutable;
using System.Globalization;
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
    public override bool TakesTags { get; } = rule.Calls.Any(call => call.IsTagged);

    public override MadeResource Create(ResourceRequest request)
    {
        var given = GivenName(request);
        var name = given is not null ? given
            : rule.Made is { } made ? PhysicalNames.Fill(made.Replace("${Stack}", request.Place.StackName, StringComparison.Ordinal).Replace("${Region}", request.Place.Region, StringComparison.Ordinal).Replace("${LogicalId}", request.LogicalId, StringComparison.Ordinal), request.Calls.State.Ids)
            : MakeName(request);
        if (given is not null && !_isVersioned && Owner(request, Identify(request, given, null).Made) is { } owner)
        {
            throw Faults.Validation($"{given} already exists in stack {owner.Id}");
        }

        return Run(HandlerPhases.Create, request, name, null);
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        rule.Replacing.Append(rule.NameProperty).OfType<string>().Any(name => !Differences.Same(request.Properties.Find(name), present.Properties.Find(name)));

    public override string? KeptName(ResourceRequest request, StackResource present)
    {
        if (GivenName(request) is not { } name || _isVersioned)
        {
            return null;
        }

        var (made, _) = Identify(request, name, null);
        return IsOne(made, present) ? name : null;
    }

    public override MadeResource Update(ResourceRequest request, StackResource present) =>
        Run(HandlerPhases.Read | HandlerPhases.Update, request, NameOf(present), present);

    public override void Delete(ResourceRequest request, StackResource present) => Run(HandlerPhases.Delete, request, NameOf(present), present);

    // What the id and the ARN are made of is kept with the attributes, under a name that no template can ask for.
    private const string NameAttribute = " name";
    private const string TagsAttribute = " tags";
    private const string ArnAttribute = " arn";
    private const string VersionAttribute = " version";

    // Each new one is a version of what has the name.
    private readonly bool _isVersioned = rule.Ids.Any(id => id.Pattern.Contains("${version}", StringComparison.Ordinal));

    private static string NameOf(StackResource present) => present.Attributes[NameAttribute];

    private static int VersionOf(StackResource resource) => int.Parse(resource.Attributes[VersionAttribute], CultureInfo.InvariantCulture);

    private string? GivenName(ResourceRequest request) =>
        rule.NameProperty is { } property && request.Properties.Find(property) is { Kind: JsonNodeKind.Text or JsonNodeKind.Number, Text.Length: > 0 } given ? given.Text : null;

    // A name alone may be one of many, each of another parent.
    private bool IsOne(MadeResource made, StackResource other) =>
        !(rule.Ids.IsEmpty && rule.Arns.IsEmpty) && made.PhysicalId == other.PhysicalId && made.Attributes[ArnAttribute] == other.Attributes[ArnAttribute];

    private string MakeName(ResourceRequest request)
    {
        var values = new ResourceValues(request.Properties, ImmutableDictionary<string, string>.Empty, forms, hasTags: false);
        var ending = rule.Ending.Text.Length > 0 && values.Hold(rule.Ending.Tests) ? rule.Ending.Text : "";
        return PhysicalNames.Make(request.Place.StackName, request.LogicalId, rule with { MaxName = rule.MaxName - ending.Length }, request.Calls.State.Ids) + ending;
    }

    private Stack? Owner(ResourceRequest request, MadeResource made) => request.Calls.State.Stacks.Made(request.Place.AccountId, request.Place.Region, rule.Type)
        .Where(other => IsOne(made, other.Resource)).Select(other => other.Stack).FirstOrDefault();

    private (MadeResource Made, ResourceValues Values) Identify(ResourceRequest request, string name, StackResource? present)
    {
        var version = (present is not null ? VersionOf(present) : request.Replaced is { } old && old.Type == rule.Type ? VersionOf(old) + 1 : 1).ToString(CultureInfo.InvariantCulture);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Partition"] = request.Place.Partition,
            ["Region"] = request.Place.Region,
            ["Account"] = request.Place.AccountId,
            ["Suffix"] = request.Place.Suffix,
            ["Stack"] = request.Place.StackName,
            ["name"] = name,
            ["version"] = version,
        };
        var tags = request.TagsOf(rule.TagsProperty);
        var values = new ResourceValues(request.Properties, facts, forms, !tags.IsEmpty)
        {
            Before = present?.Properties,
            HasLostTags = present?.Attributes.GetValueOrDefault(TagsAttribute) is { Length: > 0 } kept && kept.Split('\n').Except(tags.Select(tag => tag.Key)).Any(),
        };
        facts["id"] = rule.Ids.IsEmpty ? name : First(rule.Ids, values);
        facts["arn"] = rule.Arns.IsEmpty ? facts["id"] : First(rule.Arns, values);
        var attributes = AttributesOf(values).Add(NameAttribute, name).Add(ArnAttribute, facts["arn"]).Add(VersionAttribute, version).Add(TagsAttribute, string.Join('\n', tags.Select(tag => tag.Key)));
        return (new MadeResource(facts["id"], attributes), values);
    }

    private MadeResource Run(HandlerPhases phases, ResourceRequest request, string name, StackResource? present)
    {
        var (made, values) = Identify(request, name, present);
        var (arn, tags) = (made.Attributes[ArnAttribute], request.TagsOf(rule.TagsProperty));
        request.Calls.Keys.Note(rule.Type, arn, request.Properties);
        var isAsked = false;
        foreach (var call in rule.Calls.Where(call => (call.Phases & phases) != HandlerPhases.None && values.Hold(call.Tests)))
        {
            foreach (var target in call.Targets.IsEmpty ? [IsAboutNothing(call.Action) ? "*" : arn] : call.Targets.SelectMany(values.Texts).Distinct(StringComparer.Ordinal))
            {
                isAsked = true;
                request.Calls.Ask(call.Action, target, KeysOf(call, values, tags));

                // Once the service took one call there is something to take away, but a role that is passed is looked at before.
                request.Begun ??= call.Action == "iam:PassRole" ? null : made;
            }
        }

        // What no call was made for would be there without a permission.
        if (phases == HandlerPhases.Create && !isAsked && rule.Calls.FirstOrDefault(call => call.Phases.HasFlag(HandlerPhases.Create) && call.Action != "iam:PassRole") is { } first)
        {
            throw new ServiceFault("InvalidRequest", 400, first.Targets.Select(values.Missing).FirstOrDefault(name => name is not null) is { } missing
                ? $"#: required key [{missing}] not found" : $"#: no call is known of {string.Join(" or ", first.Targets)}");
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
