using System.Text.RegularExpressions;

namespace Lanyard.Tests.Deployments;

/// <summary>Needs that a deployment did without: <c>TYPE ACTION</c>, and where the action has an effect on other resources, <c>on RESOURCE</c> with a line for what is named in it.</summary>
internal static partial class Findings
{
    private const string Separator = " — ";

    /// <summary>Gives the lines of trials.</summary>
    public static IReadOnlyCollection<string> Of(IEnumerable<NeedTrial> trials)
    {
        var all = trials.Where(trial => !trial.IsCovered).SelectMany(trial => trial.Types.Select(type => (Key: $"{type} {trial.Need.Action}", trial))).ToLookup(t => t.Key, t => t.trial, StringComparer.Ordinal);
        return [.. all.SelectMany(group => group.All(trial => trial.FailedIn is not null) ? []
            : group.All(trial => trial.FailedIn is null) ? [group.Key]
            : group.Where(trial => trial.FailedIn is null).Select(trial => $"{group.Key} on {Shape(trial.Need.Resource)}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads the lines with the decisions.</summary>
    public static IReadOnlyDictionary<string, string> Read(string file) => File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(Separator, 2)).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.Ordinal);

    private static readonly HashSet<string> Words = ["restapis", "resources", "apis", "table", "index", "stream", "rule", "role", "key", "alias", "function", "log-group", "policy", "tags", "domainnames", "stages", "stack", "transform", "userpool", "datasources", "functions", "types", "resolvers"];

    // What isn't AWS's word is a name; the names of log groups are paths.
    private static string Shape(string resource) => resource.Split(':', 6) is not [_, _, _, _, _, var part] ? resource
        : LogGroup().Match(part) is { Success: true } group ? "log-group:_" + group.Groups["streams"].Value
        : Name().Replace(part, name => Words.Contains(name.Value) ? name.Value : "_");

    [GeneratedRegex("[^:/]+")]
    private static partial Regex Name();

    [GeneratedRegex("^log-group:.+?(?<streams>:\\*)?$")]
    private static partial Regex LogGroup();
}
