using System.Collections;

namespace Lanyard.Cli.Edge;

/// <summary>The one place that reads this process's environment.</summary>
internal static class SystemEnvironment
{
    /// <summary>Reads all variables.</summary>
    public static Dictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

        // This is the edge: everything else is given the result.
#pragma warning disable RS0030
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
#pragma warning restore RS0030
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }

    /// <summary>Reads one variable.</summary>
    /// <returns>Its value; <see langword="null"/> where it is not set.</returns>
#pragma warning disable RS0030
    public static string? Read(string name) => Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030

    /// <summary>Gives the words that start this program again: its own executable, or <c>dotnet</c> and the assembly.</summary>
    public static IReadOnlyList<string> OwnCommand()
    {
        var process = Environment.ProcessPath ?? "lanyard";
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "lanyard.dll")]
            : [process];
    }
}
