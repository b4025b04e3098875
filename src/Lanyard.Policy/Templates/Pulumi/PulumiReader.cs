using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates.Sam;

namespace Lanyard.Policy.Templates.Pulumi;

/// <summary>Makes a template of the resources that Pulumi lists.</summary>
/// <param name="states">The resources.</param>
/// <param name="calls">The look-ups of the program, where they are listed.</param>
internal sealed class PulumiReader(ImmutableArray<JsonNode> states, ImmutableArray<JsonNode> calls)
{
    private const string Dynamic = "pulumi-nodejs:dynamic";
    private const string SstProvider = ".sst.aws.";
    private const string Native = "aws-native";
    private const string NativeProvider = "pulumi:providers:aws-native";

    private readonly SortedSet<string> _others = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    public PulumiProgram Read()
    {
        var isSst = states.Any(s => PulumiProgram.TypeOf(s).StartsWith("sst:", StringComparison.Ordinal));
        var kept = Named(states.Select(s => (State: s, Type: OwnType(s))).Where(s => s.Type is not null).Select(s => (s.State, s.Type!)));
        var providers = states.Where(s => PulumiProgram.TypeOf(s) is "pulumi:providers:aws" or NativeProvider).ToArray();
        var region = providers.OrderBy(p => NameOf(p).StartsWith("default", StringComparison.Ordinal) ? 0 : 1).Select(RegionOf).FirstOrDefault(r => r is not null);
        var values = new PulumiValues(kept, [.. states.Select(s => (NameOf(s), PulumiProgram.TypeOf(s)))], StackName());
        var resources = kept.Select(r => Nodes.Member(r.Id, Resource(r, values, providers, region))).Concat(Calls());
        if (providers.SelectMany(p => Assumed(p.Find("inputs"))).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } roles)
        {
            _notes.Add($"the AWS provider takes the role {string.Join(", ", roles)}: the rights on the resources are that role's, and the deployer needs sts:AssumeRole on it");
        }

        foreach (var role in providers.Where(p => PulumiProgram.TypeOf(p) == NativeProvider).Select(p => p.Find("inputs")?.Find("roleArn")).Where(r => r is { Kind: JsonNodeKind.Text }).Select(r => r!.Text).Distinct(StringComparer.Ordinal))
        {
            _notes.Add($"the provider {Native} gives Cloud Control the role {role}: the rights on its resources are that role's, and the deployer needs iam:PassRole on it to cloudformation.amazonaws.com");
        }

