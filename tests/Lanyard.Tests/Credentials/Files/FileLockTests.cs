using Lanyard.Credentials.Files;

namespace Lanyard.Tests.Credentials.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockFile => _folder["locks/one.lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_holds_it_at_a_time()
    {
        using (var held = FileLock.TryAcquire(LockFile))
        {
            Assert.NotNull(held);
            Assert.Null(FileLock.TryAcquire(LockFile));
            Assert.Null(FileLock.TryAcquire(LockFile, TimeSpan.FromMilliseconds(30)));
        }

        using var next = FileLock.TryAcquire(LockFile);
        Assert.NotNull(next);
    }

    [Fact]
    public void The_file_stays_and_is_the_owners_alone()
    {
        FileLock.TryAcquire(LockFile)!.Dispose();
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(LockFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(0, new FileInfo(LockFile).Length);
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_told_to()
    {
        using var held = FileLock.TryAcquire(LockFile);
        Assert.Null(await FileLock.AcquireAsync(LockFile, waited => waited < TimeSpan.FromMilliseconds(40), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_place_that_can_not_be_is_an_error_of_the_system()
    {
        _folder.Write("file", "");
        Assert.ThrowsAny<IOException>(() => FileLock.TryAcquire(_folder["file/one.lock"]));
        Directory.CreateDirectory(_folder["folder.lock"]);
        Assert.True(Record.Exception(() => FileLock.TryAcquire(_folder["folder.lock"])) is IOException or UnauthorizedAccessException);
    }
}
