using System.Security.Cryptography;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Vault;

/// <summary>Where the passphrase of an encrypted file comes from: a private file that a variable names, or a person.</summary>
public static class VaultPassphrase
{
    /// <summary>The variable that names a file with the passphrase. A passphrase in a variable itself could be read in <c>/proc</c>.</summary>
    public const string FileVariable = "LANYARD_VAULT_PASSPHRASE_FILE";

    // A passphrase of as many bytes is none.
    private const int MaxBytes = 4096;
    private const UnixFileMode Others = (UnixFileMode)0x3F; // 077

    /// <summary>Gives what answers the question for the passphrase.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="ask">Asks a person, and gives null where nobody can be asked.</param>
    /// <param name="variable">The variable that names the file with it.</param>
    public static Func<PassphraseQuestion, Secret?> From(
        IReadOnlyDictionary<string, string> environment, Func<PassphraseQuestion, Secret?> ask, string variable = FileVariable)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.TryGetValue(variable, out var file) && file.Length > 0 ? question => FromFile(file, variable, question) : ask;
    }

    private static Secret FromFile(string file, string variable, PassphraseQuestion question)
    {
        if (question.Attempt > 0)
        {
            throw VaultErrors.Locked(
                question.IsNew
                    ? $"the passphrase in '{file}', which {variable} names, is too short for a new vault: it has fewer than {PassphraseQuestion.FewestCharacters} characters"
                    : $"the passphrase in '{file}', which {variable} names, isn't that of the vault '{question.Path}'",
                $"correct the file, or unset {variable} to be asked");
        }

        try
        {
            // A pipe such as /dev/fd/3 has a mode that says nothing.
            if (!OperatingSystem.IsWindows() && File.Exists(file) && !IsDevice(file) && (File.GetUnixFileMode(file) & Others) != 0)
            {
                throw VaultErrors.Failed($"the passphrase file '{file}', which {variable} names, is open to other users", $"chmod 600 '{file}'");
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] bytes = new byte[MaxBytes];
            int length = stream.ReadAtLeast(bytes, MaxBytes, throwOnEndOfStream: false);
            if (length == MaxBytes)
            {
                throw VaultErrors.Failed($"'{file}', which {variable} names, has {MaxBytes} bytes or more", "let it hold the passphrase alone, in one line");
            }

            var line = bytes.AsSpan(0, length);
            line = line.EndsWith("\r\n"u8) ? line[..^2] : line.EndsWith("\n"u8) ? line[..^1] : line;
            var secret = line.IndexOfAny((byte)'\n', (byte)'\r') < 0 ? VaultRules.Secret(line) : null;
            CryptographicOperations.ZeroMemory(bytes);
            return secret ?? throw VaultErrors.Failed($"'{file}', which {variable} names, doesn't hold one line of UTF-8 text", "let it hold the passphrase alone, in one line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VaultErrors.Failed($"'{file}', which {variable} names, can't be read: {e.Message}", $"correct {variable}, or unset it to be asked", e);
        }
    }

    private static bool IsDevice(string file) =>
        file.StartsWith("/dev/", StringComparison.Ordinal) || file.StartsWith("/proc/", StringComparison.Ordinal);
}
