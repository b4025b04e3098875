using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

public sealed class VaultPassphraseTests : IDisposable
{
    private static readonly PassphraseQuestion Question = new("/state/vault.enc", IsNew: false, 0);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_the_variable_a_person_is_asked()
    {
        Assert.Equal("typed", VaultPassphrase.From(new Dictionary<string, string>(), _ => new Secret("typed"))(Question)?.Reveal());
    }

    [Theory]
    [InlineData("correct horse\n")]
    [InlineData("correct horse\r\n")]
    [InlineData("correct horse")]
    public void The_file_that_the_variable_names_holds_it_in_one_line(string content)
    {
        Assert.Equal("correct horse", Ask(Private(content))?.Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("one\ntwo\n")]
    public void A_file_without_one_line_is_an_error_that_names_it(string content)
    {
        var failure = Assert.Throws<CredentialsException>(() => Ask(Private(content)));
        Assert.Equal(ErrorCodes.VaultFailed, failure.Code);
        Assert.Contains(_folder["pass"], failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        string path = Private("correct horse");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        var failure = Assert.Throws<CredentialsException>(() => Ask(path));
        Assert.Contains("chmod 600", failure.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_wrong_passphrase_in_it_are_errors_that_name_the_variable()
    {
        Assert.Contains(VaultPassphrase.FileVariable, Assert.Throws<CredentialsException>(() => Ask(_folder["none"])).Message, StringComparison.Ordinal);
        var failure = Assert.Throws<CredentialsException>(() => Ask(Private("correct horse"), Question with { Attempt = 1 }));
        Assert.Equal(ErrorCodes.VaultLocked, failure.Code);
        Assert.Contains(VaultPassphrase.FileVariable, failure.Message, StringComparison.Ordinal);
    }

    private static Secret? Ask(string path, PassphraseQuestion? question = null) =>
        VaultPassphrase.From(new Dictionary<string, string> { [VaultPassphrase.FileVariable] = path }, _ => null)(question ?? Question);

    private string Private(string content)
    {
        string path = _folder.Write("pass", content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
