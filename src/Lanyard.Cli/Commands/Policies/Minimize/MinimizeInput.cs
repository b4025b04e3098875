using Lanyard.Cli.Identity;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>What <c>lanyard policy minimize</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="File">The document: a file, or <c>-</c>.</param>
internal sealed record MinimizeInput(GlobalOptions Options, string File)
{
    /// <summary>Gets whether wildcards may stand for actions.</summary>
    public bool Wildcards { get; init; }

    /// <summary>Gets whether statements lose their names.</summary>
    public bool DropSids { get; init; }

    /// <summary>Gets where the document is put; null where that wasn't said.</summary>
    public string? For { get; init; }

    /// <summary>Gets the most that each document may have; null for the quota of the place.</summary>
    public int? MaxSize { get; init; }

    /// <summary>Gets whether several documents may come of the one.</summary>
    public bool Split { get; init; }

    /// <summary>Gets the documents of the last split.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>Gets the folder that documents are written into; null for stdout.</summary>
    public string? Out { get; init; }

    /// <summary>Gets whether other files of the same names may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Gets whether documents are written without white space.</summary>
    public bool Compact { get; init; }
}
