namespace Lanyard.EndToEnd.Running;

/// <summary><c>lanyard</c> on a pseudo-terminal of its own, with somebody who types. What it writes, stderr too, is its stdout.</summary>
public sealed class Terminal : IAsyncDisposable
{
    private readonly RunningProcess _process;
    private int _read;

    private Terminal(RunningProcess process) => _process = process;

    /// <summary>Starts <c>lanyard</c>.</summary>
    public static Terminal Start(UserHome home, params IEnumerable<string> arguments)
    {
        var script = Requires.Program("script", "bsdutils");
        var command = string.Join(' ', arguments.Prepend(LanyardBinary.Path).Select(a => $"'{a.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        return new Terminal(home.Start([script, "--quiet", "--return", "--command", $"stty -echo; exec {command}", "/dev/null"], keepsInput: true));
    }

    /// <summary>Waits for a question that was not answered yet, and types an answer.</summary>
    public async Task AnswerAsync(string question, string answer)
    {
        var after = _read;
        await _process.WaitForAsync((output, _) =>
        {
            var at = output.IndexOf(question, after, StringComparison.Ordinal);
            _read = at < 0 ? _read : at + question.Length;
            return at < 0 ? null : output;
        });
        await _process.WriteAsync(answer + "\n");
    }

    /// <summary>Waits until what it wrote holds what is looked for.</summary>
    public Task<string> ReadAsync(Func<string, string?> find) => _process.WaitForAsync((output, _) => find(output));

    /// <summary>Types a character that the terminal takes for a signal: <c>\x03</c> is Ctrl+C, <c>\x04</c> the end of input.</summary>
    public Task TypeAsync(string text) => _process.WriteAsync(text);

    /// <summary>Waits for its end.</summary>
    public Task<Ended> EndAsync() => _process.EndAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
