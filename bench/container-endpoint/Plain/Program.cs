using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

// plain FILE: answers every request with the bytes of the file, and prints its address. It looks at nothing that comes.
var body = File.ReadAllBytes(args[0]);
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
{
    options.AddServerHeader = false;
    options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
});
var application = builder.Build();
application.Run(async context =>
{
    context.Response.StatusCode = 200;
    context.Response.Headers.ContentType = "application/json";
    context.Response.Headers.CacheControl = "no-store";
    context.Response.ContentLength = body.Length;
    await context.Response.Body.WriteAsync(body, context.RequestAborted);
});
await application.StartAsync();
Console.WriteLine(application.Urls.First());
await application.WaitForShutdownAsync();
