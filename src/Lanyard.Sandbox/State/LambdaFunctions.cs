using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>A Lambda function: what Lambda tells of it, since the sandbox runs none.</summary>
/// <param name="AccountId">The account that it is in.</param>
/// <param name="Region">The Region that it is in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, without a version.</param>
/// <param name="RoleArn">The role that it runs with.</param>
/// <param name="Runtime">Its runtime, such as <c>nodejs22.x</c>.</param>
/// <param name="Handler">What is called in its code, such as <c>index.handler</c>.</param>
/// <param name="Modified">When it was last changed.</param>
internal sealed record LambdaFunction(string AccountId, string Region, string Name, string Arn, string RoleArn, string Runtime, string Handler, DateTimeOffset Modified)
{
    public string Description { get; init; } = "";

    /// <summary>Gets how long it may run, in seconds.</summary>
    public int Timeout { get; init; } = 3;

    /// <summary>Gets its memory in megabytes.</summary>
    public int MemorySize { get; init; } = 128;

    /// <summary>Gets whether its code is a container image, which has neither runtime nor handler.</summary>
    public bool IsImage { get; init; }

    /// <summary>Gets the variables of its environment.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Gets its tags.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Tags { get; init; } = [];
}

/// <summary>The functions of the seed, those of all accounts.</summary>
/// <param name="all">The functions.</param>
internal sealed class LambdaFunctions(IEnumerable<LambdaFunction> all)
{
    private readonly ImmutableArray<LambdaFunction> _all = [.. all.OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>Gives the functions of an account in a Region, by name.</summary>
    public IEnumerable<LambdaFunction> In(string accountId, string region) => _all.Where(f => f.AccountId == accountId && f.Region == region);
}
