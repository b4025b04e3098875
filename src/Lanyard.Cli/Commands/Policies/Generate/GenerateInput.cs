using Lanyard.Cli.Identity;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>What <c>lanyard policy generate</c> was asked for.</summary>
/// <param name="Options">The global options.</param>
/// <param name="Templates">The templates, or the folders with them.</param>
internal sealed record GenerateInput(GlobalOptions Options, IReadOnlyList<string> Templates)
{
    public string? StackName { get; init; }

    public string? Account { get; init; }

    /// <summary>Gets the parameters' values as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    public bool NoStackTags { get; init; }

    public bool Explain { get; init; }
}
