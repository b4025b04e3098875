using System.Text;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Vault;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Mfa;
using Lanyard.Tests.Credentials.Vault;

namespace Lanyard.Tests.Cli.Commands.Vault;

public sealed class VaultAddTotpCommandTests : IDisposable
{
    private const string Device = "arn:aws:iam::111111111111:mfa/anna";
    private const string Seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private readonly MemoryStream _out = new();
    private readonly StringWriter _error = new();
    private readonly MemoryVault _vault = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("gezd gnbv gy3t qojq gezd gnbv gy3t qojq\n")]
    [InlineData("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n")]
    public void A_seed_from_stdin_is_stored_and_not_shown(string input)
    {
        Assert.Equal(ExitCodes.Done, Run(input));
        Assert.Equal(Seed, _vault.Find(TotpSeed.NameOf(Device))!.Reveal());
        Assert.Contains($"Stored the seed of {Device} (memory)", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _out.Length);
        Assert.DoesNotContain("GEZD", _error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void As_json_it_says_device_and_vault()
    {
        Run(Seed, json: true);
        Assert.Equal("""{"serialNumber":"arn:aws:iam::111111111111:mfa/anna","vault":"memory"}""", Encoding.UTF8.GetString(_out.ToArray()).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_seed_is_not_stored()
    {
        Assert.Equal(ErrorCodes.MfaSeedInvalid, Assert.Throws<CredentialsException>(() => Run("not a seed!")).Code);
        Assert.Null(_vault.Find(TotpSeed.NameOf(Device)));
    }

    [Fact]
    public void Without_a_seed_and_a_terminal_a_person_must_act() =>
        Assert.Equal(FailureKind.PersonMustAct, Assert.Throws<CredentialsException>(() => Run("")).Kind);

    [Theory]
    [InlineData("short")]
    [InlineData("arn:aws:iam::111111111111:mfa/an na")]
    public void What_is_no_serial_number_is_wrong_usage(string serialNumber) => Assert.Throws<UsageException>(() => Run(Seed, serialNumber: serialNumber));

    private int Run(string input, bool json = false, string serialNumber = Device)
    {
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var surroundings = new Surroundings(new Dictionary<string, string>(), "/", _out, _error, new FakeTime()) { In = stdin };
        return VaultAddTotpCommand.Run(new VaultAddTotpInput(new GlobalOptions { Json = json }, serialNumber), surroundings, _vault);
    }
}
