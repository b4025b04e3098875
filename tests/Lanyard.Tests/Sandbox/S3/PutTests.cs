namespace Lanyard.Tests.Sandbox.S3;

/// <summary>All that a request wants is asked for before anything is stored.</summary>
public sealed class PutTests : IDisposable
{
    private readonly S3Sandbox _s3 = new();

    [Theory]
    [InlineData("x-amz-tagging", "a=b", "s3:PutObjectTagging")]
    [InlineData("x-amz-acl", "public-read", "s3:PutObjectAcl")]
    [InlineData("x-amz-grant-read", "uri=http://acs.amazonaws.com/groups/global/AllUsers", "s3:PutObjectAcl")]
    [InlineData("x-amz-object-lock-mode", "GOVERNANCE", "s3:PutObjectRetention")]
    [InlineData("x-amz-object-lock-legal-hold", "ON", "s3:PutObjectLegalHold")]
    public async Task What_headers_want_besides_is_asked_for_before_the_object_is_there(string header, string value, string action)
    {
        var bucket = _s3.Make("files");
        var user = await _s3.UserAsync("s3:PutObject", "s3:AbortMultipartUpload");
        Assert.Contains(action, await _s3.RefusalAsync(user, "PUT", "/files/a", "text", (header, value)), StringComparison.Ordinal);
        Assert.Contains(action, await _s3.RefusalAsync(user, "POST", "/files/a?uploads=", "", (header, value)), StringComparison.Ordinal);
        Assert.Empty(bucket.Objects);
        Assert.Empty(bucket.Uploads);
    }

    [Fact]
    public async Task A_private_ACL_takes_nothing_more()
    {
        _s3.Make("files");
        await _s3.DoAsync(await _s3.UserAsync("s3:PutObject"), "PUT", "/files/a", "text", ("x-amz-acl", "private"));
    }

