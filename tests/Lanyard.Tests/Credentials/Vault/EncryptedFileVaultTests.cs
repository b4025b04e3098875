using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

public sealed class EncryptedFileVaultTests : IDisposable
{
    private const string Passphrase = "correct horse battery";
    private const int IterationsAt = 12;
    private const int DigestAt = 80;
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["state/vault.enc"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_the_owners_alone_and_holds_no_text_of_a_secret_or_its_name()
    {
        EncryptedFiles.Vault(Path, Passphrase).Store("keys/development", new Secret("wJalrXUtnFEMI"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }

        string text = File.ReadAllText(Path, Encoding.Latin1);
        Assert.DoesNotContain("wJalr", text, StringComparison.Ordinal);
        Assert.DoesNotContain("development", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_secret_is_never_encrypted_to_the_same_bytes()
    {
        var vault = EncryptedFiles.Vault(Path, Passphrase);
        vault.Store("a", new Secret("one"));
        byte[] first = File.ReadAllBytes(Path);
        vault.Store("a", new Secret("one"));
        Assert.NotEqual(first[88..], File.ReadAllBytes(Path)[88..]);
    }

    [Fact]
    public void What_another_program_can_derive_opens_the_file()
    {
        // The format by hand: PBKDF2-HMAC-SHA-512 over the salt at 16, HKDF-Expand, AES-256-GCM with the first 100 bytes as associated data.
        EncryptedFiles.Vault(Path, Passphrase).Store("a", new Secret("one"));
        byte[] file = File.ReadAllBytes(Path);
        int iterations = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(IterationsAt));
        byte[] root = Rfc2898DeriveBytes.Pbkdf2(Passphrase, file[16..48], iterations, HashAlgorithmName.SHA512, 32);
        using var aes = new AesGcm(HKDF.Expand(HashAlgorithmName.SHA256, root, 32, "lanyard vault 1: encryption"u8.ToArray()), 16);
        byte[] clear = new byte[file.Length - 116];
        aes.Decrypt(file.AsSpan(88, 12), file.AsSpan(100, clear.Length), file.AsSpan(100 + clear.Length), clear, file.AsSpan(0, 100));
        Assert.Equal<byte[]>([0, 0, 0, 1, 0, 0, 0, 1, (byte)'a', 0, 0, 0, 3, (byte)'o', (byte)'n', (byte)'e'], clear);
        Assert.Equal(HKDF.Expand(HashAlgorithmName.SHA256, root, 32, "lanyard vault 1: check"u8.ToArray()), file[48..80]);
    }

    [Fact]
    public void A_wrong_passphrase_is_asked_for_again_and_then_the_vault_stays_locked()
    {
        EncryptedFiles.Vault(Path, Passphrase).Store("a", new Secret("one"));
        var asked = new List<PassphraseQuestion>();
        var vault = EncryptedFiles.Vault(Path, question =>
        {
            asked.Add(question);
            return new Secret(question.Attempt < 2 ? "wrong passphrase" : Passphrase);
        });
        Assert.Equal("one", vault.Find("a")?.Reveal());
        Assert.Equal([new(Path, false, 0), new(Path, false, 1), new(Path, false, 2)], asked);

        var failure = Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, "wrong passphrase").Find("a"));
        Assert.Equal((ErrorCodes.VaultLocked, FailureKind.PersonMustAct), (failure.Code, failure.Kind));
        Assert.DoesNotContain("wrong passphrase", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_can_be_asked_the_vault_is_locked_and_never_empty()
    {
        EncryptedFiles.Vault(Path, Passphrase).Store("a", new Secret("one"));
        var failure = Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, _ => null).Find("a"));
        Assert.Equal((ErrorCodes.VaultLocked, FailureKind.PersonMustAct), (failure.Code, failure.Kind));
        Assert.Contains(Path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(VaultPassphrase.FileVariable, failure.Fix, StringComparison.Ordinal);
        Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, _ => null).Store("b", new Secret("two")));
        Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, _ => null).Remove("a"));
    }

    [Fact]
    public void A_change_of_any_byte_is_found()
    {
        var keyring = new MemoryKeyring();
        var vault = EncryptedFiles.Vault(Path, Passphrase, keyring);
        vault.Store("a", new Secret("one"));
        byte[] file = File.ReadAllBytes(Path);
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x20;
            File.WriteAllBytes(Path, changed);
            Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => vault.Find("a")).Code);
            Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => vault.Store("b", new Secret("two"))).Code);
        }

        for (int length = 0; length < file.Length; length += 7)
        {
            File.WriteAllBytes(Path, file[..length]);
            var failure = Assert.Throws<CredentialsException>(() => vault.Find("a"));
            Assert.Equal(ErrorCodes.VaultFailed, failure.Code);
            Assert.Contains(Path, failure.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(Path, file);
        Assert.Equal("one", vault.Find("a")?.Reveal());
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(209_999u)]
    [InlineData(10_000_001u)]
    [InlineData(uint.MaxValue)]
    public void A_header_that_asks_for_too_few_rounds_or_for_hours_of_them_is_refused_at_once(uint iterations)
    {
        EncryptedFiles.Vault(Path, Passphrase).Store("a", new Secret("one"));
        byte[] file = File.ReadAllBytes(Path);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(IterationsAt), iterations);
        SHA256.HashData(file.AsSpan(0, DigestAt)).AsSpan(0, 8).CopyTo(file.AsSpan(DigestAt));
        File.WriteAllBytes(Path, file);
        var clock = Stopwatch.StartNew();
        var failure = Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, Passphrase).Find("a"));
        Assert.Equal(ErrorCodes.VaultFailed, failure.Code);
        Assert.Contains("rounds of hashing", failure.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_newer_version_is_said_to_be_one()
    {
        EncryptedFiles.Vault(Path, Passphrase).Store("a", new Secret("one"));
        byte[] file = File.ReadAllBytes(Path);
        file[8] = 2;
        File.WriteAllBytes(Path, file);
        Assert.Contains("version 2", Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, Passphrase).Find("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_keyring_one_login_asks_once()
    {
        var keyring = new MemoryKeyring();
        int asked = 0;
        EncryptedFileVault Vault() => EncryptedFiles.Vault(Path, _ =>
        {
            Interlocked.Increment(ref asked);
            return new Secret(Passphrase);
        }, keyring);
        Vault().Store("a", new Secret("one"));
        Assert.Equal(1, asked);
        Parallel.For(0, 8, _ => Assert.Equal("one", Vault().Find("a")?.Reveal()));
        Assert.Equal(1, asked);

        Vault().ForgetKey();
        Assert.Empty(keyring.Names);
        Parallel.For(0, 8, _ => Assert.Equal("one", Vault().Find("a")?.Reveal()));
        Assert.Equal(2, asked);
    }

    [Fact]
    public void A_vault_that_is_to_be_held_for_no_time_asks_each_command()
    {
        var keyring = new MemoryKeyring();
        EncryptedFiles.Vault(Path, Passphrase, keyring).Store("a", new Secret("one"));
        int asked = 0;
        for (int command = 0; command < 2; command++)
        {
            EncryptedFiles.Vault(Path, _ =>
            {
                asked++;
                return new Secret(Passphrase);
            }, keyring, held: 0).Find("a");
        }

        Assert.Equal(2, asked);
    }

    [Fact]
    public void A_held_key_of_another_vault_opens_nothing_and_is_not_an_error()
    {
        var keyring = new MemoryKeyring();
        EncryptedFiles.Vault(Path, Passphrase, keyring).Store("a", new Secret("one"));
        string held = Assert.Single(keyring.Names);
        keyring.Hold(held, new byte[32], TimeSpan.FromHours(1));
        Assert.Equal("one", EncryptedFiles.Vault(Path, Passphrase, keyring).Find("a")?.Reveal());
    }

    [Fact]
    public void A_new_vault_wants_a_passphrase_of_eight_characters()
    {
        var attempts = new List<int>();
        var failure = Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, question =>
        {
            Assert.True(question.IsNew);
            attempts.Add(question.Attempt);
            return new Secret("short");
        }).Store("a", new Secret("one")));
        Assert.Equal(ErrorCodes.VaultLocked, failure.Code);
        Assert.Equal([0, 1, 2], attempts);
        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a|1")]
    public void A_name_with_other_characters_is_refused(string name)
    {
        Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, Passphrase).Store(name, new Secret("one"))).Code);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_secret_that_is_no_plain_text_is_refused()
    {
        string half = "\U0001F469"[..1]; // of a pair
        foreach (string secret in new[] { "a\0b", half })
        {
            Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => EncryptedFiles.Vault(Path, Passphrase).Store("a", new Secret(secret))).Code);
        }
    }
}
