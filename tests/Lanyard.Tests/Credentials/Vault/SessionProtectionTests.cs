using System.Collections.Concurrent;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

public sealed class SessionProtectionTests : IDisposable
{
    private readonly VaultMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Where_no_vault_was_used_there_is_no_key_and_nothing_is_opened_or_made()
    {
        Assert.Null(_machine.Protection().Find());
        Assert.Empty(_machine.Opened);
        Assert.False(Directory.Exists(_machine.Folders.State));
    }

    [Fact]
    public void The_first_session_takes_the_platforms_vault_into_use_if_that_proves_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the vault is taken into use by its own commands alone");
        byte[]? key = _machine.Protection().FindOrMake();
        Assert.Equal(SessionProtection.KeyBytes, key?.Length);
        Assert.Equal(SessionProtection.EntryName, Assert.Single(_machine.Platform.Names));
        Assert.Equal(key, _machine.Protection().Find());
        Assert.Equal(key, _machine.Protection().FindOrMake());
    }

    [Fact]
    public void The_keyring_answers_without_the_vault_and_the_vault_where_the_keyring_forgot()
    {
        var key = InUse();
        _machine.Opened.Clear();
        Assert.Equal(key, _machine.Protection().Find());
        Assert.Empty(_machine.Opened);

        _machine.Protection().Forget();
        Assert.Empty(_machine.Keyring.Names);
        Assert.Equal(key, _machine.Protection().Find());
        Assert.Single(_machine.Keyring.Names);
    }

    [Fact]
    public void A_vault_in_use_that_is_locked_or_out_of_reach_is_an_error_and_no_weaker_way_is_taken()
    {
        InUse();
        _machine.Protection().Forget();
        _machine.Platform.IsLocked = true;
        Assert.Equal(ErrorCodes.VaultLocked, Assert.Throws<CredentialsException>(() => _machine.Protection().Find()).Code);
        Assert.Equal(ErrorCodes.VaultLocked, Assert.Throws<CredentialsException>(() => _machine.Protection().FindOrMake()).Code);
        (_machine.Platform.IsLocked, _machine.Platform.IsBroken) = (false, true);
        Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => _machine.Protection().FindOrMake()).Code);
        Assert.Empty(_machine.File.Names);
    }

    [Fact]
    public void Only_the_variable_turns_protection_off_again()
    {
        var key = InUse();
        _machine.Environment[VaultSelection.Variable] = VaultBackends.None;
        Assert.Null(_machine.Protection().FindOrMake());
        _machine.Environment.Remove(VaultSelection.Variable);
        Assert.Equal(key, _machine.Protection().Find());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_vault_sessions_stay_plain_and_a_day_later_it_is_looked_for_again(bool locked)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the vault is taken into use by its own commands alone");
        (_machine.Platform.IsLocked, _machine.Platform.IsBroken) = (locked, !locked);
        Assert.Null(_machine.Protection().FindOrMake());
        Assert.Single(_machine.Opened);

        (_machine.Platform.IsLocked, _machine.Platform.IsBroken) = (false, false);
        Assert.Null(_machine.Protection().FindOrMake());
        Assert.Single(_machine.Opened);

        _machine.Time.Advance(TimeSpan.FromHours(25));
        Assert.NotNull(_machine.Protection().FindOrMake());
    }

    [Fact]
    public void Without_a_bus_it_is_known_at_once_and_nothing_is_written()
    {
        _machine.Environment.Remove("DBUS_SESSION_BUS_ADDRESS");
        Assert.Null(_machine.Protection().FindOrMake());
        Assert.Empty(_machine.Opened);
        Assert.False(Directory.Exists(_machine.Folders.State));
    }

    [Fact]
    public void A_home_of_its_own_takes_a_vault_into_use_only_when_told_to()
    {
        _machine.Environment["LANYARD_HOME"] = _machine.Folders.Cache;
        Assert.Null(_machine.Protection().FindOrMake());
        Assert.Empty(_machine.Opened);
        _machine.Environment[VaultSelection.Variable] = VaultBackends.File;
        var key = _machine.Protection().FindOrMake();
        Assert.Equal(SessionProtection.EntryName, Assert.Single(_machine.File.Names));
        Assert.Equal(key, _machine.Protection().Find());
    }

    [Fact]
    public void A_vault_that_was_taken_into_use_for_keys_protects_sessions_too()
    {
        _machine.Platform.IsBroken = true;
        _machine.Selection().Choose(_ => true);
        _machine.WriteFileVault();
        Assert.Null(_machine.Protection().Find());
        Assert.NotNull(_machine.Protection().FindOrMake());
        Assert.Equal(SessionProtection.EntryName, Assert.Single(_machine.File.Names));
    }

    [Fact]
    public void A_key_that_was_removed_from_the_vault_is_made_anew_there()
    {
        var key = InUse();
        _machine.Protection().Forget();
        _machine.Platform.Remove(SessionProtection.EntryName);
        Assert.Null(_machine.Protection().Find());
        var other = _machine.Protection().FindOrMake();
        Assert.NotNull(other);
        Assert.NotEqual(key, other);
        Assert.Equal(other, _machine.Protection().Find());
    }

    [Fact]
    public void Of_many_first_commands_all_get_the_same_key()
    {
        _machine.Environment[VaultSelection.Variable] = VaultBackends.File;
        var keys = new ConcurrentBag<string>();
        Parallel.For(0, 16, _ => keys.Add(Convert.ToHexString(_machine.Protection().FindOrMake()!)));
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public void A_key_that_is_to_be_held_for_no_time_is_asked_of_the_vault_each_time()
    {
        _machine.Environment[VaultUnlock.Variable] = "0";
        InUse();
        Assert.Empty(_machine.Keyring.Names);
        _machine.Opened.Clear();
        Assert.NotNull(_machine.Protection().Find());
        Assert.Single(_machine.Opened);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("12h")]
    [InlineData("9999999")]
    public void A_time_that_is_no_number_of_seconds_is_an_error_that_names_the_variable(string text)
    {
        _machine.Environment[VaultUnlock.Variable] = text;
        var failure = Assert.Throws<CredentialsException>(InUse);
        Assert.Equal(ErrorCodes.SettingInvalid, failure.Code);
        Assert.Contains(VaultUnlock.Variable, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mark_holds_no_key()
    {
        var key = InUse();
        string mark = File.ReadAllText(Path.Combine(_machine.Folders.State, "vault.json"));
        Assert.DoesNotContain(Convert.ToBase64String(key), mark, StringComparison.Ordinal);
        Assert.Contains(VaultBackends.OfPlatform(), mark, StringComparison.Ordinal);
    }

    private byte[] InUse()
    {
        _machine.Selection().Choose(_ => false);
        return _machine.Protection().FindOrMake()!;
    }
}
