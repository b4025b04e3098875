using System.Collections.Immutable;
using System.Text;
using Lanyard.Projects.Detection;
using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Templates;

/// <summary>
/// Reads a file with the values of a template's parameters, in each form that AWS's tools take: the AWS CLI's list of <c>ParameterKey</c> and <c>ParameterValue</c> or
/// of <c>Name=value</c>, CodePipeline's and Git sync's object with <c>Parameters</c>, and a plain object.
/// </summary>
public static class ParameterFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ProjectFileException">It has none of these forms.</exception>
    public static ImmutableDictionary<string, string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = StrictText.Read(path, MaxBytes);
        var root = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonTree.Parse(Encoding.UTF8.GetBytes(text), path) : YamlText.ParseForeign(text, path);
        var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (root)
        {
            case YamlSequence list:
                foreach (var item in list.Items)
                {
                    if (item is YamlScalar pair && pair.Value.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    {
                        parameters[pair.Value[..equals]] = pair.Value[(equals + 1)..];
                    }
                    else if (item.TextAt("ParameterKey") is { } key)
                    {
                        // UsePreviousValue: whatever the stack has.
                        if (item.At("ParameterValue") is { } value)
                        {
                            parameters[key.Value] = Text(value, path);
                        }
                    }
                    else
                    {
                        throw Broken(path, item.Line, "an item is neither `Name=value` nor an object with ParameterKey and ParameterValue");
                    }
                }

                break;
            case YamlMapping mapping:
                foreach (var entry in (root.At("Parameters") as YamlMapping ?? root.At("parameters") as YamlMapping ?? mapping).Entries)
                {
                    parameters[entry.Key.Value] = Text(entry.Value, path);
                }

                break;
            default:
                throw Broken(path, 1, "it holds no parameters");
        }

        return parameters.ToImmutable();
    }

    // A list is one text with commas to CloudFormation.
    private static string Text(YamlNode node, string path) => node switch
    {
        YamlScalar scalar => scalar.IsNull ? "" : scalar.Value,
        YamlSequence list => string.Join(',', list.Items.Select(item => Text(item, path))),
        _ => throw Broken(path, node.Line, "the value of a parameter is an object"),
    };

    private static ProjectFileException Broken(string path, int line, string what) =>
        new(path, line, 1, ProjectFileCodes.Yaml, what, """write {"Stage": "prod"} or [{"ParameterKey": "Stage", "ParameterValue": "prod"}]""");
}
