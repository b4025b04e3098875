using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Turns the first signal to stop into cancellation, so that what was made is cleaned up; a second one ends the process at once.
/// There is no time limit: while a command runs as our child, how long its own clean-up takes is its business.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signal;

    /// <summary>Listens from now on.</summary>
    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Take(c, 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Take(c, 15)),
    ];

    /// <summary>Gets what is cancelled by a signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Gets what a shell would exit with after the signal that came, 128 + its number; null where none came.</summary>
    public int? ExitCode => Volatile.Read(ref _signal) is > 0 and var signal ? 128 + signal : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Take(PosixSignalContext context, int signal)
    {
        if (Interlocked.CompareExchange(ref _signal, signal, 0) == 0)
        {
            context.Cancel = true;
            try
            {
                // Not on this thread: what runs on cancellation may take its time, and other handlers wait behind us.
                _ = _stop.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The command ended at this moment.
            }
        }
    }
}
