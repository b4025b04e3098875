using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Frameworks;

namespace Lanyard.Cli.Commands.Policies.Presets;

/// <summary>Lists and shows the policies that people know by a name.</summary>
internal static class PresetCommand
{
    public static int List(bool json, Surroundings surroundings)
    {
        var all = Preset.All.ToArray();
        if (json)
        {
            surroundings.Write(JsonOutput.Object(writer => JsonOutput.List(writer, "policies", all, preset =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", preset.Name);
                writer.WriteString("title", preset.Title);
                writer.WriteEndObject();
            })));
            return ExitCodes.Done;
        }

        var width = all.Max(p => p.Name.Length);
        surroundings.Write(string.Concat(all.Select(p => $"{p.Name.PadRight(width)}  {p.Title}\n")));
        return ExitCodes.Done;
    }

    public static int Show(string name, GenerateInput input, Surroundings surroundings)
    {
        var document = Preset.Document(name, TemplateInput.FactsOf(input), new FrameworkFacts { App = input.App, Stage = input.Options.Stage, Bucket = input.Bucket, DeploymentRole = input.ServiceRole });
        if (document is null)
        {
            throw new CredentialsException(CliErrorCodes.PresetUnknown,
                $"there is no policy {name}{(ProfileSuggestions.Nearest(Preset.All.Select(p => p.Name), name) is [var near, ..] ? $"; did you mean `{near}`?" : "")}", "lanyard policy list");
        }

        surroundings.Write(PolicyDocumentWriter.Write(document, indented: true) + "\n");
        return ExitCodes.Done;
    }
}