        Say();
        return new PulumiProgram(Nodes.Object(("Resources", JsonNode.OfMembers(Place.None, [.. resources]))))
        {
            Name = StackName(),
            Region = region,
            IsSst = isSst,
            HasTags = isSst || providers.Any(p => p.Find("inputs")?.Find("defaultTags") is { Text.Length: > 2 } or { Members.Length: > 0 }),
            Notes = [.. _notes],
        };
    }

    // The type under which a resource has a chapter; null for what isn't of AWS.
    private string? OwnType(JsonNode state)
    {
        var type = PulumiProgram.TypeOf(state);
        if (type.StartsWith(Dynamic, StringComparison.Ordinal))
        {
            var name = NameOf(state);
            var at = name.LastIndexOf(SstProvider, StringComparison.Ordinal);
            if (at < 0)
            {
                _notes.Add($"{name}: a dynamic provider runs code of the program; what that calls isn't known");
            }

            return at < 0 ? null : "sst:aws:" + name[(at + SstProvider.Length)..];
        }

        if (state.Find("custom")?.Text == "false" || type.Split(':') is not [var package, _, _] || package is "pulumi" or "sst")
        {
            return null;
        }

        if (package == "aws")
        {
            return PulumiTypes.Current(type);
        }

        if (package == Native)
        {
            return type;
        }

        _others.Add(package);
        return null;
    }

    private void Say()
    {
        if (_others.Remove("command"))
        {
            _notes.Add("resources of the provider command run commands of yours: what those call isn't known");
        }

        if (_others.Count > 0)
        {
            _notes.Add($"resources of other providers need nothing of AWS: {string.Join(", ", _others)}");
        }
    }

    // Names are unlike only among those of a type and a parent.
    private static ImmutableArray<PulumiResource> Named(IEnumerable<(JsonNode State, string Type)> all)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var named = ImmutableArray.CreateBuilder<PulumiResource>();
        foreach (var (state, type) in all)
        {
            var name = NameOf(state);
            var id = name;
            for (var number = 1; !seen.Add(id); number++)
            {
                id = number == 1 ? $"{name} ({type})" : string.Create(CultureInfo.InvariantCulture, $"{name} ({type} {number})");
            }

            named.Add(new PulumiResource(id, type, state));
        }

        return named.ToImmutable();
    }

    private static JsonNode Resource(PulumiResource resource, PulumiValues values, IReadOnlyList<JsonNode> providers, string? main)
    {
        var state = resource.State;
        var inputs = state.Find("inputs");
        var region = inputs?.Find("region") is { Kind: JsonNodeKind.Text } own ? own.Text
            : state.Find("provider")?.Text is { Length: > 0 } provider && providers.FirstOrDefault(p => p.Find("urn")?.Text is { } urn && provider.StartsWith(urn, StringComparison.Ordinal)) is { } made ? RegionOf(made)
            : null;
        var isKept = state.Find("retainOnDelete")?.Text == "true" ? Nodes.Text("Retain") : null;
        return Nodes.Object(
            ("Type", Nodes.Text(resource.Type)), ("Properties", values.Of(resource)), ("DeletionPolicy", isKept), ("UpdateReplacePolicy", isKept),
            (TemplateResource.RegionMember, region is null || region == main ? null : Nodes.Text(region)),
            (TemplateResource.ReadMember, state.Find("external")?.Text == "true" ? Nodes.Text("true") : null));
    }

    private IEnumerable<JsonMember> Calls() => calls
        .Select(call => (Token: call.Find("token")?.Text ?? "", Inputs: call.Find("inputs")))
        .Where(call => call.Token.StartsWith("aws:", StringComparison.Ordinal))
        .DistinctBy(call => call.Token)
        .Select(call => Nodes.Member(call.Token, Nodes.Object(("Type", Nodes.Text(call.Token)), ("Properties", call.Inputs), (TemplateResource.ReadMember, Nodes.Text("true")))));

    private string? StackName() =>
        states.FirstOrDefault(s => PulumiProgram.TypeOf(s) == "pulumi:pulumi:Stack") is { } stack ? NameOf(stack)
        : states.Select(s => s.Find("urn")?.Text.Split("::")).FirstOrDefault(urn => urn is [_, _, ..]) is [var place, var project, ..] ? $"{project}-{place[(place.LastIndexOf(':') + 1)..]}"
        : null;

    private static string NameOf(JsonNode state) => state.Find("name") is { Kind: JsonNodeKind.Text } name ? name.Text
        : state.Find("urn")?.Text is { } urn && urn.LastIndexOf("::", StringComparison.Ordinal) is >= 0 and var at ? urn[(at + 2)..]
        : "";

    private static string? RegionOf(JsonNode provider) => provider.Find("inputs")?.Find("region") is { Kind: JsonNodeKind.Text } region && !PulumiValues.IsUnknown(region.Text) ? region.Text : null;

    // One role, or a list of them; in a state they are JSON in a text.
    private static IEnumerable<string> Assumed(JsonNode? inputs) => new[] { inputs?.Find("assumeRole"), inputs?.Find("assumeRoles") }.OfType<JsonNode>().SelectMany(RolesIn);

    private static IEnumerable<string> RolesIn(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Text => node.Text.Split('"').Where(part => part.StartsWith("arn:", StringComparison.Ordinal)),
        JsonNodeKind.Array => node.Items.SelectMany(RolesIn),
        _ => node.Find("roleArn") is { Kind: JsonNodeKind.Text } role ? [role.Text] : [],
    };
}

/// <summary>A resource of AWS's that Pulumi makes.</summary>
/// <param name="Id">Its name, unlike all others.</param>
/// <param name="Type">Its type.</param>
/// <param name="State">All that Pulumi says of it.</param>
internal sealed record PulumiResource(string Id, string Type, JsonNode State);
