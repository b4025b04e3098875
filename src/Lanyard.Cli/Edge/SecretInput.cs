using System.Text;
using Lanyard.Credentials;

namespace Lanyard.Cli.Edge;

/// <summary>Takes a secret from stdin, or from the person at the terminal, who doesn't see it; never from an argument.</summary>
internal static class SecretInput
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>Reads a secret of one line.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="what">What is asked for, such as the setting's name.</param>
    /// <param name="mayAsk">Whether a person may be asked.</param>
    /// <exception cref="CredentialsException">There is none, or it has several lines.</exception>
    public static string Read(Surroundings surroundings, string what, bool mayAsk)
    {
        string text = FromStdin(surroundings.In);
        if (text.Length == 0 && mayAsk && surroundings.HasTerminal)
        {
            text = HiddenQuestion.Ask($"{what} (it is not shown): ") ?? "";
        }

        if (text.Length == 0)
        {
            throw new CredentialsException(
                CliErrorCodes.InputNeeded, $"{what} is a secret: it comes from stdin or is typed on a terminal, and neither gave one",
                "run the command on a terminal, or pipe the value into it", FailureKind.PersonMustAct);
        }

        return text.AsSpan().IndexOfAny('\n', '\r') < 0 ? text : throw new CredentialsException(
            ErrorCodes.EditRefused, $"what came for {what} has several lines, and a secret is one", "pipe the value alone into the command");
    }

    private static string FromStdin(Stream? input)
    {
        if (input is null)
        {
            return "";
        }

        var buffer = new byte[MaxBytes];
        int filled = 0;
        for (int read; filled < buffer.Length && (read = input.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
        }

        string text = Encoding.UTF8.GetString(buffer, 0, filled);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
