using Microsoft.Extensions.Hosting;

namespace Lanyard.Cli.Hosting;

/// <summary>Leaves signals to whoever started the server: the host's own would take one that comes while it starts for its own, and break off.</summary>
internal sealed class UnstoppedLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
