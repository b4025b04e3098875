using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>
/// Where the two shared files are. An empty path means that there is no such file: the variable is set to nothing (the AWS CLI and
/// the Python and Rust SDKs then read no file, the others read the usual one), or no home folder is known.
/// </summary>
/// <param name="ConfigFile">The config file's path, or empty.</param>
/// <param name="CredentialsFile">The credentials file's path, or empty.</param>
public sealed record SharedConfigLocations(string ConfigFile, string CredentialsFile)
{
    /// <summary>
    /// Reads the locations from the environment: <c>AWS_CONFIG_FILE</c> and <c>AWS_SHARED_CREDENTIALS_FILE</c>, else
    /// <c>.aws/config</c> and <c>.aws/credentials</c> in the home folder. That is <c>HOME</c>, and on Windows next
    /// <c>USERPROFILE</c>, then <c>HOMEDRIVE</c> with <c>HOMEPATH</c>; an empty one counts as not set. A <c>~</c> alone or before a
    /// slash, at the start of the two variables, stands for the home folder; <c>~name</c> is a file of that name.
    /// </summary>
    /// <param name="environment">The environment; on Windows its keys should be case-insensitive.</param>
    /// <param name="isWindows">Whether to follow the rules for Windows.</param>
    /// <param name="expandVariables">
    /// Whether <c>$NAME</c>, <c>${NAME}</c> and on Windows <c>%NAME%</c> in the two variables stand for other variables: the AWS CLI
    /// and the Python SDK do that, no other SDK does. An unknown name stays as it is.
    /// </param>
    /// <returns>The locations.</returns>
    public static SharedConfigLocations From(
        IReadOnlyDictionary<string, string> environment, bool isWindows, bool expandVariables = false)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? home = Home(environment, isWindows);
        return new(Locate("AWS_CONFIG_FILE", "config"), Locate("AWS_SHARED_CREDENTIALS_FILE", "credentials"));

        string Locate(string variable, string name)
        {
            if (!environment.TryGetValue(variable, out string? path))
            {
                string slash = isWindows ? "\\" : "/";
                return home is null ? "" : home + slash + ".aws" + slash + name;
            }

            path = expandVariables ? Expand(path, environment, isWindows) : path;
            bool startsAtHome = path is "~" || path.StartsWith("~/", StringComparison.Ordinal)
                || (isWindows && path.StartsWith("~\\", StringComparison.Ordinal));
            return !startsAtHome ? path : home is null ? "" : home + path[1..];
        }
    }

    /// <summary>The home folder without a slash at its end, so that the root folder is an empty text.</summary>
    private static string? Home(IReadOnlyDictionary<string, string> environment, bool isWindows)
    {
        string? home = Set("HOME");
        if (home is null && isWindows)
        {
            home = Set("USERPROFILE") ?? (Set("HOMEPATH") is { } path ? Set("HOMEDRIVE") + path : null);
        }

        return isWindows ? home?.TrimEnd('\\', '/') : home?.TrimEnd('/');

        string? Set(string name) => environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
    }

    private static string Expand(string path, IReadOnlyDictionary<string, string> environment, bool isWindows)
    {
        var expanded = new StringBuilder();
        int at = 0;
        while (at < path.Length)
        {
            var (name, end) = VariableAt(path, at, isWindows);
            if (name.Length > 0 && environment.TryGetValue(name, out string? value))
            {
                expanded.Append(value);
                at = end;
            }
            else
            {
                expanded.Append(path[at++]);
            }
        }

        return expanded.ToString();
    }

    private static (string Name, int End) VariableAt(string path, int at, bool isWindows)
    {
        int start = at + 1;
        if (path[at] == '%' && isWindows)
        {
            int close = path.IndexOf('%', start);
            return close < 0 ? ("", at) : (path[start..close], close + 1);
        }

        if (path[at] != '$' || start == path.Length)
        {
            return ("", at);
        }

        if (path[start] == '{')
        {
            int close = path.IndexOf('}', start);
            return close < 0 ? ("", at) : (path[(start + 1)..close], close + 1);
        }

        int end = start;
        while (end < path.Length && (char.IsAsciiLetterOrDigit(path[end]) || path[end] == '_'))
        {
            end++;
        }

        return (path[start..end], end);
    }
}
