using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>What was found in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">Its text; null where it can't be read.</param>
/// <param name="Documents">Its policies.</param>
/// <param name="Own">What is wrong with the file itself.</param>
/// <param name="Failure">Why it can't be read.</param>
internal sealed record FileCheck(
    CheckedPath Path, SourceText? Source, ImmutableArray<CheckedDocument> Documents, ImmutableArray<Finding> Own, CredentialsException? Failure)
{
    /// <summary>Gets the findings that were mended, with their places as they were.</summary>
    public ImmutableArray<Finding> Mended { get; init; } = [];

    /// <summary>Checks a file.</summary>
    public static FileCheck Of(CheckedPath path, PolicyUse? told, Catalogue catalogue, Surroundings surroundings)
    {
        try
        {
            return Of(path, SourceText.Read(surroundings, path), told, catalogue);
        }
        catch (CredentialsException e)
        {
            // What was only found in a folder may be large, or no text at all.
            return new FileCheck(path, null, [], [], path.IsNamed || e.InnerException is IOException or UnauthorizedAccessException ? e : null);
        }
    }

    /// <summary>Checks a file's text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Its text.</param>
    /// <param name="told">What its policies are for, as the user says.</param>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="only">The one policy to check, by its number in the file; null for all.</param>
    public static FileCheck Of(CheckedPath path, SourceText source, PolicyUse? told, Catalogue catalogue, int? only = null)
    {
        try
        {
            return new FileCheck(path, source, PoliciesOf(path, source, told, catalogue, only), [], null);
        }
        catch (PolicyDocumentException e)
        {
            return Unreadable(PolicyLinter.Unreadable(e) with { Place = PlaceAt(source, e.At) });
        }
        catch (ProjectFileException e)
        {
            var message = e.Message[$"{e.Path}:{e.Line}:{e.Column}: ".Length..];
            return Unreadable(StatedRule.YamlSyntax.State(PlaceAt(source, OffsetOf(source, e.Line, e.Column)), message, Sentence(e.Fix)));
        }

        // In a folder there are files that are something else, such as JSON with comments.
        FileCheck Unreadable(Finding finding) =>
            new(path, source, [], path.IsNamed || source.Text.Contains("\"Statement\"", StringComparison.Ordinal) ? [finding] : [], null);
    }

    private static ImmutableArray<CheckedDocument> PoliciesOf(CheckedPath path, SourceText source, PolicyUse? told, Catalogue catalogue, int? only)
    {
        if (string.IsNullOrWhiteSpace(source.Text))
        {
            return path.IsNamed ? throw new PolicyDocumentException("the text is empty; a policy document is a JSON object with a Statement", null, new TextPosition(1, 1, 0)) : [];
        }

        var root = source.IsJson ? JsonTextReader.Read(source.Text, null, SourceText.MaxBytes) : YamlJson.Read(source.Text, source.Name);
        var text = source.IsJson ? source.Text : null;
        var found = CheckedDocument.CheckAll(root, text, told, catalogue, only);

        // A file that was named as a policy and has nothing of one is a policy that lacks everything; a template needn't hold any.
        return found.IsEmpty && path.IsNamed && !IsTemplate(root) ? [CheckedDocument.CheckWhole(root, text, told, catalogue)] : found;
    }

    private static bool IsTemplate(JsonNode root) =>
        root.Find("Resources") is not null || root.Find("AWSTemplateFormatVersion") is not null || root.Find("service") is not null || root is { Kind: JsonNodeKind.Array, Items.IsEmpty: true };

    private static Place PlaceAt(SourceText source, TextPosition at)
    {
        var end = at.Offset < source.Text.Length && source.Text[at.Offset] != '\n' ? 1 : 0;
        return new Place(at, new TextPosition(at.Line, at.Column + end, at.Offset + end), DocumentPath.Root);
    }

    private static TextPosition OffsetOf(SourceText source, int line, int column)
    {
        var offset = 0;
        for (var i = 1; i < line && source.Text.IndexOf('\n', offset) is >= 0 and var end; i++)
        {
            offset = end + 1;
        }

        return new TextPosition(line, column, Math.Min(offset + column - 1, source.Text.Length));
    }

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
}
