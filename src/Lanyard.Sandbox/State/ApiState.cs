using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>A stage of a REST API as far as calls made or changed it, beside what its stack says.</summary>
/// <param name="ApiId">The API.</param>
/// <param name="Name">The stage.</param>
/// <param name="Created">When a call made it, or changed it first.</param>
internal sealed record StageChanges(string ApiId, string Name, DateTimeOffset Created)
{
    /// <summary>Gets the deployment of a stage that a call made; <see langword="null"/> for one that a stack made.</summary>
    public string? DeploymentId { get; init; }

    public required DateTimeOffset Updated { get; init; }

    /// <summary>Gets what was set, by the paths of patch operations.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>What calls of API Gateway changed of what stacks made. Ids of APIs are no other's in all accounts. Held under <see cref="IamState.Gate"/>.</summary>
internal sealed class ApiState
{
    private readonly SortedDictionary<string, StageChanges> _stages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableSortedDictionary<string, string>> _tags = new(StringComparer.Ordinal);
    private readonly HashSet<(string PlanId, string Stage)> _left = [];

    /// <summary>Gives the stages of an API that calls made or changed, by name.</summary>
    public IEnumerable<StageChanges> StagesOf(string apiId) => _stages.Values.Where(s => s.ApiId == apiId);

    /// <summary>Puts a stage in the place of the one of the same name.</summary>
    public void Put(StageChanges stage)
    {
        _stages[$"{stage.ApiId}/{stage.Name}"] = stage;
        Changes.Note();
    }

    /// <summary>Gives the tags that calls gave what has an ARN; <see langword="null"/> where none did.</summary>
    public ImmutableSortedDictionary<string, string>? TagsOf(string arn) => _tags.GetValueOrDefault(arn);

    /// <summary>Sets all tags of what has an ARN.</summary>
    public void SetTags(string arn, ImmutableSortedDictionary<string, string> tags)
    {
        _tags[arn] = tags;
        Changes.Note();
    }

    /// <summary>Tells whether a call took a stage, as <c>API:STAGE</c>, out of a usage plan.</summary>
    public bool HasLeft(string planId, string stage) => _left.Contains((planId, stage));

    /// <summary>Takes a stage out of a usage plan.</summary>
    public void Leave(string planId, string stage)
    {
        _left.Add((planId, stage));
        Changes.Note();
    }
}
