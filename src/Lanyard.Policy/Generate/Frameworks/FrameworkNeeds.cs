using System.Collections.Concurrent;
using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate.Frameworks;

/// <summary>What a deploy tool itself calls, whatever it deploys.</summary>
public static class FrameworkNeeds
{
    private const string Prefix = "Lanyard.Policy.Generate.Frameworks.";
    private const string Suffix = ".needs";
    private const string Kind = "framework::";

    private const int LongestStart = 24;

    private static readonly NameRule OwnBucket = new(null) { Longest = 63, IsLower = true };

    private static readonly ConcurrentDictionary<string, TypeNeeds> Read = new(StringComparer.Ordinal);

    /// <summary>Gets the names of the tools, and of their bootstraps. They are written here, so that no file is read to list them.</summary>
    public static ImmutableArray<string> Names { get; } = ["amplify", "amplify-gen1", "cdk", "cdk-bootstrap", "cloudformation", "pulumi", "sam", "serverless", "serverless-4", "sst", "sst-bootstrap", "sst2", "sst2-rds"];

    internal static IEnumerable<TypeNeeds> Chapters => typeof(FrameworkNeeds).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(n => ChaptersOf(n[Prefix.Length..]));

    /// <summary>Computes what a tool needs.</summary>
    /// <param name="name">The tool, one of <see cref="Names"/>.</param>
    /// <param name="facts">The deployment.</param>
    /// <param name="more">What else is known, such as the app's name and the deployment bucket.</param>
    /// <exception cref="KeyNotFoundException">There is no such tool.</exception>
    public static ImmutableArray<Need> Of(string name, DeploymentFacts facts, FrameworkFacts more)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(more);
        var values = ValuesOf(name, facts, more);
        var needs = new NeedList();
        foreach (var line in Lines(name).Where(line => line.Tests.All(test => Holds(test, facts, more, values))))
        {
            var conditions = line.Conditions.Select(c => TemplateNeeds.Condition(c.Key, [.. c.Values.Select(v => Fill(v, values))])).ToImmutableArray();
            foreach (var resource in line.Resources.Select(r => TemplateNeeds.Stars(Fill(r, values))))
            {
                needs.AddRange(line.Actions.Select(action => new Need(action, resource, line.Phases, line.Evidence, line.Reason is null ? name : $"{name}: {line.Reason}") { Conditions = conditions, Source = line.Source }));
            }
        }

        return needs.ToImmutable();
    }

    private static Dictionary<string, string> ValuesOf(string name, DeploymentFacts facts, FrameworkFacts more)
    {
        var stack = StackOf(name, facts, more);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["partition"] = facts.Partition,
            ["region"] = facts.Region ?? "*",
            ["account"] = facts.Account ?? "*",
            ["stack"] = stack,

            ["start"] = StartOf(stack),

            // As SAM names repositories after the stack.
            ["letters"] = string.Concat(stack.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is '*' or Placeholder.Mark)),
            ["app"] = more.App ?? "*",
            ["stage"] = more.Stage ?? "*",
            ["qualifier"] = more.Qualifier,
            ["toolkit"] = more.Toolkit,
            ["bucket"] = more.Bucket ?? DefaultBucket(name, stack),
        };
        if (more.DeploymentRole is { } role)
        {
            values["deploymentRole"] = role;
        }

        return values;
    }

    // A function without a name of its own gets one that starts with the stack's, as far as there is room.
    private static string StartOf(string stack)
    {
        var start = stack.EndsWith('*') ? stack.TrimEnd('*') : stack + "-";
        return start[..Math.Min(start.Length, LongestStart)];
    }

    // The stacks of an app of SST 2 are STAGE-APP-NAME, those that it doesn't have any more among them.
    private static string StackOf(string name, DeploymentFacts facts, FrameworkFacts more) => (name, more.App, more.Stage) switch
    {
        ("sst2", { } app, { } stage) => $"{stage}-{app}-*",
        _ when facts.StackName is { } stack => stack,
        ("serverless" or "serverless-4" or "sst", { } app, { } stage) => $"{app}-{stage}",
        _ => "*",
    };

    // Serverless' own bucket is a resource of the stack, with a name that CloudFormation makes.
    private static string DefaultBucket(string name, string stack) => name switch
    {
        "serverless" => PhysicalName.Generated(OwnBucket, stack == "*" ? null : stack, "ServerlessDeploymentBucket"),
        "serverless-4" => "serverless-framework-deployments-*",
        "sam" => "aws-sam-cli-managed-default-*",
        _ => "*",
    };

    // A resource type holds where the templates have one, or nobody knows what they have.
    private static bool Holds(NeedTest test, DeploymentFacts facts, FrameworkFacts more, Dictionary<string, string> values) =>
        (test.Path == "tags" ? facts.HasStackTags
            : test.Path == "bucket" ? more.Bucket is not null
            : test.Path == "images" ? more.HasImages
            : test.Path.Contains("::", StringComparison.Ordinal) ? more.Types?.Contains(test.Path) != false
            : values.ContainsKey(test.Path)) != test.IsNegated;

    private static string Fill(string pattern, Dictionary<string, string> values) => Variables.Replace(pattern, name => values.GetValueOrDefault(name) ?? "*");

    // Serverless Framework 4 is 3 and something more.
    private static IEnumerable<NeedLine> Lines(string name) => name == "serverless-4" ? Chapter("serverless").Lines.Concat(Chapter(name).Lines) : Chapter(name).Lines;

    // A tool's chapters stand in the file that is called after it.
    private static TypeNeeds Chapter(string name) => Read.GetOrAdd(name, static n => Names.Contains(n)
        ? ChaptersOf(n.Split('-')[0] + Suffix).Single(chapter => chapter.Type == Kind + n)
        : throw new KeyNotFoundException($"there is no tool {n}"));

    private static ImmutableArray<TypeNeeds> ChaptersOf(string file)
    {
        using var reader = new StreamReader(typeof(FrameworkNeeds).Assembly.GetManifestResourceStream(Prefix + file)!);
        return TypeNeedsReader.Read(reader.ReadToEnd(), file);
    }
}

/// <summary>What is known of a project beside the deployment.</summary>
public sealed record FrameworkFacts
{
    /// <summary>Gets the app's or service's name; <see langword="null"/> where it isn't known.</summary>
    public string? App { get; init; }

    /// <summary>Gets the deploy tool's stage; <see langword="null"/> where it isn't known.</summary>
    public string? Stage { get; init; }

    /// <summary>Gets the bucket that the tool uploads to; <see langword="null"/> for the tool's own.</summary>
    public string? Bucket { get; init; }

    /// <summary>Gets the role that CloudFormation deploys with; <see langword="null"/> for the caller's own rights.</summary>
    public string? DeploymentRole { get; init; }

    /// <summary>Gets the types of the templates' resources; <see langword="null"/> where there are no templates.</summary>
    public ImmutableHashSet<string>? Types { get; init; }

    /// <summary>Gets whether functions of the templates are images; <see langword="true"/> where there are no templates, and nobody knows.</summary>
    public bool HasImages { get; init; } = true;

    /// <summary>Gets the qualifier of CDK's bootstrap.</summary>
    public string Qualifier { get; init; } = "hnb659fds";

    /// <summary>Gets the stack of CDK's bootstrap.</summary>
    public string Toolkit { get; init; } = "CDKToolkit";
}
