using System.Text;
using Lanyard.Credentials;

namespace Lanyard.Cli.Edge;

/// <summary>Reads a code that a person carries here from another machine: from the terminal, which doesn't show it, else a line of stdin.</summary>
internal static class CarriedInput
{
    private const int MaxLength = 16 * 1024;

    /// <summary>Asks for the code.</summary>
    /// <returns>The code; <see langword="null"/> where stdin has ended.</returns>
    /// <exception cref="CredentialsException">There is neither a terminal nor stdin.</exception>
    public static string? Read(Surroundings surroundings, string question)
    {
        if (surroundings.HasTerminal)
        {
            return HiddenQuestion.Ask(question);
        }

        if (surroundings.In is not { } input)
        {
            throw new CredentialsException(
                CliErrorCodes.InputNeeded, "the code of the sign-in page is typed on a terminal or comes from stdin, and there is neither",
                "run the command on a terminal", FailureKind.PersonMustAct);
        }

        var line = new List<byte>();
        for (int b; line.Count < MaxLength && (b = input.ReadByte()) >= 0 && b != '\n';)
        {
            line.Add((byte)b);
        }

        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
    }
}
