namespace Lanyard.Cli.Edge;

/// <summary>Says how far something is that takes a while: on a terminal one line that rewrites itself, elsewhere a line now and then.</summary>
/// <param name="surroundings">The machine.</param>
/// <param name="what">What is counted.</param>
/// <param name="total">How many there are.</param>
internal sealed class ProgressLine(Surroundings surroundings, string what, int total) : IDisposable
{
    // Fewer are done before anybody wonders.
    private const int Few = 20;
    private const int Seldom = 100;
    private int _written;

    /// <summary>Says how many are done. Not for several threads at once.</summary>
    public void Report(int done)
    {
        if (surroundings.ShowsProgress)
        {
            var line = $"{what}: {done} of {total}";
            surroundings.Error.Write("\r" + line.PadRight(_written));
            _written = line.Length;
        }
        else if (total > Few && (done == total || (done > 0 && done % Seldom == 0)))
        {
            surroundings.Error.WriteLine($"{what}: {done} of {total}");
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_written > 0)
        {
            surroundings.Error.Write("\r" + new string(' ', _written) + "\r");
        }
    }
}
