using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>A policy document as it was written: every element keeps its place in the text.</summary>
/// <param name="Path">The file it came from, or <see langword="null"/> when it came from no file.</param>
/// <param name="Version">The <c>Version</c> element, or <see langword="null"/> when it is left out.</param>
/// <param name="Id">The <c>Id</c> element, or <see langword="null"/> when it is left out.</param>
/// <param name="Statements">The statements in the order they are written.</param>
public sealed record PolicyDocument(string? Path, PolicyText? Version, PolicyText? Id, ImmutableArray<Statement> Statements)
{
    /// <summary>The version of the policy language that has policy variables.</summary>
    public const string VersionWithVariables = "2012-10-17";

    /// <summary>The older version of the policy language; a document without <c>Version</c> is read as this one.</summary>
    public const string VersionWithoutVariables = "2008-10-17";

    /// <summary>The most characters that any AWS API takes as a policy document, white space included.</summary>
    public const int MaxLength = 131_072;

    /// <summary>Whether <c>${…}</c> is a policy variable here, and not plain text.</summary>
    public bool HasVariables => Version?.Value == VersionWithVariables;
}

/// <summary>A string of a policy document with its place.</summary>
/// <param name="Value">The text, JSON escapes resolved.</param>
/// <param name="Place">Where it is, quotes included.</param>
public sealed record PolicyText(string Value, Place Place)
{
    /// <summary>Where it starts.</summary>
    public TextPosition At => Place.Start;
}
