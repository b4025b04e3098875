using System.Security.Cryptography;
using Lanyard.Credentials.Vault.Native.Linux;

namespace Lanyard.Tests.Credentials.Vault;

public sealed class KernelKeyringTests
{
    private readonly string _name = "test:" + RandomNumberGenerator.GetHexString(16);

    [Fact]
    public void A_key_is_held_replaced_and_forgotten()
    {
        var keyring = Keyring();
        Assert.Null(keyring.Find(_name));
        Assert.True(keyring.Hold(_name, [1, 2, 3], TimeSpan.FromMinutes(1)));
        Assert.Equal<byte[]>([1, 2, 3], KernelKeyring.Open()!.Find(_name));
        Assert.True(keyring.Hold(_name, [4, 5], TimeSpan.FromMinutes(1)));
        Assert.Equal<byte[]>([4, 5], keyring.Find(_name));
        keyring.Forget(_name);
        Assert.Null(keyring.Find(_name));
        keyring.Forget(_name);
    }

    [Fact]
    public async Task A_key_is_gone_when_its_time_is_over()
    {
        var keyring = Keyring();
        Assert.True(keyring.Hold(_name, [1], TimeSpan.FromSeconds(1)));
        Assert.NotNull(keyring.Find(_name));
        await Task.Delay(TimeSpan.FromSeconds(2.2), TestContext.Current.CancellationToken);
        Assert.Null(keyring.Find(_name));
    }

    [Fact]
    public void Threads_see_the_same_key()
    {
        var keyring = Keyring();
        Assert.True(keyring.Hold(_name, [7], TimeSpan.FromMinutes(1)));
        Parallel.For(0, 16, _ => Assert.Equal<byte[]>([7], keyring.Find(_name)));
        keyring.Forget(_name);
    }

    private static KernelKeyring Keyring()
    {
        var keyring = KernelKeyring.Open();
        string probe = "test:" + RandomNumberGenerator.GetHexString(16);
        bool works = keyring?.Hold(probe, [1], TimeSpan.FromSeconds(5)) == true;
        Assert.SkipUnless(works, "this system lets nobody add a key to the kernel's keyring: no Linux, or a container that forbids it");
        keyring!.Forget(probe);
        return keyring;
    }
}
