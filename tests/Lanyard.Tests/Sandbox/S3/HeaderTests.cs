using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.S3;

/// <summary>What can't go out as a header doesn't come in.</summary>
public sealed class HeaderTests : IDisposable
{
    private const string Invalid = "InvalidArgument";

    private readonly S3Sandbox _s3 = new();

    [Theory]
    [InlineData("response-content-type=a%0D%0Ab")]
    [InlineData("response-content-type=%C3%A9")]
    [InlineData("response-content-disposition=%01")]
    public async Task A_query_gives_no_header_that_cannot_be_written(string query)
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text");
        Assert.StartsWith(Invalid, await _s3.RefusalAsync(_s3.Admin, "GET", "/files/a?" + query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_gives_the_headers_of_the_answer()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text", ("content-type", "text/plain"), ("cache-control", "no-store"));
        var answer = await _s3.DoAsync(_s3.Admin, "GET", "/files/a?response-content-type=text%2Fhtml&response-content-disposition=attachment");
        Assert.Equal(("text/html", "attachment", "no-store"), (answer.Headers.Get("content-type"), answer.Headers.Get("content-disposition"), answer.Headers.Get("cache-control")));
    }

    [Theory]
    [InlineData("x-amz-meta-a:b\u0001c")]
    [InlineData("x-amz-meta-a\u0001:b")]
    [InlineData("x-amz-meta-a b:c")]
    public async Task A_trailer_gives_no_header_that_cannot_be_written(string trailer)
    {
        var bucket = _s3.Make("files");
        Assert.StartsWith(Invalid, TestSandbox.Xml(await TrailAsync(trailer), "Code"), StringComparison.Ordinal);
        Assert.Empty(bucket.Objects);
    }

    [Fact]
    public async Task A_trailer_that_can_be_written_goes_out_again()
    {
        _s3.Make("files");
        Assert.Equal(200, (await TrailAsync("x-amz-meta-a:b")).Status);
        var answer = await _s3.DoAsync(_s3.Admin, "GET", "/files/a");
        Assert.Equal(("text", "b"), (answer.Text, answer.Headers.Get("x-amz-meta-a")));
    }

    // "Working with object metadata", Amazon S3 User Guide: what isn't US-ASCII is returned encoded as RFC 2047 has it.
    [Fact]
    public async Task Metadata_of_other_letters_goes_out_encoded()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text", ("x-amz-meta-a", "é"));
        Assert.Equal("=?UTF-8?B?w6k=?=", (await _s3.DoAsync(_s3.Admin, "GET", "/files/a")).Headers.Get("x-amz-meta-a"));
    }

    public void Dispose() => _s3.Dispose();

    private Task<WireResponse> TrailAsync(string trailer) =>
        _s3.SendAsync(_s3.Admin, "PUT", "/files/a", $"4\r\ntext\r\n0\r\n{trailer}\r\n\r\n", ("X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"));
}
