using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>What is known of Secret Service without asking it; <c>Lanyard.EndToEnd</c> asks a real one.</summary>
public sealed class SecretServiceVaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bus_is_known_by_its_variable_or_by_its_socket_in_the_run_time_folder()
    {
        Assert.False(SecretServiceVault.HasBus(new Dictionary<string, string>()));
        Assert.False(SecretServiceVault.HasBus(new Dictionary<string, string> { ["DBUS_SESSION_BUS_ADDRESS"] = "" }));
        Assert.True(SecretServiceVault.HasBus(new Dictionary<string, string> { ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/run/bus" }));

        var run = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = _folder.Path };
        Assert.False(SecretServiceVault.HasBus(run));
        _folder.Write("bus", "");
        Assert.True(SecretServiceVault.HasBus(run));
    }

    [Theory]
    [InlineData("keys/dev", true)]
    [InlineData("me+you@example.com", true)]
    [InlineData("schlüssel_1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("a\0", false)]
    public void A_name_is_letters_digits_and_a_few_signs(string name, bool isOne)
    {
        Assert.Equal(isOne, VaultRules.IsName(name));
        Assert.False(VaultRules.IsName(new string('a', VaultRules.MaxNameLength + 1)));
    }
}
