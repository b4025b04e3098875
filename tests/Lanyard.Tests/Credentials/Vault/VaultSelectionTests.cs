using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

public sealed class VaultSelectionTests : IDisposable
{
    private readonly VaultMachine _machine = new();

    private static string Platform => VaultBackends.OfPlatform();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Nothing_is_in_use_at_first_and_finding_that_out_opens_nothing()
    {
        Assert.False(VaultSelection.IsTouched(_machine.Folders, _machine.Environment));
        Assert.Null(_machine.Selection().Find());
        Assert.Empty(_machine.Opened);
        Assert.False(Directory.Exists(_machine.Folders.State));
    }

    [Fact]
    public void The_platforms_vault_is_chosen_once_it_proved_itself_and_is_in_use_from_then_on()
    {
        Assert.Equal(Platform, _machine.Selection().Choose(Nobody).Name);
        Assert.Empty(_machine.Platform.Names);
        Assert.True(VaultSelection.IsTouched(_machine.Folders, _machine.Environment));
        Assert.Equal(Platform, _machine.Selection().Find()?.Name);
    }

    [Theory]
    [InlineData(VaultBackends.None, ErrorCodes.VaultFailed)]
    [InlineData("gnome", ErrorCodes.SettingInvalid)]
    public void A_vault_that_is_turned_off_or_that_there_is_none_of_is_an_error_that_names_the_variable(string name, string code)
    {
        _machine.Environment[VaultSelection.Variable] = name;
        var failure = Assert.Throws<CredentialsException>(() => _machine.Selection().Choose(Nobody));
        Assert.Equal(code, failure.Code);
        Assert.Contains(VaultSelection.Variable, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variable_goes_before_what_is_in_use_and_a_weaker_one_does_not_stay()
    {
        _machine.Selection().Choose(Nobody);
        _machine.Environment[VaultSelection.Variable] = VaultBackends.File;
        Assert.Equal(VaultBackends.File, _machine.Selection().Choose(Nobody).Name);
        _machine.Environment.Remove(VaultSelection.Variable);
        Assert.Equal(Platform, _machine.Selection().Find()?.Name);
    }

    [Fact]
    public void A_stronger_vault_that_was_named_once_stays()
    {
        _machine.Environment[VaultSelection.Variable] = VaultBackends.File;
        _machine.Selection().Choose(Nobody);
        _machine.Environment[VaultSelection.Variable] = Platform;
        _machine.Selection().Choose(Nobody);
        _machine.Environment.Remove(VaultSelection.Variable);
        Assert.Equal(Platform, _machine.Selection().Find()?.Name);
    }

    [Fact]
    public void Once_used_a_vault_that_is_locked_or_out_of_reach_is_an_error_and_nothing_weaker_takes_its_place()
    {
        _machine.Selection().Choose(Nobody).Store("keys/dev", new Secret("one"));
        _machine.WriteFileVault();
        _machine.Platform.IsLocked = true;
        Assert.Equal(ErrorCodes.VaultLocked, Assert.Throws<CredentialsException>(() => _machine.Selection().Choose(Agree).Find("keys/dev")).Code);
        Assert.Equal(ErrorCodes.VaultLocked, Assert.Throws<CredentialsException>(() => _machine.Selection().Find()!.Find("keys/dev")).Code);
        (_machine.Platform.IsLocked, _machine.Platform.IsBroken) = (false, true);
        Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => _machine.Selection().Choose(Agree).Find("keys/dev")).Code);
    }

    [Fact]
    public void Where_the_platform_has_none_a_file_is_made_only_if_a_person_agrees_and_is_told_why()
    {
        _machine.Platform.IsBroken = true;
        Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => _machine.Selection().Choose(Nobody)).Code);
        Assert.Null(_machine.Selection().Find());

        string? why = null;
        Assert.Equal(VaultBackends.File, _machine.Selection().Choose(reason =>
        {
            why = reason;
            return true;
        }).Name);
        Assert.Equal("the vault doesn't answer", why);
        _machine.WriteFileVault();
        Assert.Equal(VaultBackends.File, _machine.Selection().Find()?.Name);
    }

    [Fact]
    public void A_file_that_is_there_is_used_without_a_question()
    {
        _machine.Platform.IsBroken = true;
        _machine.WriteFileVault();
        Assert.Equal(VaultBackends.File, _machine.Selection().Choose(Nobody).Name);
    }

    [Fact]
    public void A_locked_vault_of_the_platform_is_never_passed_over_for_a_file()
    {
        _machine.Platform.IsLocked = true;
        _machine.WriteFileVault();
        var failure = Assert.Throws<CredentialsException>(() => _machine.Selection().Choose(Agree));
        Assert.Equal(ErrorCodes.VaultLocked, failure.Code);
        Assert.Contains(VaultSelection.Variable, failure.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_that_gives_back_something_else_is_not_chosen()
    {
        _machine.Environment[VaultSelection.Variable] = Platform;
        var selection = new VaultSelection(_machine.Folders, _machine.Environment, new FakeTime(), (_, _) => new ForgetfulVault());
        Assert.Contains("doesn't give back", Assert.Throws<CredentialsException>(() => selection.Choose(Agree)).Message, StringComparison.Ordinal);
        _machine.Environment.Remove(VaultSelection.Variable);
        Assert.Null(_machine.Selection().Find());
    }

    [Fact]
    public void A_file_vault_that_is_gone_is_missed()
    {
        _machine.Platform.IsBroken = true;
        _machine.Selection().Choose(Agree);
        var failure = Assert.Throws<CredentialsException>(() => _machine.Selection().Find());
        Assert.Equal(ErrorCodes.VaultFailed, failure.Code);
        Assert.Contains("vault.enc", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"version\":2,\"backend\":\"file\"}")]
    [InlineData("not json")]
    public void A_mark_that_cannot_be_read_is_an_error_and_never_taken_for_no_vault(string content)
    {
        Directory.CreateDirectory(_machine.Folders.State);
        File.WriteAllText(Path.Combine(_machine.Folders.State, "vault.json"), content);
        var failure = Assert.Throws<CredentialsException>(() => _machine.Selection().Find());
        Assert.Equal(ErrorCodes.VaultFailed, failure.Code);
        Assert.Contains("vault.json", failure.Message, StringComparison.Ordinal);
    }

    private static bool Agree(string reason) => true;

    private static bool Nobody(string reason) => false;

    private sealed class ForgetfulVault : ISecretVault
    {
        public string Name => Platform;

        public Secret? Find(string name) => null;

        public void Store(string name, Secret secret)
        {
        }

        public bool Remove(string name) => true;
    }
}
