using System.Text;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Wire;

public class WireMessageHandlerTests
{
    private WireRequest? _seen;

    [Fact]
    public async Task The_server_sees_the_request_as_it_would_be_on_the_wire()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "http://localhost:4566/a%20b?c=%2F") { Content = new StringContent("héllo", Encoding.UTF8, "text/plain") };
        message.Headers.TryAddWithoutValidation("X-Two", ["1", "2"]);
        await Send(message, new WireResponse(200, WireHeaders.Empty, default));
        Assert.Equal("POST", _seen!.Method);
        Assert.Equal("/a%20b?c=%2F", _seen.Target);
        Assert.Equal("/a%20b", _seen.Path);
        Assert.Equal("c=%2F", _seen.Query);
        Assert.Equal("localhost:4566", _seen.Host);
        Assert.Equal("text/plain", _seen.MediaType);
        Assert.Equal(["1", "2"], _seen.Headers.Where(h => h.Name == "X-Two").Select(h => h.Value));
        Assert.Equal("héllo", Encoding.UTF8.GetString((await _seen.ReadBodyAsync(100, TestContext.Current.CancellationToken)).Span));
    }

    [Fact]
    public async Task A_host_header_goes_before_the_address()
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "http://localhost:4566/");
        message.Headers.Host = "sts.amazonaws.com";
        await Send(message, new WireResponse(200, WireHeaders.Empty, default));
        Assert.Equal("sts.amazonaws.com", _seen!.Host);
        Assert.Single(_seen.Headers, h => h.Name == "Host");
    }

    [Fact]
    public async Task The_client_sees_status_body_and_every_header()
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "http://localhost/");
        using var answer = await Send(message, new WireResponse(
            418, new WireHeaders(("Content-Type", "application/json"), ("X-Amzn-ErrorType", "Teapot"), ("Date", "not a date")), "{}"u8.ToArray()));
        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Same(message, answer.RequestMessage);
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Teapot", answer.Headers.GetValues("X-Amzn-ErrorType").Single());
        Assert.Equal("not a date", answer.Headers.NonValidated["Date"].ToString());
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_while_it_is_read()
    {
        var request = new WireRequest("POST", "/", WireHeaders.Empty, new byte[101]);
        var refusal = await Assert.ThrowsAsync<WireBodyTooLargeException>(async () => await request.ReadBodyAsync(100, TestContext.Current.CancellationToken));
        Assert.Equal(100, refusal.Limit);
        Assert.Equal(100, (await new WireRequest("POST", "/", WireHeaders.Empty, new byte[100]).ReadBodyAsync(100, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public void Requests_headers_and_answers_print_nothing_secret()
    {
        var request = new WireRequest("GET", "/a?token=S3CR3T", new WireHeaders(("Authorization", "S3CR3T")), Stream.Null);
        Assert.Equal("GET /a", request.ToString());
        Assert.Equal("Authorization", request.Headers[0].ToString());
        Assert.Equal("200", WireResponse.OfText(200, "text/plain", "S3CR3T").ToString());
    }

    [Fact]
    public void Header_names_have_no_case_and_a_replacement_takes_every_line()
    {
        var headers = new WireHeaders(("a", "1"), ("B", "2"), ("A", "3"));
        Assert.Equal("1", headers.Get("A"));
        Assert.Null(headers.Get("c"));
        Assert.Equal(["B=2", "A=4"], headers.Replace("A", "4").Select(h => $"{h.Name}={h.Value}"));
        Assert.Equal(3, headers.Count);
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage message, WireResponse answer)
    {
        using var http = new HttpMessageInvoker(new WireMessageHandler((request, _) =>
        {
            _seen = request;
            return ValueTask.FromResult(answer);
        }));
        return await http.SendAsync(message, TestContext.Current.CancellationToken);
    }
}
