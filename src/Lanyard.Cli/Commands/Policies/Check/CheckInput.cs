using Lanyard.Cli.Identity;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>What <c>lanyard policy check</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Files">The files and folders; <c>-</c> is stdin.</param>
/// <param name="Use"><c>--type</c> and <c>--resource-type</c>; null to see from each document what it is for.</param>
/// <param name="Format"><c>--format</c>.</param>
/// <param name="FailOn">The mildest severity that ends with exit code 3; null for none.</param>
/// <param name="Fix">Whether to mend what is safe to mend.</param>
/// <param name="Accept">The file of accepted findings; null to look for one.</param>
internal sealed record CheckInput(
    GlobalOptions Options, IReadOnlyList<string> Files, PolicyUse? Use, CheckFormat Format, Severity? FailOn, bool Fix, string? Accept);

/// <summary>How findings are written.</summary>
internal enum CheckFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>In the shape of Access Analyzer's answers.</summary>
    Json,

    /// <summary>SARIF 2.1.0, which code scanning services read.</summary>
    Sarif,
}
