using System.Net;
using Lanyard.Aws.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lanyard.Cli.Hosting;

/// <summary>Puts a <see cref="WireHandler"/> on a loopback port: the only place that knows Kestrel.</summary>
internal sealed class KestrelHost : IWireHost
{
    private readonly WebApplication _application;

    private KestrelHost(WebApplication application, Uri url)
    {
        _application = application;
        Url = url;
    }

    /// <inheritdoc/>
    public Uri Url { get; }

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<IWireHost> StartAsync(WireHandler handler, CancellationToken cancellationToken) =>
        await StartAsync(_ => handler, 0, null, cancellationToken).ConfigureAwait(false);

    /// <summary>Starts a server.</summary>
    /// <param name="makeHandler">Makes what answers, given the server's own address.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="proxy">Lets clients reach the handler through <c>CONNECT</c>; null for a plain server.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <param name="limits">How much it takes in; null for as much as a sandbox does.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<KestrelHost> StartAsync(
        Func<Uri, WireHandler> makeHandler, int port, ConnectProxy? proxy, CancellationToken cancellationToken, ServerLimits? limits = null) =>
        StartAsync(makeHandler, port, null, proxy, limits, cancellationToken);

    /// <summary>Starts a server on a port that was opened before.</summary>
    /// <param name="handler">What answers.</param>
    /// <param name="port">The port, which is the server's from now on.</param>
    /// <param name="limits">How much it takes in.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static Task<KestrelHost> StartAsync(WireHandler handler, LoopbackPort port, ServerLimits limits, CancellationToken cancellationToken) =>
        StartAsync(_ => handler, port.Number, port, null, limits, cancellationToken);

    private static async Task<KestrelHost> StartAsync(
        Func<Uri, WireHandler> makeHandler, int port, LoopbackPort? opened, ConnectProxy? proxy, ServerLimits? limits, CancellationToken cancellationToken)
    {
        limits ??= ServerLimits.OfSandbox;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = limits.BodyBytes;
            options.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
            options.Limits.MaxConcurrentConnections = limits.Connections;
            options.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (proxy is not null)
                {
                    listen.Use(proxy.Wrap);
                }
            });
        });
        builder.Services.AddSingleton<IHostLifetime, UnstoppedLifetime>();
        if (opened is not null)
        {
            builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => opened.Socket);
        }

        var application = builder.Build();
        var made = new TaskCompletionSource<WireHandler>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (opened is not null)
        {
            made.SetResult(makeHandler(opened.Url));
        }

        // Whoever calls before there is a handler waits for it.
        application.Run(async context => await AnswerAsync(context, await made.Task.ConfigureAwait(false), proxy).ConfigureAwait(false));
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        var url = new Uri(application.Urls.First());
        if (opened is null)
        {
            made.SetResult(makeHandler(url));
        }

        return new KestrelHost(application, url);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _application.StopAsync(atOnce.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, WireHandler handler, ConnectProxy? proxy)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // A client that takes us for its proxy sends plain HTTP with the whole address.
        if (!target.StartsWith('/'))
        {
            if (proxy is null || !Uri.TryCreate(target, UriKind.Absolute, out var address) || !proxy.Admits(address))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.Headers.Append("X-Lanyard-Refused", "plain HTTP");
                return;
            }

            target = address.PathAndQuery;
        }

        var lines = context.Request.Headers.SelectMany(h => h.Value.Select(v => new WireHeader(h.Key, v ?? "")));
        var request = new WireRequest(context.Request.Method, target, new WireHeaders(lines), context.Request.Body);
        try
        {
            await WriteAsync(context, await handler(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (WireBodyTooLargeException)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private static async Task WriteAsync(HttpContext context, WireResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            if (!header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers.Append(header.Name, header.Value);
            }
        }

        if (answer.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            // They have no body, and so no length.
            return;
        }

        // A HEAD is answered with the length of what a GET would bring.
        context.Response.ContentLength = context.Request.Method == "HEAD" && long.TryParse(answer.Headers.Get("Content-Length"), out var length) ? length : answer.Body.Length;
        if (context.Request.Method != "HEAD")
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
