using Lanyard.Credentials.Mfa;

namespace Lanyard.Tests.Credentials.Mfa;

public sealed class UsedCodesTests : IDisposable
{
    private const string Device = "arn:aws:iam::111111111111:mfa/anna";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new(Totp.StartOf(1000).AddSeconds(10));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => _folder["state/mfa"];

    private UsedCodes Codes => new(Folder, _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_used_code_is_used_until_the_next_one_also_for_another_process()
    {
        Assert.Equal(TimeSpan.Zero, Codes.UntilUnused(Device));
        Assert.True(Codes.Use(Device, Totp.StepOf(_time.GetUtcNow())));
        Assert.Equal(TimeSpan.FromSeconds(20), Codes.UntilUnused(Device));
        Assert.Equal(TimeSpan.Zero, Codes.UntilUnused("another"));
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(TimeSpan.FromSeconds(1), Codes.UntilUnused(Device));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, Codes.UntilUnused(Device));
    }

    [Fact]
    public void A_clock_that_was_set_back_keeps_nobody_waiting_for_hours()
    {
        Codes.Use(Device, 5000);
        Assert.Equal(TimeSpan.Zero, Codes.UntilUnused(Device));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"serialNumber":"another","lastStep":"1000"}""")]
    [InlineData("""{"serialNumber":"arn:aws:iam::111111111111:mfa/anna","lastStep":"soon"}""")]
    public void A_spoilt_note_is_none(string text)
    {
        Codes.Use(Device, 1000);
        File.WriteAllText(Directory.GetFiles(Folder, "*.json").Single(), text);
        Assert.Equal(TimeSpan.Zero, Codes.UntilUnused(Device));
    }

    [Fact]
    public void The_note_is_private_and_holds_no_code()
    {
        Codes.Use(Device, 1000);
        var file = Directory.GetFiles(Folder).Single();
        Assert.Equal($$"""{"serialNumber":"{{Device}}","lastStep":"1000"}""", File.ReadAllText(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task One_at_a_time_asks_for_codes_of_a_device()
    {
        using var first = await Codes.LockAsync(Device, Ct);
        Assert.NotNull(first);
        using var other = await Codes.LockAsync("another", Ct);
        Assert.NotNull(other);
        var second = Codes.LockAsync(Device, Ct);
        await Task.Delay(100, Ct);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(20), Ct))!.Dispose();
    }

    [Fact]
    public async Task A_wait_for_the_device_can_be_stopped()
    {
        using var first = await Codes.LockAsync(Device, Ct);
        using var stop = new CancellationTokenSource();
        var second = Codes.LockAsync(Device, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_keeps_nobody_from_asking()
    {
        var codes = new UsedCodes(Path.Combine(_folder.Write("file", ""), "mfa"), _time);
        Assert.Null(await codes.LockAsync(Device, Ct));
        Assert.False(codes.Use(Device, 1));
    }
}
