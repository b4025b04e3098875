using Lanyard.Sandbox.Journal;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Journal;

/// <summary>A journal that isn't whole, and one that can't be written.</summary>
public sealed class DamageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_last_line_that_was_cut_off_is_dropped_with_a_word_and_the_file_goes_on_behind_the_one_before(int cut)
    {
        var kept = await WithUsersAsync("first", "second");
        var (text, lines) = (kept.Text, kept.Lines.Length);
        kept.Replace(text[..^cut]);

        using (var iam = kept.Start())
        {
            Assert.Contains($"state.jsonl:{lines}: ", Assert.Single(kept.Said), StringComparison.Ordinal);
            Assert.Equal("first", Assert.Single(await NewUsersAsync(iam)));
            await iam.DoAsync("CreateUser", ("UserName", "third"));
        }

        using var last = kept.Start();
        Assert.Equal(["first", "third"], await NewUsersAsync(last));
        Assert.Single(kept.Said);
    }

    [Theory]
    [InlineData("{\"call\":\"1.2\",\"ti")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"drawn\":1}")]
    public async Task A_broken_line_in_the_middle_is_an_error_with_its_line_and_what_to_do(string broken)
    {
        var kept = await WithUsersAsync("first", "second");
        var lines = kept.Lines;
        lines[3] = broken;
        kept.Replace(string.Join('\n', lines) + "\n");

        var e = Assert.Throws<JournalException>(() => kept.Start());
        Assert.Equal((JournalProblem.Invalid, "state.jsonl:4: this line is broken"), (e.Problem, e.Message));
        Assert.Contains("head -n 3", e.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("shopping: milk")]
    [InlineData("{\"version\":1}\n")]
    [InlineData("[1]\n")]
    [InlineData("{\"format\":\"lanyard-sandbox\",\"version\":1}\n")]
    public void Another_file_is_refused_and_left_alone(string text)
    {
        var kept = new KeptSandbox();
        kept.Replace(text);
        Assert.Equal(JournalProblem.Invalid, Assert.Throws<JournalException>(() => kept.Start()).Problem);
        Assert.Equal(text, kept.Text);
    }

    [Fact]
    public void A_later_format_is_refused()
    {
        var kept = new KeptSandbox();
        kept.Replace(kept.Text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal));
        Assert.Contains("Lanyard 1.2.3", Assert.Throws<JournalException>(() => kept.Start()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"status\":200", "\"status\":409")]
    [InlineData("UserName=first", "UserName=other")]
    public async Task A_call_that_would_be_answered_otherwise_is_an_error_with_its_line(string was, string now)
    {
        var kept = await WithUsersAsync("first");
        kept.Replace(kept.Text.Replace(was, now, StringComparison.Ordinal));

        var e = Assert.Throws<JournalException>(() => kept.Start());
        Assert.Equal(JournalProblem.Otherwise, e.Problem);
        Assert.StartsWith($"state.jsonl:{kept.Lines.Length}: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_cant_be_written_is_not_answered_and_nothing_is_after_it(bool isHalfWritten)
    {
        var kept = new KeptSandbox();
        FullDisk? disk = null;
        using (var iam = kept.Start(file => disk = new FullDisk(file)))
        {
            var admin = iam.Admin;
            await iam.CallAsync(admin, "CreateUser", ("UserName", "first"));
            (disk!.IsFull, disk.TakesHalf) = (true, isHalfWritten);
            Assert.Equal("InternalFailure", (await iam.RefusalAsync(admin, "CreateUser", ("UserName", "second"))).Code);
            disk.IsFull = false;
            Assert.Equal("InternalFailure", (await iam.RefusalAsync(admin, "ListUsers")).Code);
        }

        using var again = kept.Start();
        Assert.Equal(["first"], await NewUsersAsync(again));
    }

    [Fact]
    public async Task Who_runs_the_sandbox_is_told_that_it_lost_its_disk()
    {
        var kept = new KeptSandbox();
        kept.File.Position = 0;
        var disk = new FullDisk(kept.File);
        var journal = CallJournal.Open(disk, "state.jsonl", kept.Said.Add);
        using var order = new CallOrder(journal.Header, kept.Clock, journal);
        using var sandbox = new TestSandbox(null, kept.Clock, order);
        disk.IsFull = true;
        Assert.Null(sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Developer"));

        var e = await order.Failed;
        Assert.Equal(JournalProblem.NotWritten, e.Problem);
        Assert.Contains("state.jsonl: no room", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_at_once_are_all_there_afterwards()
    {
        var kept = new KeptSandbox();
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"user-{i:00}")];
        using (var iam = kept.Start())
        {
            var admin = iam.Admin;
            await Task.WhenAll(names.Select(name => Task.Run(() => iam.CallAsync(admin, "CreateUser", ("UserName", name)))));
        }

        using var again = kept.Start();
        Assert.Equal(names, await NewUsersAsync(again));
    }

    private static async Task<KeptSandbox> WithUsersAsync(params string[] names)
    {
        var kept = new KeptSandbox();
        using var iam = kept.Start();
        var admin = iam.Admin;
        foreach (var name in names)
        {
            await iam.CallAsync(admin, "CreateUser", ("UserName", name));
        }

        return kept;
    }

    private static async Task<string[]> NewUsersAsync(IamSandbox iam) =>
        [.. IamSandbox.All(await iam.CallAsync(iam.Admin, "ListUsers"), "UserName").Except(["ci", "maria"])];

    /// <summary>A file on a disk that can be full.</summary>
    private sealed class FullDisk(Stream file) : Stream
    {
        public bool IsFull { get; set; }

        public bool TakesHalf { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value)
        {
            // Without this the half stays, as where a disk fails altogether.
            if (!IsFull)
            {
                file.SetLength(value);
            }
            else
            {
                throw new IOException("no room");
            }
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (IsFull)
            {
                file.Write(buffer, offset, TakesHalf ? count / 2 : 0);
                throw new IOException("no room");
            }

            file.Write(buffer, offset, count);
        }
    }
}
