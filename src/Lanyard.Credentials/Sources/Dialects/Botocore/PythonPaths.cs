using System.Text;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Expands paths as Python's <c>os.path</c> does, and says what opening a file ends with.</summary>
internal static class PythonPaths
{
    /// <summary>Expands <c>$NAME</c> and <c>${NAME}</c>, then a <c>~</c> at the start. What isn't known stays as it is.</summary>
    public static string Expand(DialectMachine machine, string path) => ExpandUser(machine, ExpandVariables(machine, path));

    /// <summary>Expands a <c>~</c> at the start; the home folders of other users are not known here.</summary>
    public static string ExpandUser(DialectMachine machine, string path)
    {
        if (path is not ['~', ..] || (path.Length > 1 && path[1] != '/' && !(machine.IsWindows && path[1] == '\\')))
        {
            return path;
        }

        // A HOME that is set counts, even if it is empty; Windows has another variable.
        return (machine.IsWindows ? machine.Variable("USERPROFILE") ?? machine.Home : machine.SetVariable("HOME")?.TrimEnd('/')) is { } home
            ? home + path[1..] is { Length: > 0 } expanded ? expanded : "/"
            : path;
    }

    /// <summary>Gives the error that Python raises where a file can't be opened; null where it can.</summary>
    public static (string Type, string Message)? OpenError(MachineFileState state, string path) => state switch
    {
        MachineFileState.Missing => ("FileNotFoundError", $"[Errno 2] No such file or directory: {PythonText.Repr(path)}"),
        MachineFileState.Folder => ("IsADirectoryError", $"[Errno 21] Is a directory: {PythonText.Repr(path)}"),
        MachineFileState.Unreadable => ("PermissionError", $"[Errno 13] Permission denied: {PythonText.Repr(path)}"),
        _ => null,
    };

    private static string ExpandVariables(DialectMachine machine, string path)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < path.Length;)
        {
            var (name, length) = VariableAt(path, at, machine.IsWindows);
            if (length > 0 && machine.SetVariable(name) is { } value)
            {
                expanded.Append(value);
                at += length;
            }
            else
            {
                expanded.Append(path, at, Math.Max(1, length));
                at += Math.Max(1, length);
            }
        }

        return expanded.ToString();
    }

    private static (string Name, int Length) VariableAt(string path, int at, bool isWindows)
    {
        if (isWindows && path[at] == '%')
        {
            return path.IndexOf('%', at + 1) is > 0 and var percent ? (path[(at + 1)..percent], percent - at + 1) : ("", 0);
        }

        if (path[at] != '$' || at + 1 == path.Length)
        {
            return ("", 0);
        }

        if (path[at + 1] == '{')
        {
            return path.IndexOf('}', at + 2) is > 0 and var brace ? (path[(at + 2)..brace], brace - at + 1) : ("", 0);
        }

        var end = at + 1;
        while (end < path.Length && (char.IsAsciiLetterOrDigit(path[end]) || path[end] == '_'))
        {
            end++;
        }

        return (path[(at + 1)..end], end == at + 1 ? 0 : end - at);
    }
}
