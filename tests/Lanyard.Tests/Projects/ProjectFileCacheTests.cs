using System.Text;
using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public sealed class ProjectFileCacheTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _path;

    public ProjectFileCacheTests() => _path = _folder.Write("lanyard.yaml", Samples.Rich);

    private string CacheFolder => _folder.File("cache");

    private string CacheFile => Assert.Single(Directory.GetFiles(System.IO.Path.Combine(CacheFolder, "projects")));

    [Theory]
    [InlineData(null)]
    [InlineData(Samples.RichLocal)]
    [InlineData("version: 1")]
    public void The_cached_form_equals_the_parsed_form(string? local)
    {
        if (local is not null)
        {
            _folder.Write("lanyard.local.yaml", local);
        }

        var parsed = ProjectFile.Load(_path);
        Assert.Equal(parsed, ProjectFileCache.Load(_path, CacheFolder));
        Assert.True(IsAnsweredFromCache(parsed));
        Assert.Equal(parsed, ProjectFileCache.Load(_path, CacheFolder));
    }

    [Fact]
    public void Text_outside_ASCII_a_byte_order_mark_and_Windows_line_ends_still_hit()
    {
        File.WriteAllText(_path, "# Ärger 😀 <&'+\"\\\r\n" + Samples.Rich.ReplaceLineEndings("\r\n"), new UTF8Encoding(true));
        var parsed = ProjectFileCache.Load(_path, CacheFolder);
        Assert.True(IsAnsweredFromCache(parsed));
    }

    [Fact]
    public void A_changed_file_invalidates_even_with_the_same_length_and_time()
    {
        var before = File.GetLastWriteTimeUtc(_path);
        ProjectFileCache.Load(_path, CacheFolder);
        File.WriteAllText(_path, Samples.Rich.Replace("orders", "orderz", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(_path, before);

        Assert.Equal("orderz", ProjectFileCache.Load(_path, CacheFolder).Project);
        Assert.Equal("orderz", ProjectFileCache.Load(_path, CacheFolder).Project);
    }

    [Fact]
    public void A_file_that_became_invalid_is_refused_whatever_is_cached()
    {
        ProjectFileCache.Load(_path, CacheFolder);
        File.AppendAllText(_path, "\nnonsense: 1\n");
        Assert.Throws<ProjectFileException>(() => ProjectFileCache.Load(_path, CacheFolder));
        File.Delete(_path);
        Assert.Throws<ProjectFileException>(() => ProjectFileCache.Load(_path, CacheFolder));
    }

    [Fact]
    public void A_local_file_that_comes_changes_or_goes_invalidates()
    {
        Assert.IsType<StageAccess.PermissionSet>(ProjectFileCache.Load(_path, CacheFolder).Stages[0].Access);
        var local = _folder.Write("lanyard.local.yaml", Samples.RichLocal);
        Assert.Equal(new StageAccess.Profile("my-dev"), ProjectFileCache.Load(_path, CacheFolder).Stages[0].Access);
        _folder.Write("lanyard.local.yaml", Samples.RichLocal.Replace("my-dev", "mine", StringComparison.Ordinal));
        Assert.Equal(new StageAccess.Profile("mine"), ProjectFileCache.Load(_path, CacheFolder).Stages[0].Access);
        File.Delete(local);
        Assert.IsType<StageAccess.PermissionSet>(ProjectFileCache.Load(_path, CacheFolder).Stages[0].Access);
    }

    [Fact]
    public void A_corrupt_cache_is_ignored_and_rewritten()
    {
        var parsed = ProjectFileCache.Load(_path, CacheFolder);
        var good = File.ReadAllBytes(CacheFile);
        List<byte[]> damaged = [[], "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), [0xFF, 0xFE, 0x00], [.. good, (byte)'x'], [.. good, .. good]];
        for (var length = 1; length < good.Length; length += 7)
        {
            damaged.Add(good[..length]);
        }

        foreach (var bytes in damaged)
        {
            File.WriteAllBytes(CacheFile, bytes);
            Assert.Equal(parsed, ProjectFileCache.Load(_path, CacheFolder));
            Assert.Equal(good, File.ReadAllBytes(CacheFile));
        }
    }

    [Fact]
    public void No_damage_to_the_cache_gives_an_unplanned_exception()
    {
        ProjectFileCache.Load(_path, CacheFolder);
        var good = File.ReadAllBytes(CacheFile);
        var cacheFile = CacheFile;
        var random = new Random(7);
        byte[] values = [0, 1, 2, 3, 48, 110, 120, 127, 128, 254, 255];
        for (var i = 0; i < 1000; i++)
        {
            // The form is behind the sources, so damage there is what gets past the comparison.
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length * 2 / 3, bad.Length)] = values[random.Next(values.Length)];
            File.WriteAllBytes(cacheFile, bad);
            Assert.NotEmpty(ProjectFileCache.Load(_path, CacheFolder).Stages);
        }
    }

    [Fact]
    public void A_cache_of_another_version_build_or_path_is_not_used()
    {
        ProjectFileCache.Load(_path, CacheFolder);
        var good = File.ReadAllBytes(CacheFile);
        var path = Encoding.Latin1.GetString(good).IndexOf("lanyard.yaml", StringComparison.Ordinal);
        foreach (var at in new[] { 0, 3, 4, 19, path })
        {
            var other = (byte[])good.Clone();
            other[at] ^= 1;
            Assert.False(IsAnsweredFromCache(ProjectFile.Load(_path), other));
        }

        Assert.True(IsAnsweredFromCache(ProjectFile.Load(_path), good));
    }

    [Fact]
    public void Failing_to_write_the_cache_is_no_error()
    {
        // A file where the folder should be fails for everybody, root included.
        var blocked = _folder.Write("blocked", "");
        Assert.Equal(ProjectFile.Load(_path), ProjectFileCache.Load(_path, blocked));

        Directory.CreateDirectory(_folder.File("odd/projects"));
        ProjectFileCache.Load(_path, CacheFolder);
        Directory.CreateDirectory(_folder.File("odd/projects/" + System.IO.Path.GetFileName(CacheFile) + "/x"));
        Assert.Equal(ProjectFile.Load(_path), ProjectFileCache.Load(_path, _folder.File("odd")));
        Assert.Empty(Directory.GetFiles(_folder.File("odd/projects")));
    }

    [Fact]
    public void The_cache_is_private_and_leaves_no_temporary_files()
    {
        ProjectFileCache.Load(_path, CacheFolder);
        Assert.Matches("^[0-9a-f]{16}\\.bin$", System.IO.Path.GetFileName(CacheFile));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(CacheFile));
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(Private, File.GetUnixFileMode(CacheFolder));
            Assert.Equal(Private, File.GetUnixFileMode(System.IO.Path.Combine(CacheFolder, "projects")));
        }
    }

    [Fact]
    public async Task Many_at_once_all_get_the_file()
    {
        var parsed = ProjectFile.Load(_path);
        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => ProjectFileCache.Load(_path, CacheFolder))));
        Assert.All(all, file => Assert.Equal(parsed, file));
        Assert.True(IsAnsweredFromCache(parsed));
    }

    public void Dispose() => _folder.Dispose();

    // A mark in the cached form that the file itself hasn't: it shows where an answer came from. In the form the project's name
    // follows its length, in the sources a blank.
    private bool IsAnsweredFromCache(ProjectFile parsed, byte[]? form = null)
    {
        form ??= File.ReadAllBytes(CacheFile);
        var name = (ReadOnlySpan<byte>)[6, 0, 0, 0, .. Encoding.UTF8.GetBytes(parsed.Project!)];
        Assert.Equal(10, name.Length);
        var at = form.AsSpan().IndexOf(name);
        Assert.True(at > 0);
        var marked = (byte[])form.Clone();
        "marked"u8.CopyTo(marked.AsSpan(at + 4));
        File.WriteAllBytes(CacheFile, marked);
        var isHit = ProjectFileCache.Load(_path, CacheFolder).Project == "marked";
        File.WriteAllBytes(CacheFile, form);
        return isHit;
    }
}
