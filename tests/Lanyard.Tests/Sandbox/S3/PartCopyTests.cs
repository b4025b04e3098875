namespace Lanyard.Tests.Sandbox.S3;

/// <summary>"UploadPartCopy", Amazon S3 API Reference: a part that is taken from another object, which the caller may read.</summary>
public sealed class PartCopyTests : IDisposable
{
    private readonly S3Sandbox _s3 = new();

    [Fact]
    public async Task A_part_is_copied_whole_or_by_a_range()
    {
        var bucket = _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/source", "0123456789");
        var id = await BeginAsync("made");
        var first = await _s3.DoAsync(_s3.Admin, "PUT", $"/files/made?partNumber=1&uploadId={id}", "", ("x-amz-copy-source", "/files/source"), ("x-amz-copy-source-range", "bytes=2-4"));
        Assert.Contains("<CopyPartResult", first.Text, StringComparison.Ordinal);
        var etag = TestSandbox.Xml(first, "ETag");
        await _s3.DoAsync(_s3.Admin, "POST", $"/files/made?uploadId={id}", $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>");
        Assert.Equal("234"u8, bucket.Current("made")!.Data!);
    }

    [Theory]
    [InlineData("bytes=2-10")]
    [InlineData("bytes=4-2")]
    [InlineData("bytes=2-")]
    [InlineData("2-4")]
    public async Task A_range_is_within_the_source_and_has_both_ends(string range)
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/source", "0123456789");
        var id = await BeginAsync("made");
        Assert.StartsWith("Invalid", await _s3.RefusalAsync(_s3.Admin, "PUT", $"/files/made?partNumber=1&uploadId={id}", "", ("x-amz-copy-source", "files/source"), ("x-amz-copy-source-range", range)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_the_source_and_the_upload_are_asked_for()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/source", "text");
        var id = await BeginAsync("made");
        var writer = await _s3.UserAsync("s3:PutObject");
        Assert.Contains("s3:GetObject ", await _s3.RefusalAsync(writer, "PUT", $"/files/made?partNumber=1&uploadId={id}", "", ("x-amz-copy-source", "files/source")), StringComparison.Ordinal);
        var reader = await _s3.Iam.MakeUserAsync("reader", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""");
        Assert.Contains("s3:PutObject ", await _s3.RefusalAsync(reader, "PUT", $"/files/made?partNumber=1&uploadId={id}", "", ("x-amz-copy-source", "files/source")), StringComparison.Ordinal);
    }

    // The sandbox keeps all in memory: what no object can hold isn't taken in parts either.
    [Fact]
    public async Task The_parts_of_an_upload_are_no_larger_together_than_an_object()
    {
        var bucket = _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/source", "0123456789");
        var (id, eighth) = (await BeginAsync("made"), new byte[128 * 1024 * 1024]);
        var upload = Assert.Single(bucket.Uploads);
        foreach (var number in Enumerable.Range(1, 8))
        {
            upload.Parts[number] = (eighth, "etag", _s3.Sandbox.Clock.Now);
        }

        Assert.StartsWith("EntityTooLarge", await _s3.RefusalAsync(_s3.Admin, "PUT", $"/files/made?partNumber=9&uploadId={id}", "", ("x-amz-copy-source", "files/source")), StringComparison.Ordinal);
        Assert.StartsWith("EntityTooLarge", await _s3.RefusalAsync(_s3.Admin, "PUT", $"/files/made?partNumber=9&uploadId={id}", "", ("x-amz-copy-source", "files/source"), ("x-amz-copy-source-range", "bytes=0-0")), StringComparison.Ordinal);
        Assert.StartsWith("EntityTooLarge", await _s3.RefusalAsync(_s3.Admin, "PUT", $"/files/made?partNumber=9&uploadId={id}", "text"), StringComparison.Ordinal);

        // A part takes the place of the one of its number.
        await _s3.DoAsync(_s3.Admin, "PUT", $"/files/made?partNumber=8&uploadId={id}", "", ("x-amz-copy-source", "files/source"));
        await _s3.DoAsync(_s3.Admin, "PUT", $"/files/made?partNumber=9&uploadId={id}", "text");
        Assert.Equal(9, upload.Parts.Count);
    }

    public void Dispose() => _s3.Dispose();

    private async Task<string?> BeginAsync(string key) => TestSandbox.Xml(await _s3.DoAsync(_s3.Admin, "POST", $"/files/{key}?uploads="), "UploadId");
}
