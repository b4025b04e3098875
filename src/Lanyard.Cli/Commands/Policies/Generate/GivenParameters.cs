using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Projects.Templates;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>The values of parameters that the command line gives.</summary>
internal static class GivenParameters
{
    /// <summary>Reads them: what <c>--parameter</c> says goes before what files say, and a later file before an earlier one.</summary>
    /// <exception cref="CredentialsException">A file can't be read.</exception>
    public static ImmutableDictionary<string, string> Of(GenerateInput input, Surroundings surroundings)
    {
        var parameters = input.ParameterFiles.Aggregate(ImmutableDictionary<string, string>.Empty, (all, file) => all.SetItems(Read(file, surroundings)));
        foreach (var pair in input.Parameters)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            parameters = at > 0 ? parameters.SetItem(pair[..at], pair[(at + 1)..]) : throw new UsageException(
                $"`{pair}` is no parameter with a value", "lanyard policy generate --template template.yaml --parameter Stage=prod");
        }

        return parameters;
    }

    private static ImmutableDictionary<string, string> Read(string file, Surroundings surroundings)
    {
        try
        {
            return ParameterFile.Read(Path.Combine(surroundings.CurrentDirectory, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(CliErrorCodes.InputUnreadable, $"{file} can't be read: {e.Message}", "name a file that is there and can be read", inner: e);
        }
    }
}
