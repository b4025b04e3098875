using Lanyard.Cli.Identity;
using Lanyard.Policy.Engine;

namespace Lanyard.Cli.Commands.Policies.Diff;

/// <summary>What <c>lanyard policy diff</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Old">The sources of the earlier side.</param>
/// <param name="New">Those of the later side.</param>
/// <param name="Kind"><c>--type</c>; null to see it from the documents.</param>
/// <param name="NoNewAccess">Whether something new ends with exit code 3.</param>
/// <param name="NoAccessTo">The files of access that the later side mustn't grant.</param>
internal sealed record DiffInput(
    GlobalOptions Options, DiffSources Old, DiffSources New, PolicyKind? Kind, bool NoNewAccess, IReadOnlyList<string> NoAccessTo);

/// <summary>The files of one side; each may be a folder, for all JSON files in it, or <c>-</c>.</summary>
/// <param name="Documents">The documents that are compared.</param>
/// <param name="Boundary">The permissions boundary.</param>
/// <param name="Session">The session policies.</param>
/// <param name="ServiceControl">The SCPs, a file or folder for each level from the root down.</param>
internal sealed record DiffSources(
    IReadOnlyList<string> Documents, IReadOnlyList<string> Boundary, IReadOnlyList<string> Session, IReadOnlyList<string> ServiceControl)
{
    /// <summary>Gets whether anything limits the documents.</summary>
    public bool IsLimited => Boundary.Count + Session.Count + ServiceControl.Count > 0;

    /// <summary>Gets all files.</summary>
    public IEnumerable<string> All => [.. Documents, .. Boundary, .. Session, .. ServiceControl];
}
