using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>Asks a person for what the command line leaves open.</summary>
/// <param name="ask">Asks a question on the terminal and gives the answer, or null where it can't; null where nobody may be asked.</param>
internal sealed class Questions(Func<string, string?>? ask)
{
    private const int Patience = 3;
    private const int Shown = 20;

    /// <summary>Gets whether anybody can be asked.</summary>
    public bool CanAsk => ask is not null;

    /// <summary>Makes those of a command.</summary>
    public static Questions On(Surroundings surroundings, bool noInput) => new(noInput || !surroundings.HasTerminal ? null : TerminalDevice.Ask);

    /// <summary>Asks for a text.</summary>
    /// <param name="question">The question, without what ends it.</param>
    /// <param name="fallback">What an empty answer stands for; null where there must be one.</param>
    /// <param name="option">The option that answers it on the command line.</param>
    /// <param name="problem">Tells what is wrong with an answer, or null.</param>
    /// <exception cref="CredentialsException">Nobody can be asked, or no answer was any good.</exception>
    public string Text(string question, string? fallback, string option, Func<string, string?> problem)
    {
        var prompt = fallback is null ? $"{question}: " : $"{question} [{(fallback.Length == 0 ? "none" : fallback)}]: ";
        for (var attempt = 0; attempt < Patience; attempt++)
        {
            var answer = Ask(prompt, question, option).Trim();
            if (answer.Length == 0 && fallback is not null)
            {
                return fallback;
            }

            if ((answer.Length == 0 ? "an answer is needed" : problem(answer)) is not { } why)
            {
                return answer;
            }

            prompt = $"  {why}\n{question}: ";
        }

        throw Needed(question, option);
    }

    /// <summary>Asks yes or no; an empty answer is no.</summary>
    /// <exception cref="CredentialsException">Nobody can be asked.</exception>
    public bool Confirm(string question, string option) =>
        Ask($"{question} [y/N]: ", question.Split('\n')[^1], option).Trim().ToUpperInvariant() is "Y" or "YES";

    /// <summary>Lets one of several be chosen, by its number, its name, or a part of its name.</summary>
    /// <param name="question">What is chosen.</param>
    /// <param name="items">What there is; not empty.</param>
    /// <param name="label">How one is shown.</param>
    /// <param name="names">What else one is called by.</param>
    /// <param name="option">The option that answers it on the command line.</param>
    /// <exception cref="CredentialsException">Nobody can be asked, or no answer was any good.</exception>
    public T Choose<T>(string question, IReadOnlyList<T> items, Func<T, string> label, Func<T, string[]> names, string option)
    {
        var shown = items;
        var heading = "";
        var misses = 0;
        while (misses < Patience)
        {
            var list = string.Concat(shown.Take(Shown).Select((item, i) => $"  {i + 1,2}  {label(item)}\n"));
            var more = shown.Count > Shown ? $"  and {shown.Count - Shown} more; a part of a name narrows it down\n" : "";
            var answer = Ask($"{heading}{list}{more}{question} (number or name): ", question, option).Trim();
            if (int.TryParse(answer, out var number) && number >= 1 && number <= Math.Min(shown.Count, Shown))
            {
                return shown[number - 1];
            }

            var exact = items.Where(i => names(i).Contains(answer, StringComparer.OrdinalIgnoreCase)).ToArray();
            var alike = exact.Length > 0 || answer.Length == 0 ? exact : [.. items.Where(i => label(i).Contains(answer, StringComparison.OrdinalIgnoreCase))];
            if (alike.Length == 1)
            {
                return alike[0];
            }

            // Narrowing down is no miss, as long as it gets narrower.
            misses += alike.Length == 0 || alike.Length == shown.Count ? 1 : 0;
            heading = alike.Length == 0 ? $"  that is none of them\n" : "";
            shown = alike.Length == 0 ? items : alike;
        }

        throw Needed(question, option);
    }

    /// <summary>Makes the error of a question that nobody can answer.</summary>
    public static CredentialsException Needed(string what, string option) => new(
        CliErrorCodes.InputNeeded, $"\"{what}\" is not answered, and nobody can be asked", $"add {option}, or run the command on a terminal", FailureKind.PersonMustAct);

    private string Ask(string prompt, string what, string option) => ask?.Invoke(prompt) ?? throw Needed(what, option);
}
