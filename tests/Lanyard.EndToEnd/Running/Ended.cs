namespace Lanyard.EndToEnd.Running;

/// <summary>What a process left when it ended.</summary>
/// <param name="Command">What was run, for messages.</param>
/// <param name="ExitCode">Its exit code; 128 + signal where a signal ended it.</param>
/// <param name="Out">All of its stdout.</param>
/// <param name="Error">All of its stderr.</param>
public sealed record Ended(string Command, int ExitCode, string Out, string Error)
{
    /// <summary>Gives itself when the process ended well; else the test fails with all it said.</summary>
    public Ended Succeeded() => EndedWith(0);

    /// <summary>Gives itself when the process ended with a code; else the test fails with all it said.</summary>
    public Ended EndedWith(int exitCode)
    {
        if (ExitCode != exitCode)
        {
            Assert.Fail($"expected exit code {exitCode}\n{this}");
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"$ {Command}\n[exit code {ExitCode}]\n[stdout]\n{Out}\n[stderr]\n{Error}";
}
