using Lanyard.Cli.Identity;

namespace Lanyard.Cli.Commands.Policies.FromFailure;

/// <summary>What <c>lanyard policy generate --from-failure</c> was asked for.</summary>
/// <param name="Options">The global options; a profile or stage is the identity that decodes messages.</param>
/// <param name="File">The file with the failure, or <c>-</c>.</param>
internal sealed record FromFailureInput(GlobalOptions Options, string File)
{
    /// <summary>Gets the policies of the user or role; the first is added to.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Gets the SCPs, a file or folder for each level from the root down.</summary>
    public IReadOnlyList<string> ServiceControl { get; init; } = [];

    /// <summary>Gets the permissions boundary.</summary>
    public IReadOnlyList<string> Boundary { get; init; } = [];

    /// <summary>Gets the account, where the text hides it.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the resource, where the text names none.</summary>
    public string? Resource { get; init; }

    /// <summary>Gets whether what CloudFormation makes up at the end of names may be anything.</summary>
    public bool AnySuffix { get; init; }

    /// <summary>Gets whether the needs are printed in place of the policies.</summary>
    public bool Explain { get; init; }

    /// <summary>Gets all files.</summary>
    public IEnumerable<string> Files => [File, .. Policies, .. ServiceControl, .. Boundary];
}
