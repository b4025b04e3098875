using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Edge;

/// <summary>The vault of this machine. What was unlocked once stays so while the command runs.</summary>
internal sealed class PlatformVault
{
    private const int Patience = 3;
    private VaultSelection? _asking;
    private VaultSelection? _silent;

    /// <summary>Opens the vault in use, or chooses one; fits <see cref="VaultOpening"/>.</summary>
    public ISecretVault? Open(Surroundings surroundings, bool mayAsk, Func<string, bool>? agreesToFile)
    {
        var selection = mayAsk
            ? _asking ??= Select(surroundings, new VaultPerson(MayPrompt: true, Ask))
            : _silent ??= Select(surroundings, VaultPerson.Nobody);
        return agreesToFile is null ? selection.Find() : selection.Choose(agreesToFile);
    }

    private static VaultSelection Select(Surroundings surroundings, VaultPerson person) =>
        new(surroundings.Folders, surroundings.Environment, person, surroundings.Time);

    /// <summary>Asks for the passphrase of an encrypted file, on the terminal.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The passphrase; <see langword="null"/> where none was typed.</returns>
    public static Secret? Ask(PassphraseQuestion question)
    {
        var why = question.Attempt == 0 ? ""
            : question.IsNew ? $"  it has {PassphraseQuestion.FewestCharacters} characters at least\n"
            : "  that is not the one\n";
        if (!question.IsNew)
        {
            return Secret.FromOptional(HiddenQuestion.Ask($"{why}Passphrase of {question.Path} (it is not shown): "));
        }

        for (var attempt = 0; attempt < Patience; attempt++)
        {
            // A slip of the finger, made once, would lock everything in for good.
            if (HiddenQuestion.Ask($"{why}New passphrase for {question.Path} (it is not shown): ") is not { Length: > 0 } first)
            {
                return null;
            }

            if (HiddenQuestion.Ask("The same once more: ") == first)
            {
                return new Secret(first);
            }

            why = "  the two differ\n";
        }

        return null;
    }
}
