using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lanyard.Bench.Empty;

/// <summary>
/// Uses the parts of the frameworks that lanyard uses: Kestrel behind TLS, HttpClient, certificates, JSON, XML, child processes,
/// System.CommandLine. It runs, so that nothing of it is linked for show.
/// </summary>
internal static class Everything
{
    public static async Task<int> RunAsync()
    {
        var name = new Option<string?>("--name") { Description = "a name", Recursive = true };
        var root = new RootCommand("uses everything") { name };
        root.SetAction((result, stop) => CallOurselvesAsync(result.GetValue(name) ?? "nobody", stop));
        return await root.Parse("--name somebody").InvokeAsync(new InvocationConfiguration { Output = new StringWriter(), Error = Console.Error });
    }

    private static async Task<int> CallOurselvesAsync(string name, CancellationToken stop)
    {
        using var certificate = SelfSigned();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => async connection =>
            {
                await using var tls = new SslStream(new MemoryStream());
                await next(connection);
            });
        }));
        await using var application = builder.Build();
        application.Run(context => context.Response.WriteAsync(Json(name)));
        await application.StartAsync(stop);
        using var handler = new SocketsHttpHandler { UseProxy = true, SslOptions = { CertificateChainPolicy = new X509ChainPolicy { CustomTrustStore = { certificate } } } };
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, application.Urls.First());
        using var answer = await http.SendAsync(request, stop);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
        var element = XDocument.Parse($"<name>{document.RootElement.GetProperty("name").GetString()}</name>").Root!;
        using var child = Process.Start(new ProcessStartInfo("true") { RedirectStandardOutput = true })!;
        await child.WaitForExitAsync(stop);
        Console.WriteLine(element.Value);
        return child.ExitCode;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=empty", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddHours(1));
    }

    private static string Json(string name)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("digest", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
