using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Hosting;

/// <summary>
/// Sends a browser to a secret address without naming it on a command line, where every user of the machine could read it: the browser
/// is given an address of ours that leads there once.
/// </summary>
internal static class OneTimeRedirect
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The answer is on its way when the browser came; the server stays until it is there.
    private static readonly TimeSpan Delivery = TimeSpan.FromMilliseconds(300);

    /// <summary>Opens the address in a browser.</summary>
    /// <returns>Whether a browser came for it.</returns>
    public static async Task<bool> OpenAsync(Uri secret, Browser browser, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = "/" + DeliveryHost.NewToken().Reveal();
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await DeliveryHost.StartAsync(
            url => (request, _) => ValueTask.FromResult(
                request.Method == "GET" && request.Host == url.Authority && request.Path == path && came.TrySetResult() ? Redirect(secret) : NotHere()),
            0, cancellationToken).ConfigureAwait(false);
        if (!await browser.OpenAsync(new Uri(host.Url, path), cancellationToken).ConfigureAwait(false) && !came.Task.IsCompleted)
        {
            return false;
        }

        try
        {
            await came.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }

        await Task.Delay(Delivery, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static WireResponse Redirect(Uri secret) => new(
        302, new WireHeaders(("Location", secret.AbsoluteUri), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")), ReadOnlyMemory<byte>.Empty);

    private static WireResponse NotHere() => WireResponse.OfText(404, "text/plain", "this address leads on once, and only once\n");
}
