using System.Text;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Journal;

/// <summary>A sandbox that is started again and again on one journal, and on one clock.</summary>
internal sealed class KeptSandbox
{
    public KeptSandbox(string? seed = null, bool isDeterministic = false)
    {
        var header = isDeterministic ? JournalHeader.CreateDeterministic("1.2.3", seed) : JournalHeader.Create("1.2.3", seed, Clock.Now);
        File.Write(header.ToLine());
    }

    public TestClock Clock { get; } = new();

    /// <summary>The journal.</summary>
    public MemoryStream File { get; private set; } = new();

    /// <summary>What a start said of the journal.</summary>
    public List<string> Said { get; } = [];

    public string Text => Encoding.UTF8.GetString(File.ToArray());

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Starts the sandbox.</summary>
    /// <param name="stream">Stands between it and the journal.</param>
    public IamSandbox Start(Func<Stream, Stream>? stream = null)
    {
        File.Position = 0;
        var journal = CallJournal.Open(stream?.Invoke(File) ?? File, "state.jsonl", Said.Add);
        var seed = journal.Header.Seed is { } text ? SandboxSeedFile.Read(text.Reveal(), "seed.yaml") : SandboxSeed.Default;
        return new IamSandbox(new TestSandbox(seed, Clock, new CallOrder(journal.Header, Clock, journal)));
    }

    /// <summary>Lets the journal be another text.</summary>
    public void Replace(string text)
    {
        File = new MemoryStream();
        File.Write(Encoding.UTF8.GetBytes(text));
    }
}
