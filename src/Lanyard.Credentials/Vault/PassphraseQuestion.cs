namespace Lanyard.Credentials.Vault;

/// <summary>What a person is asked when an encrypted file must be opened or made.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsNew">Whether the file is made now: whoever asks has the passphrase typed twice.</param>
/// <param name="Attempt">0 at first; then how many answers were wrong, or too short for a new file.</param>
public sealed record PassphraseQuestion(string Path, bool IsNew, int Attempt)
{
    /// <summary>The fewest characters of a new passphrase.</summary>
    public const int FewestCharacters = 8;
}
