namespace Lanyard.Tests.Sandbox.S3;

/// <summary>"Conditional writes" and "Conditional reads", Amazon S3 User Guide; version ids; pages of lists.</summary>
public sealed class ConditionalTests : IDisposable
{
    private readonly S3Sandbox _s3 = new();

    [Fact]
    public async Task An_upload_in_parts_is_completed_under_its_condition_alone()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "here");
        var (id, etag) = await UploadAsync("a");
        var list = $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>";
        Assert.StartsWith("PreconditionFailed", await _s3.RefusalAsync(_s3.Admin, "POST", $"/files/a?uploadId={id}", list, ("If-None-Match", "*")), StringComparison.Ordinal);
        Assert.StartsWith("PreconditionFailed", await _s3.RefusalAsync(_s3.Admin, "POST", $"/files/a?uploadId={id}", list, ("If-Match", "\"other\"")), StringComparison.Ordinal);
        await _s3.DoAsync(_s3.Admin, "POST", $"/files/a?uploadId={id}", list);
    }

    // "If-Match … If the object key name doesn't exist, the operation returns 404": "PutObject", Amazon S3 API Reference.
    [Fact]
    public async Task What_is_not_there_matches_nothing()
    {
        _s3.Make("files");
        Assert.StartsWith("NoSuchKey", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files/a", "text", ("If-Match", "\"x\"")), StringComparison.Ordinal);
    }

    // Whether there is an object is told to those alone who may list: "GetObject", Amazon S3 API Reference.
    [Theory]
    [InlineData("If-Match", "\"x\"")]
    [InlineData("If-Match", "*")]
    [InlineData("x-amz-copy-source", "files/a")]
    public async Task What_is_not_there_is_told_to_those_alone_who_may_list(string header, string value)
    {
        _s3.Make("files");
        var (id, _) = await UploadAsync("b");
        var writer = await _s3.UserAsync("s3:PutObject", "s3:GetObject");
        var targets = header == "If-Match" ? new[] { "/files/a" } : ["/files/b", $"/files/b?partNumber=2&uploadId={id}"];
        foreach (var target in targets)
        {
            Assert.StartsWith("AccessDenied", await _s3.RefusalAsync(writer, "PUT", target, "", (header, value)), StringComparison.Ordinal);
            Assert.StartsWith("NoSuchKey", await _s3.RefusalAsync(_s3.Admin, "PUT", target, "", (header, value)), StringComparison.Ordinal);
        }
    }

    // The bucket that is listed is the one that the object would be in.
    [Fact]
    public async Task Who_may_list_the_bucket_of_the_copy_does_not_learn_what_is_in_that_of_the_source()
    {
        _s3.Make("files");
        _s3.Make("other");
        var user = await _s3.Iam.MakeUserAsync("copier", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"],"Resource":"*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::files"}]}""");
        Assert.Contains("s3:ListBucket on resource: \"arn:aws:s3:::other\"", await _s3.RefusalAsync(user, "PUT", "/files/a", "", ("x-amz-copy-source", "other/a")), StringComparison.Ordinal);
    }

    // "You can use the If-None-Match header with * alone", and both headers are not together: the same page.
    [Fact]
    public async Task A_write_under_another_tag_than_all_is_not_implemented_as_at_AWS()
    {
        _s3.Make("files");
        Assert.StartsWith("NotImplemented", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files/a", "text", ("If-None-Match", "\"x\"")), StringComparison.Ordinal);
    }

    // "Actions … s3:GetObject … required for If-Match": "Conditional writes", Amazon S3 User Guide.
    [Fact]
    public async Task A_write_that_asks_for_what_is_there_needs_to_read_it()
    {
        _s3.Make("files");
        var etag = (await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text")).Headers.Get("ETag");
        Assert.Contains("s3:GetObject ", await _s3.RefusalAsync(await _s3.UserAsync("s3:PutObject"), "PUT", "/files/a", "more", ("If-Match", etag!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-copy-source-if-match", "\"other\"")]
    [InlineData("x-amz-copy-source-if-none-match", "ETAG")]
    public async Task A_copy_is_made_under_the_conditions_of_its_source(string header, string value)
    {
        _s3.Make("files");
        var etag = (await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text")).Headers.Get("ETag")!;
        Assert.StartsWith("PreconditionFailed", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files/b", "", ("x-amz-copy-source", "files/a"), (header, value.Replace("ETAG", etag, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_is_not_copied_onto_itself_without_a_change()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text");
        Assert.StartsWith("InvalidRequest: This copy request is illegal because it is trying to copy an object to itself", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files/a", "", ("x-amz-copy-source", "files/a")), StringComparison.Ordinal);
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "", ("x-amz-copy-source", "files/a"), ("x-amz-metadata-directive", "REPLACE"));
    }

    [Fact]
    public async Task Versions_come_in_pages_that_a_key_may_be_cut_by()
    {
        var bucket = _s3.Make("files");
        bucket.Settings["versioning"] = "<Status>Enabled</Status>";
        foreach (var text in new[] { "1", "2", "3" })
        {
            await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", text);
            await _s3.DoAsync(_s3.Admin, "PUT", "/files/b", text);
        }

        var (seen, marker, pages) = (new List<string>(), "", 0);
        do
        {
            var page = await _s3.DoAsync(_s3.Admin, "GET", $"/files?versions=&max-keys=2{marker}");
            var ids = System.Xml.Linq.XElement.Parse(page.Text).Descendants().Where(e => e.Name.LocalName == "VersionId").Select(e => e.Value).ToList();
            Assert.InRange(ids.Count, 1, 2);
            seen.AddRange(ids);
            marker = TestSandbox.Xml(page, "IsTruncated") == "true" ? $"&key-marker={TestSandbox.Xml(page, "NextKeyMarker")}&version-id-marker={TestSandbox.Xml(page, "NextVersionIdMarker")}" : "";
        }
        while (marker.Length > 0 && ++pages < 10);
        Assert.Equal(bucket.Objects.Values.SelectMany(v => v.Select(one => one.VersionId).Reverse()), seen);
    }

    [Fact]
    public async Task Parts_and_uploads_come_in_pages()
    {
        _s3.Make("files");
        var (id, _) = await UploadAsync("a");
        await _s3.DoAsync(_s3.Admin, "PUT", $"/files/a?partNumber=2&uploadId={id}", "more");
        var page = await _s3.DoAsync(_s3.Admin, "GET", $"/files/a?uploadId={id}&max-parts=1");
        Assert.Equal(("true", "1", "1"), (TestSandbox.Xml(page, "IsTruncated"), TestSandbox.Xml(page, "NextPartNumberMarker"), TestSandbox.Xml(page, "PartNumber")));
        page = await _s3.DoAsync(_s3.Admin, "GET", $"/files/a?uploadId={id}&max-parts=1&part-number-marker=1");
        Assert.Equal(("false", "2"), (TestSandbox.Xml(page, "IsTruncated"), TestSandbox.Xml(page, "PartNumber")));

        await UploadAsync("b");
        page = await _s3.DoAsync(_s3.Admin, "GET", "/files?uploads=&max-uploads=1");
        Assert.Equal(("true", "a"), (TestSandbox.Xml(page, "IsTruncated"), TestSandbox.Xml(page, "NextKeyMarker")));
        page = await _s3.DoAsync(_s3.Admin, "GET", $"/files?uploads=&max-uploads=1&key-marker=a&upload-id-marker={id}");
        Assert.Equal(("false", "b"), (TestSandbox.Xml(page, "IsTruncated"), TestSandbox.Xml(page, "Key")));
    }

    [Fact]
    public async Task A_list_of_no_keys_has_none_and_no_more()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text");
        var page = await _s3.DoAsync(_s3.Admin, "GET", "/files?list-type=2&max-keys=0");
        Assert.Equal(("false", "0", null), (TestSandbox.Xml(page, "IsTruncated"), TestSandbox.Xml(page, "KeyCount"), TestSandbox.Xml(page, "Key")));
        Assert.StartsWith("InvalidArgument", await _s3.RefusalAsync(_s3.Admin, "GET", "/files?list-type=2&max-keys=-1"), StringComparison.Ordinal);
        Assert.StartsWith("InvalidArgument", await _s3.RefusalAsync(_s3.Admin, "GET", "/files?list-type=2&continuation-token=%25"), StringComparison.Ordinal);
    }

    public void Dispose() => _s3.Dispose();

    private async Task<(string? Id, string? ETag)> UploadAsync(string key)
    {
        var id = TestSandbox.Xml(await _s3.DoAsync(_s3.Admin, "POST", $"/files/{key}?uploads="), "UploadId");
        return (id, (await _s3.DoAsync(_s3.Admin, "PUT", $"/files/{key}?partNumber=1&uploadId={id}", "text")).Headers.Get("ETag"));
    }
}