    [Fact]
    public async Task An_object_is_not_locked_without_a_word()
    {
        _s3.Make("files");
        Assert.StartsWith("InvalidRequest", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files/a", "text", ("x-amz-object-lock-legal-hold", "ON")), StringComparison.Ordinal);
        await _s3.DoAsync(_s3.Admin, "PUT", "/locked", "", ("x-amz-bucket-object-lock-enabled", "true"));
        Assert.StartsWith("NotImplemented", await _s3.RefusalAsync(_s3.Admin, "PUT", "/locked/a", "text", ("x-amz-object-lock-legal-hold", "ON")), StringComparison.Ordinal);
        Assert.Empty(_s3.Buckets.Find("locked")!.Objects);
        Assert.True(_s3.Buckets.Find("locked")!.IsVersioned);
    }

    [Theory]
    [InlineData("x-amz-acl", "public-read", "s3:PutBucketAcl")]
    [InlineData("x-amz-object-ownership", "ObjectWriter", "s3:PutBucketOwnershipControls")]
    [InlineData("x-amz-bucket-object-lock-enabled", "true", "s3:PutBucketObjectLockConfiguration")]
    public async Task What_a_bucket_shall_have_is_asked_for_before_it_is_there(string header, string value, string action)
    {
        var user = await _s3.UserAsync("s3:CreateBucket");
        Assert.Contains(action, await _s3.RefusalAsync(user, "PUT", "/files", "", (header, value)), StringComparison.Ordinal);
        Assert.Null(_s3.Buckets.Find("files"));
        await _s3.DoAsync(user, "PUT", "/files", "", ("x-amz-acl", "private"));
    }

    [Fact]
    public async Task The_ownership_that_a_bucket_is_made_with_is_there()
    {
        await _s3.DoAsync(_s3.Admin, "PUT", "/files", "", ("x-amz-object-ownership", "ObjectWriter"));
        Assert.Contains("<ObjectOwnership>ObjectWriter<", (await _s3.DoAsync(_s3.Admin, "GET", "/files?ownershipControls=")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_anothers_bucket_is_taken()
    {
        _s3.Buckets.Add(new("theirs", TestSandbox.Staging, "us-east-1", _s3.Sandbox.Clock.Now));
        Assert.StartsWith("BucketAlreadyExists", await _s3.RefusalAsync(_s3.Admin, "PUT", "/theirs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_come_with_an_upload_in_parts_and_go_with_a_copy()
    {
        var bucket = _s3.Make("files");
        var id = TestSandbox.Xml(await _s3.DoAsync(_s3.Admin, "POST", "/files/a?uploads=", "", ("x-amz-tagging", "a=b")), "UploadId");
        var etag = (await _s3.DoAsync(_s3.Admin, "PUT", $"/files/a?partNumber=1&uploadId={id}", "text")).Headers.Get("ETag");
        await _s3.DoAsync(_s3.Admin, "POST", $"/files/a?uploadId={id}", $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>");
        Assert.Contains("<Key>a</Key><Value>b</Value>", bucket.Current("a")!.Tagging, StringComparison.Ordinal);

        var user = await _s3.UserAsync("s3:GetObject", "s3:PutObject");
        Assert.Contains("s3:GetObjectTagging", await _s3.RefusalAsync(user, "PUT", "/files/b", "", ("x-amz-copy-source", "files/a")), StringComparison.Ordinal);
        Assert.Null(bucket.Current("b"));
        await _s3.DoAsync(user, "PUT", "/files/c", "", ("x-amz-copy-source", "files/a"), ("x-amz-tagging-directive", "REPLACE"));
        Assert.Null(bucket.Current("c")!.Tagging);
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/b", "", ("x-amz-copy-source", "files/a"));
        Assert.Contains("<Key>a</Key>", bucket.Current("b")!.Tagging, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_copied_that_is_named()
    {
        var bucket = _s3.Make("files");
        bucket.Settings["versioning"] = "<Status>Enabled</Status>";
        var first = (await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "first")).Headers.Get("x-amz-version-id");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "second");

        var user = await _s3.UserAsync("s3:GetObject", "s3:PutObject");
        Assert.Contains("s3:GetObjectVersion ", await _s3.RefusalAsync(user, "PUT", "/files/b", "", ("x-amz-copy-source", $"files/a?versionId={first}")), StringComparison.Ordinal);
        var copied = await _s3.DoAsync(_s3.Admin, "PUT", "/files/b", "", ("x-amz-copy-source", $"files/a?versionId={first}"));
        Assert.Equal(first, copied.Headers.Get("x-amz-copy-source-version-id"));
        Assert.Equal("first", (await _s3.DoAsync(_s3.Admin, "GET", "/files/b")).Text);
        Assert.StartsWith("NoSuchVersion", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files/b", "", ("x-amz-copy-source", "files/a?versionId=other")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_that_are_more_than_the_sandbox_keeps_are_refused_by_name()
    {
        var bucket = _s3.Make("files");
        var id = TestSandbox.Xml(await _s3.DoAsync(_s3.Admin, "POST", "/files/a?uploads="), "UploadId");
        var (part, upload) = (new byte[8 * 1024 * 1024], Assert.Single(bucket.Uploads));
        var list = string.Concat(Enumerable.Range(1, 300).Select(n =>
        {
            upload.Parts[n] = (part, "00", _s3.Sandbox.Clock.Now);
            return $"<Part><PartNumber>{n}</PartNumber><ETag>00</ETag></Part>";
        }));
        var refusal = await _s3.RefusalAsync(_s3.Admin, "POST", $"/files/a?uploadId={id}", $"<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
        Assert.StartsWith("EntityTooLarge: ", refusal, StringComparison.Ordinal);
        Assert.Contains("1 GiB", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_are_put_together_in_their_order()
    {
        var bucket = _s3.Make("files");
        var id = TestSandbox.Xml(await _s3.DoAsync(_s3.Admin, "POST", "/files/a?uploads="), "UploadId");
        var upload = Assert.Single(bucket.Uploads);
        upload.Parts[1] = ([.. Enumerable.Repeat((byte)'a', 5 * 1024 * 1024)], "00", _s3.Sandbox.Clock.Now);
        upload.Parts[3] = ([.. "end"u8], "01", _s3.Sandbox.Clock.Now);
        await _s3.DoAsync(_s3.Admin, "POST", $"/files/a?uploadId={id}", "<C><Part><PartNumber>1</PartNumber><ETag>00</ETag></Part><Part><PartNumber>3</PartNumber><ETag>01</ETag></Part></C>");
        var data = bucket.Current("a")!.Data!;
        Assert.Equal((5 * 1024 * 1024) + 3, data.Length);
        Assert.Equal("aaend"u8, data.AsSpan()[^5..]);
    }

    public void Dispose() => _s3.Dispose();
}
