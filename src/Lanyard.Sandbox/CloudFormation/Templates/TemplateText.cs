using System.Text;
using Lanyard.Policy.Documents;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Reads the text of a template: JSON, or YAML with CloudFormation's short forms.</summary>
internal static class TemplateText
{
    // "Quotas", AWS CloudFormation User Guide: 51,200 bytes in a request, 1 MB in an object of Amazon S3.
    private const int MaxLength = 1_000_000;

    /// <summary>Reads it.</summary>
    /// <exception cref="ServiceFault">It is neither, or no object.</exception>
    public static JsonNode Read(string text) => ReadPart(text) is { Kind: JsonNodeKind.Object } node ? node : throw Faults.Validation("Template format error: unsupported structure.");

    /// <summary>Reads a part of a template.</summary>
    /// <exception cref="ServiceFault">It is neither.</exception>
    public static JsonNode ReadPart(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxLength)
        {
            throw Faults.Validation("Template may not exceed 1000000 bytes in size.");
        }

        try
        {
            return text.AsSpan().TrimStart() is ['{', ..] ? JsonTextReader.Read(text, null, MaxLength) : YamlJson.Read(text, "template");
        }
        catch (PolicyDocumentException e)
        {
            throw Faults.Validation($"Template format error: JSON not well-formed. (line {e.At.Line}, column {e.At.Column})");
        }
        catch (ProjectFileException e)
        {
            throw Faults.Validation($"Template format error: YAML not well-formed. (line {e.Line}, column {e.Column})");
        }
    }
}
