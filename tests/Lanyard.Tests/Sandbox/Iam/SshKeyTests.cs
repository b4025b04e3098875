using System.Security.Cryptography;
using Lanyard.Tests.Sandbox.Journal;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>SSH public keys; what each operation answers is in the end-to-end scenarios.</summary>
public sealed class SshKeyTests
{
    [Theory]
    [InlineData(1024, "InvalidPublicKey")]
    [InlineData(2048, null)]
    public async Task A_key_of_less_than_2048_bits_is_refused(int bits, string? code)
    {
        using var iam = new IamSandbox();
        using var key = RSA.Create(bits);
        await iam.MakeUserAsync("eve");
        (string, string)[] parameters = [("UserName", "eve"), ("SSHPublicKeyBody", key.ExportSubjectPublicKeyInfoPem())];
        if (code is null)
        {
            await iam.DoAsync("UploadSSHPublicKey", parameters);
        }
        else
        {
            Assert.Equal(code, (await iam.RefusalAsync(iam.Admin, "UploadSSHPublicKey", parameters)).Code);
        }
    }

    [Fact]
    public async Task A_private_key_is_none_to_hand_out()
    {
        using var iam = new IamSandbox();
        using var key = RSA.Create(2048);
        await iam.MakeUserAsync("eve");
        foreach (var pem in new[] { key.ExportRSAPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem() })
        {
            Assert.Equal("InvalidPublicKey", (await iam.RefusalAsync(iam.Admin, "UploadSSHPublicKey", ("UserName", "eve"), ("SSHPublicKeyBody", pem))).Code);
        }
    }

    [Theory]
    [InlineData("ssh-rsa")]
    [InlineData("ssh-rsa ?")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABf////w==")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    public async Task A_broken_key_is_refused(string body)
    {
        using var iam = new IamSandbox();
        await iam.MakeUserAsync("eve");
        Assert.Contains(
            (await iam.RefusalAsync(iam.Admin, "UploadSSHPublicKey", ("UserName", "eve"), ("SSHPublicKeyBody", body))).Code, new[] { "InvalidPublicKey", "UnrecognizedPublicKeyEncoding" });
    }

    [Fact]
    public async Task Keys_and_passwords_are_there_after_a_restart()
    {
        var kept = new KeptSandbox();
        using var key = RSA.Create(2048);
        string password;
        using (var iam = kept.Start())
        {
            await iam.MakeUserAsync("eve");
            await iam.DoAsync("UploadSSHPublicKey", ("UserName", "eve"), ("SSHPublicKeyBody", key.ExportSubjectPublicKeyInfoPem()));
            password = (await iam.AskAsync("ServicePassword", "CreateServiceSpecificCredential", ("UserName", "eve"), ("ServiceName", "codecommit.amazonaws.com")))!;
        }

        Assert.DoesNotContain(password, kept.Text, StringComparison.Ordinal);
        using var again = kept.Start();
        Assert.NotNull(await again.AskAsync("SSHPublicKeyId", "ListSSHPublicKeys", ("UserName", "eve")));
        Assert.Equal("eve-at-111111111111", await again.AskAsync("ServiceUserName", "ListServiceSpecificCredentials", ("UserName", "eve")));
    }
}
